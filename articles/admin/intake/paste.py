"""The form that an intake begins with."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.intake.clean import Unreadable, decoded
from articles.intake.decode import MOST_BYTES, too_large
from vjtech.core.admin.fields import TidyField

ENDINGS = (".txt", ".html", ".htm")


class PasteForm(forms.Form):
    """Text or a file, where it comes from, and who published it."""

    use_required_attribute = False

    text = forms.CharField(
        label=gettext_lazy("text or HTML"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "autofocus": True}),
        help_text=gettext_lazy(
            "The whole page as it is, menus and all, or only the article: what does not belong is"
            " left out in the next step, where you can put it back."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy("A .txt or .html file of up to 1 MB."),
    )
    address = forms.URLField(
        label=gettext_lazy("address of the original"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://…", "inputmode": "url"}),
        help_text=gettext_lazy("It is kept and compared, never fetched."),
    )
    publisher = TidyField(
        label=gettext_lazy("publisher"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "publishers"}),
        help_text=gettext_lazy("Choose from the list, or type a new name."),
    )

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text.encode(errors="replace")) > MOST_BYTES:
            raise forms.ValidationError(str(too_large()))
        return text

    def clean_address(self):
        address = self.cleaned_data["address"]
        if address and not address.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_("An address starts with http:// or https://."))
        return address

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return None
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(_("Choose a .txt or .html file, or paste the text above."))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(str(too_large()))
        try:
            file.text = decoded(file.read())
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean(self):
        cleaned = super().clean()
        text, file = cleaned.get("text", "").strip(), cleaned.get("file")
        if text and file:
            self.add_error("file", _("There is text above and a file: give one of the two."))
        elif not text and not file and not self.errors:
            self.add_error("text", _("Paste the article here, or choose a file below."))
        return cleaned

    @property
    def source(self):
        """What was given: the text and the file's name, if it came in one."""
        file = self.cleaned_data["file"]
        return (file.text, file.name[-200:]) if file else (self.cleaned_data["text"], "")
