"""A reader reports an error: the one public form, and the one public page with a cookie."""

import unicodedata
from urllib.parse import urlencode, urlsplit

from django import forms
from django.apps import apps
from django.core.exceptions import DisallowedHost, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache

from vjtech.core.models import Report
from vjtech.core.throttle import Throttle

SHORTEST, LONGEST, LONGEST_PATH = 10, 4000, 500
THROTTLE = Throttle(5, 10 * 60)
# What would turn the direction of the words around it, wherever they are shown.
TURNING = {chr(n) for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def plain(text, kept=""):
    """Return text without control characters, save those kept, and without turned directions."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize(
        "NFC",
        "".join(
            c
            for c in text
            if c in kept or not (unicodedata.category(c) in ("Cc", "Cs") or c in TURNING)
        ),
    )


def own_path(text):
    """Return the text if it is a path on our site, at most with a query; else an empty string."""
    fits = (
        0 < len(text) <= LONGEST_PATH
        and text.startswith("/")
        and "\\" not in text
        and all(c.isprintable() and not c.isspace() for c in text)
        and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    )
    return text if fits else ""


def record_at(path):
    """Return (model, slug) of the record whose page is at a path, or None."""
    try:
        match = resolve(urlsplit(path).path)
    except (Resolver404, ValueError):
        return None
    name = (match.url_name or "").removesuffix("_detail")
    for model in apps.get_models():
        if model._meta.model_name == name and "slug" in match.kwargs:
            return model, match.kwargs["slug"]
    return None


class PlainField(forms.CharField):
    kept = ""

    def to_python(self, value):
        return plain(super().to_python(value), self.kept).strip()


class LinesField(PlainField):
    kept = "\n\t"


class PlainEmailField(PlainField, forms.EmailField):
    pass


class ReportForm(forms.Form):
    template_name = "report_fields.html"

    about = PlainField(
        label=gettext_lazy("Which page?"),
        required=False,
        max_length=LONGEST_PATH,
        help_text=gettext_lazy("Its address on this site, such as /companies/cmc/."),
    )
    message = LinesField(
        label=gettext_lazy("What is wrong, and where is the right information?"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "From 10 to 4,000 characters. A source that we can read helps most."
        ),
    )
    name = PlainField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("If you like."),
    )
    email = PlainEmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("If we may ask you back. Only our editors see it."),
    )
    # Seen by nobody; what fills in every field it meets gives itself away.
    website = PlainField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, host="", **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host

    def clean_about(self):
        given = self.cleaned_data["about"]
        path = given
        for scheme in ("http://", "https://"):
            if self.host and given.startswith(f"{scheme}{self.host}/"):
                path = given.removeprefix(f"{scheme}{self.host}")
        if given and not own_path(path):
            raise ValidationError(
                _(
                    "This is no page of our site. Its address here starts with one slash; or leave"
                    " this empty and say in your words which page you mean."
                )
            )
        return path

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Only machines fill this in: empty it, then send again."))
        return ""


class ReportView(View):
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request):
        asked = request.GET.get("about", "")
        about = own_path(asked)
        form = ReportForm(initial={"about": about or plain(asked)[:LONGEST_PATH]})
        problem = ""
        if asked and not about:
            problem = _(
                "The link that led here names no page of our site: say below which you mean."
            )
        return self.page(form, about=about, problem=problem)

    def post(self, request):
        form = bound(request)
        if not form.is_valid():
            problem = _("Not sent yet. Nothing you typed is lost; please look at what is marked.")
            return self.page(form, about=known(form), problem=problem, status=400)
        wait = THROTTLE.wait(request)
        if wait:
            problem = _(
                "Not sent: several reports came from your address just now. Nothing you typed is"
                " lost; please send it again in %(n)d seconds."
            ) % {"n": wait}
            response = self.page(form, about=known(form), problem=problem, status=429)
            response["Retry-After"] = str(wait)
            return response
        store(form.cleaned_data)
        about = form.cleaned_data["about"]
        query = f"?{urlencode({'about': about})}" if about else ""
        return HttpResponseRedirect(f"{reverse('report_thanks')}{query}")

    def page(self, form, about="", problem="", status=200):
        context = {"form": form, "about": about, "problem": problem}
        response = TemplateResponse(self.request, "report.html", context, status=status)
        add_never_cache_headers(response)
        return response


def bound(request):
    try:
        host = request.get_host()
    except DisallowedHost:
        host = ""
    return ReportForm(request.POST, host=host)


def known(form):
    """Return the page that a form is about where it is settled, so that it is not asked again."""
    return getattr(form, "cleaned_data", {}).get("about", "")


def store(data):
    report = Report(**{name: data[name] for name in ("about", "message", "name", "email")})
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        # Sent twice, or told twice: it is there already.
        if not Report.objects.filter(digest=report.digest, state=Report.State.NEW).exists():
            raise


def refused(request):
    """Show the form again, as typed, where the cookie that guards it was missing or another's."""
    view = ReportView()
    view.setup(request)
    form = bound(request)
    form.is_valid()
    problem = _(
        "Not sent: the cookie that guards this form did not come back with it. Nothing you typed"
        " is lost. Please send it again; if this repeats, allow this site to set a cookie."
    )
    return view.page(form, about=known(form), problem=problem, status=403)


@method_decorator(never_cache, name="dispatch")
class ThanksView(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request):
        context = {"about": own_path(request.GET.get("about", ""))}
        return TemplateResponse(request, "report_thanks.html", context)
