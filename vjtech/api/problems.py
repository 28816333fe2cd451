"""Every error of the API in one form: application/problem+json (RFC 9457)."""

import json
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, MethodNotAllowed

MEDIA_TYPE = "application/problem+json"
FOLDER = "/api/"


class Invalid(APIException):
    """What was asked for cannot be understood; `errors` are {parameter: [messages]}."""

    status_code = 400

    def __init__(self, errors):
        super().__init__(_("Some parameters are not what this list takes."))
        self.errors = errors

    def body(self):
        return body(self.status_code, str(self.detail), self.errors)


def is_api(request):
    """Tell whether an address is the API's, whether or not there is anything at it."""
    return request.path.startswith(FOLDER)


def body(status, detail="", errors=None):
    """Return the members of a problem."""
    members = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status)}
    if detail:
        members["detail"] = detail
    if errors:
        members["errors"] = errors
    return members


def problem(members, headers=None):
    """Return the answer that tells a problem."""
    content = json.dumps(members, ensure_ascii=False, indent=2).encode(errors="replace")
    return HttpResponse(
        content,
        status=members["status"],
        content_type=MEDIA_TYPE,
        headers={"Content-Length": str(len(content)), **(headers or {})},
    )


def handled(error, context):
    """Return the answer to an error in one of the API's views, None where it is a fault."""
    if isinstance(error, Invalid):
        return problem(error.body())
    if isinstance(error, Http404):
        return problem(body(404, _("There is no such record here.")))
    if isinstance(error, MethodNotAllowed):
        return problem(body(405, _("Nothing can be written here: ask by GET, HEAD or OPTIONS.")))
    if isinstance(error, APIException):
        return problem(body(error.status_code, str(error.detail)))
    return None


def problem_page(request, status):
    """Return the page of an error where the API was asked, else None."""
    if not is_api(request):
        return None
    details = {
        400: _("The request cannot be understood."),
        404: _("There is nothing at this address."),
        500: _("Something went wrong here. It is noted in the log."),
    }
    return problem(body(status, details[status]))
