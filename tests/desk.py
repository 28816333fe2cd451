"""The editors' desk as a browser sees it: pages are opened, their forms filled in and sent."""

import json
import re
from functools import cached_property
from html import unescape
from html.parser import HTMLParser

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from tests.factories import named

UNSENT = ("submit", "checkbox", "radio", "file")  # unless pressed, ticked, chosen
WHY = "The source says so."  # what everybody at the desk gives as reason, unless a test differs


class FormReader(HTMLParser):
    """Collects what a browser would send of the inputs of a page."""

    def __init__(self, html):
        super().__init__()
        self.data, self.select, self.area = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in UNSENT:
            self.data[name] = given.get("value") or ""
        elif tag == "input" and name and "checked" in given:
            self.data[name] = given.get("value", "on")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.data[self.select] = given.get("value", "")
        elif tag == "textarea" and name:
            self.area, self.data[name] = name, ""

    def handle_data(self, text):
        if self.area:
            self.data[self.area] += text

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the first newline of a text area.
            self.data[self.area] = self.data[self.area].removeprefix("\n").strip("\r")
            self.area = None
        elif tag == "select":
            self.select = None


class Page:
    def __init__(self, desk, address, response):
        self.desk, self.address, self.response = desk, address, response
        self.status = response.status_code
        self.html = response.content.decode()

    @cached_property
    def data(self):
        """What a browser would send of the page's form; a test may change it."""
        return FormReader(self.html).data

    @cached_property
    def text(self):
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    @property
    def saved(self):
        return self.status == 302

    def save(self, **changes):
        """Send the form with these inputs changed; None takes an input away."""
        given = {**self.data, "_continue": "1", **changes}
        if given.get("why") == "" and "why" not in changes:
            given["why"] = WHY
        given = {name: value for name, value in given.items() if value is not None}
        return self.desk.post(self.address, given)

    def add_row(self, prefix, /, **values):
        """Fill in the next new row of a group of rows."""
        place = int(self.data[f"{prefix}-TOTAL_FORMS"])
        self.data[f"{prefix}-TOTAL_FORMS"] = str(place + 1)
        self.fill_row(prefix, place, **values)

    def fill_row(self, prefix, place, /, **values):
        self.data |= {f"{prefix}-{place}-{name}": str(v) for name, v in values.items()}

    def messages(self):
        return [str(message) for message in self.response.context["messages"]]

    def errors(self):
        """Return the messages at each field: the input's name, or "" for those above the form."""
        context = self.response.context_data
        form = context["adminform"].form
        found = {name: list(errors) for name, errors in form.errors.items()}
        for group in context["inline_admin_formsets"]:
            for row in group.formset.forms:
                found |= {row.add_prefix(name): list(e) for name, e in row.errors.items()}
            if group.formset.non_form_errors():
                found[group.formset.prefix] = list(group.formset.non_form_errors())
        found[""] = found.pop("__all__", [])
        return {name: errors for name, errors in found.items() if errors}


class Desk:
    """Somebody at the desk: an editor, a reviewer, or the one with every right."""

    def __init__(self, group=None, client=None):
        self.user = User.objects.create(
            username=named("user").replace(" ", "-"), is_staff=True, is_superuser=group is None
        )
        if group:
            self.user.groups.add(Group.objects.get(name=group))
        self.client = client or Client(raise_request_exception=True)
        self.client.force_login(self.user)

    def get(self, address, follow=False):
        return Page(self, address, self.client.get(address, follow=follow))

    def post(self, address, data, follow=False):
        return Page(self, address, self.client.post(address, data, follow=follow))

    def change(self, record):
        return self.get(address("change", type(record), record.pk))

    def add(self, model, query=""):
        return self.get(address("add", model) + query)

    def list(self, model, query=""):
        return self.get(address("changelist", model) + query)

    def act(self, action, *records):
        data = {"action": action, "why": WHY, "_selected_action": [record.pk for record in records]}
        return self.post(address("changelist", type(records[0])), data, follow=True)

    def options(self, source, field, term):
        """Return the options that an autocomplete offers, as (key, text)."""
        meta = source._meta
        query = {
            "app_label": meta.app_label,
            "model_name": meta.model_name,
            "field_name": field,
            "term": term,
        }
        response = self.client.get(reverse("admin:autocomplete"), query)
        results = json.loads(response.content)["results"]
        return [(int(option["id"]), option["text"]) for option in results]


def address(page, model, *args):
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)
