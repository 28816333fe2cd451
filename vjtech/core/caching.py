"""Public pages are stored, and tagged, under the change version: never stale, seldom made."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from vjtech.core.change import change_version, look
from vjtech.core.dates import today
from vjtech.core.search.index import settle

SECONDS = 24 * 60 * 60


class PageStoreMiddleware:
    """Answers a GET of an unchanged base at the cost of one look-up.

    The version is read before any content, so a page made while somebody writes is stored under
    the older version and never served for the newer one. Streamed and private pages are left out.
    """

    private = ("/admin/", "/healthz", "/report/", "/static/", "/.well-known/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or request.path.startswith(self.private):
            return self.followed_up(request)
        try:
            version, waiting = look()
            if waiting and "q" in request.GET:
                waiting = not settle()
                version = change_version()
            tag = self.tag(request, version)
        except DatabaseError:  # the page itself will say what is wrong
            return self.get_response(request)
        if waiting and "q" in request.GET:
            # An answer that may lack what waits for the index is not kept.
            return never_stored(self.get_response(request))
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return finish(HttpResponseNotModified(), tag)
        key = f"page:{hashlib.sha256(tag.encode()).hexdigest()}"
        response = cache.get(key) if request.method == "GET" else None
        if response is None:
            response = self.get_response(request)
            if response.status_code != 200 or response.cookies:
                return response
            self.store(request, key, response)
        return finish(response, tag)

    def followed_up(self, request):
        """Answer a write, then index what it changed, so that the next search need not."""
        response = self.get_response(request)
        changing = request.method not in ("GET", "HEAD", "OPTIONS")
        if changing and not getattr(response, "changes_nothing", False):
            settle()
        return response

    def tag(self, request, version):
        parts = (
            version,
            today().isoformat(),
            settings.RELEASE,
            get_language() or "",
            "part" if asks_for_part(request) else "page",
            request.build_absolute_uri(),
            settings.CANONICAL_URL,  # files say it
        )
        return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'

    def store(self, request, key, response):
        if request.method != "GET" or response.streaming:
            return
        if hasattr(response, "render"):
            response.render()
        cache.set(key, response, SECONDS)


def asks_for_part(request):
    """Say whether a part of a page is asked for, which is stored apart from the page."""
    return request.headers.get("HX-Request") == "true"


def changes_nothing(response):
    """Say of the answer to a POST that nothing was written, so that nothing waits for the index."""
    response.changes_nothing = True
    return response


def never_stored(response):
    response["Cache-Control"] = "no-store"
    return response


def finish(response, tag):
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ("HX-Request",))
    return response
