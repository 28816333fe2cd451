"""One request through the WSGI handler, and the CPU time that it takes."""

import logging
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import override_settings

from bench.asking import ask

SAMPLE = 0.12  # seconds of CPU that one sample takes at least
MOST, LONG = 60, 0.5  # requests in a sample; a request of so many seconds is asked once

STARTPROJECT = [  # what `django-admin startproject` puts there
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


class BenchRequest(WSGIRequest):
    urlconf = "bench.urls"


class BenchHandler(WSGIHandler):
    """Serves the views that ours are measured beside, in the same process."""

    request_class = BenchRequest

    def __init__(self, middleware):
        with override_settings(MIDDLEWARE=middleware):
            super().__init__()


def handlers():
    """Return the handlers by who answers; Django is set up."""
    return {
        "ours": get_wsgi_application(),
        "floor": BenchHandler([]),
        "straightforward": BenchHandler(STARTPROJECT),
    }


class Backend:
    """The CPU time of the database's own process; nothing on SQLite, which works in ours."""

    def __init__(self):
        self.file = None
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            pid = connection.connection.info.backend_pid
            self.file = Path(f"/proc/{pid}/schedstat")
            if not self.file.exists():
                raise SystemExit("The server's processes are not this machine's: cannot measure.")

    def seconds(self):
        return int(self.file.read_text().split()[0]) / 1e9 if self.file else 0.0


@contextmanager
def limited(seconds):
    """Have the database give up on what takes longer; whoever asked gets an error."""
    connection.ensure_connection()
    logging.disable(logging.CRITICAL)
    done = threading.Event()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{seconds}s"])
    else:
        args = (connection.connection, seconds, done)
        threading.Thread(target=interrupt, args=args, daemon=True).start()
    try:
        yield
    finally:
        done.set()
        logging.disable(logging.NOTSET)


def interrupt(opened, seconds, done):
    """Stop, from then on, every statement of an SQLite connection."""
    done.wait(seconds)
    while not done.wait(0.05):
        opened.interrupt()


def clocks(backend):
    return time.process_time() + backend.seconds()


def cost(work, backend, before=lambda: None, sample=SAMPLE):
    """Return the CPU milliseconds of the least of some calls of work, the first not counted."""
    before()
    start = clocks(backend)
    work()
    first = clocks(backend) - start
    if first > LONG:
        return first * 1000
    calls = []
    while not calls or (sum(calls) < sample and len(calls) < MOST):
        before()
        start = clocks(backend)
        work()
        calls.append(clocks(backend) - start)
    return min(calls) * 1000


def page_cost(handler, page, backend, sample):
    """Return the cost of a page made for the first time, asked again, and not modified."""
    costs = {"first": cost(lambda: ask(handler, page), backend, cache.clear, sample)}
    tag = ask(handler, page).headers.get("ETag")
    if tag:
        costs["again"] = cost(lambda: ask(handler, page), backend, sample=sample)
        costs["unchanged"] = cost(
            lambda: ask(handler, page, HTTP_IF_NONE_MATCH=tag), backend, sample=sample
        )
    return costs
