"""What is refused before anything is looked up: too many requests, and what only takes no JSON."""

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from vjtech.api.problems import FOLDER, body, is_api, problem
from vjtech.core.throttle import Throttle

MOST_CLIENTS = 1000  # each may take 10 kB
MINUTE = 60

throttle = Throttle(settings.API_REQUESTS_PER_MINUTE, MINUTE, MOST_CLIENTS)


class ApiMiddleware:
    """Stands before the page store, so that a stored answer is counted and negotiated, too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_api(request) or request.path == FOLDER:
            return self.get_response(request)
        response = self.refusal(request) or self.get_response(request)
        patch_vary_headers(response, ["Accept"])
        return response

    def refusal(self, request):
        """Return the answer to a request that is not let through, else None."""
        if request.method == "OPTIONS":  # what a browser asks before it asks
            return None
        seconds = throttle.wait(request) if throttle.most else 0
        if seconds:
            return too_many(seconds)
        if request.method in ("GET", "HEAD") and not takes_json(request):
            return problem(body(406, _("There is only application/json here.")))
        return None


def takes_json(request):
    blank = not request.headers.get("Accept", "").strip()  # as good as none
    return blank or request.accepts("application/json")


def too_many(seconds):
    detail = _("At most %(most)d requests a minute from one address. Ask again in %(n)d s.")
    told = body(429, detail % {"most": throttle.most, "n": seconds})
    return problem(told, {"Retry-After": str(seconds), "Cache-Control": "no-store"})
