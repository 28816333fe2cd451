"""`manage.py serve` as a process of its own, and what is needed around it."""

import ctypes
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings

from tests import postgres

SERVE = [sys.executable, "manage.py", "serve", "--port", "0"]
READY = "(Ctrl-C stops it)"


class Started:
    """A running `serve`; its output is read as it comes."""

    def __init__(self, environment, *options, **popen):
        self.process = subprocess.Popen(
            [*SERVE, *options],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **popen,
        )
        self.lines, self.seen = [], threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            with self.seen:
                self.lines.append(line)
                self.seen.notify_all()
        with self.seen:
            self.lines.append("")
            self.seen.notify_all()

    def await_line(self, text, seconds=60):
        def found():
            return any(text in line for line in self.lines) or "" in self.lines

        with self.seen:
            self.seen.wait_for(found, seconds)
        assert text in self.output, self.output + self.process.stderr.read()
        return self

    @property
    def output(self):
        return "".join(self.lines)

    @property
    def address(self):
        return re.search(r"http://\S+/", self.output)[0]

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.end()

    def end(self):
        """The exit code, and what stands on stderr."""
        code = self.process.wait(60)
        self.reader.join(10)
        return code, self.process.stderr.read()


def sign_in(output, address):
    """The admin's front page, entered with the account that this output tells of."""
    name, password = re.search(r"Editor's account: (\S+), password (\S+)", output).groups()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(f"{address}admin/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    form = f"csrfmiddlewaretoken={token}&username={name}&password={password}&next=/admin/"
    with opener.open(f"{address}admin/login/", form.encode()) as answer:
        return answer.read().decode()


def run(url, *statements):
    """The rows of the last statement."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as opened:
        for statement in statements:
            found = opened.execute(statement).fetchall()
        opened.commit()
    return found


def obey_file_modes():
    """Root may write anywhere; a Linux process gives that up for good by these two numbers."""
    if os.geteuid() == 0:
        assert ctypes.CDLL(None).prctl(24, 1) == 0  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE


@contextmanager
def database_of_its_own():
    """The address of an empty database beside that of the PostgreSQL half."""
    parts, name = urlsplit(os.environ["VJTECH_TESTS_ON"]), "serve_tests"
    address = postgres.maintenance(urlunsplit(parts))
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(parts._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
