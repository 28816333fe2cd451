"""The page that holds a pasted paragraph beside the base."""

from django.core.exceptions import RequestDataTooBig
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from articles.check.compare import check
from articles.check.draft import MOST_CHARACTERS, MOST_OWNERS, cleaned
from articles.check.facts import LATEST
from articles.check.findings import Finding
from articles.check.footnotes import footnoted
from vjtech.core.caching import changes_nothing
from vjtech.core.routes import origin_of
from vjtech.core.throttle import Throttle

throttle = Throttle(20, 60)


# The request changes nothing, so there is nothing to forge, and the page needs no cookie.
@method_decorator(csrf_exempt, name="dispatch")
class CheckView(View):
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request):
        return self.page(request)

    def post(self, request):
        try:
            text = cleaned(request.POST.get("text", ""))
        except RequestDataTooBig:
            return self.answer(request, 413, problem=too_long())
        wait = throttle.wait(request)
        if wait:
            response = self.answer(request, 429, text=text, problem=too_often(wait))
            response["Retry-After"] = str(wait)
            return response
        if len(text) > MOST_CHARACTERS:
            return self.answer(request, 413, text=text, problem=too_long(len(text)))
        if not text.strip():
            return self.answer(request, text=text, problem=_("Paste a paragraph of yours first."))
        checked = check(text)
        origin = origin_of(request)
        context = {"checked": checked, "footnoted": footnoted(checked, origin)}
        return self.answer(request, text=text, **context)

    def answer(self, request, status=200, **context):
        """Return the page of what was sent: kept nowhere, neither here nor on the way."""
        response = self.page(request, status, **context)
        response["Cache-Control"] = "no-store"
        return changes_nothing(response)

    def page(self, request, status=200, **context):
        given = {"text": "", "problem": "", "checked": None, "footnoted": ""}
        fixed = {"most": MOST_CHARACTERS, "latest": LATEST, "names": MOST_OWNERS}
        fixed["findings"] = list(Finding)
        return TemplateResponse(request, "check.html", fixed | given | context, status=status)


def too_long(length=None):
    if length is None:
        return _("That is far too long. Paste %(most)s characters at most.") % {
            "most": f"{MOST_CHARACTERS:,}"
        }
    return _(
        "That is %(length)s characters; at most %(most)s are checked at once. Check it in parts."
    ) % {"length": f"{length:,}", "most": f"{MOST_CHARACTERS:,}"}


def too_often(wait):
    return ngettext(
        "Many texts were checked from your address. Yours is kept below: send it again in"
        " %(num)d second.",
        "Many texts were checked from your address. Yours is kept below: send it again in"
        " %(num)d seconds.",
        wait,
    ) % {"num": wait}
