"""A worker: the site's WSGI handler in a process of its own, with a page store nobody shares.

It is asked in lines of JSON, and may write as well.
"""

import json
import os
import subprocess
import sys
import threading
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

# A busy machine must not fail a test by the limits that are for visitors.
PATIENT = "-c statement_timeout=60s -c lock_timeout=10s"
READ_ONLY = "-c default_transaction_read_only=on"


def url_of_tests(read_only=False):
    """Return the address of the test database for another process."""
    if connection.vendor == "sqlite":
        pragmas = "PRAGMA query_only=1" if read_only else "PRAGMA synchronous=OFF"
        query = urlencode({"init_command": pragmas}, quote_via=quote)
        return f"sqlite:///{connection.settings_dict['NAME']}?{query}"
    parts = urlsplit(os.environ["VJTECH_TESTS_ON"])
    options = f"{PATIENT} {READ_ONLY}" if read_only else PATIENT
    query = f"{parts.query}&{urlencode({'options': options}, quote_via=quote)}"
    path = f"/{connection.settings_dict['NAME']}"
    return urlunsplit(parts._replace(path=path, query=query.lstrip("&")))


class Worker:
    def __init__(self, environment, **options):
        self.lock = threading.Lock()
        own = {"DATABASE_URL": url_of_tests(**options), "SECRET_KEY": "the worker's own"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.workers"],
            cwd=settings.BASE_DIR,
            env=environment | own | {"DJANGO_SETTINGS_MODULE": "vjtech.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _told(self, **order):
        with self.lock:
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())

    def ask(self, address, tag=None):
        """Return (status, headers, text)."""
        return tuple(self._told(address=address, tag=tag))

    def write(self, way, n):
        """Return when the mark is committed."""
        self._told(way=way, n=n)

    def stop(self):
        self.process.stdin.close()
        assert self.process.wait(30) == 0
        self.process.stdout.close()


def serve():
    options = settings.DATABASES["default"]["OPTIONS"]
    if "pool" in options:  # patient, too
        options["pool"] |= {"timeout": 30}
        options["connect_timeout"] = 30
    application = get_wsgi_application()
    from tests.marks import WAYS, asker  # its models need Django set up

    ask = asker(application)
    for line in sys.stdin:
        order = json.loads(line)
        if "way" in order:
            answer = WAYS[order["way"]](order["n"])
        else:
            answer = ask(order["address"], order["tag"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
