"""What was typed into a form, kept as it was sent, and shown again: checked only when asked."""

from django import forms
from django.utils.datastructures import MultiValueDict

UNTICKED = (forms.BooleanField, forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


def sent(post, names):
    """Return {name: [values]} of the inputs of these names that a request sent.

    A file of our tables cannot hold NUL; it becomes the sign for what cannot be shown.
    """
    return {
        name: [value.replace("\0", "\ufffd") for value in post.getlist(name)]
        for name in names
        if name in post
    }


def opened(form_class, stored, *, check=False, prefix=None, **options):
    """Return a form that shows what is stored; one that also says what is wrong, if `check`."""
    data = MultiValueDict(stored)
    if check:
        return form_class(data, prefix=prefix, **options)
    form = form_class(prefix=prefix, **options)
    if stored:
        form.initial = form.initial | {
            name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
            for name, field in form.fields.items()
            if form.add_prefix(name) in data or isinstance(field, UNTICKED)
        }
    return form


def names_of(form):
    return [form.add_prefix(name) for name in form.fields]
