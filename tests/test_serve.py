"""`manage.py serve`, from outside: real processes, real signals, real ports."""

import os
import re
import signal
import socket
import sqlite3
import stat
import urllib.request
from contextlib import closing
from functools import partial
from io import StringIO
from pathlib import Path
from shutil import copytree
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections

from tests.started import (
    READY,
    Started,
    database_of_its_own,
    obey_file_modes,
    run,
    sign_in,
)
from vjtech.core.connections import refuse_half_made
from vjtech.core.management.commands.serve import Command, number
from vjtech.core.serving import Stop, StopSignals

COMPANIES = 100  # enough that loading them can be interrupted


@pytest.fixture(scope="module")
def surroundings(bare_environment, tmp_path_factory):
    """The environment for a `serve` whose fixtures are some companies and nothing else."""
    home = tmp_path_factory.mktemp("surroundings")
    (home / "fixtures").mkdir()
    (home / "fixtures" / "companies.yaml").write_text(
        "".join(
            f"- model: entities.company\n  fields: {{slug: c{number}, name: Company {number}}}\n"
            for number in range(COMPANIES)
        )
    )
    (home / "small.py").write_text(
        f"from pathlib import Path\nfrom vjtech.settings import *\nBASE_DIR = Path({str(home)!r})\n"
    )
    path = os.pathsep.join(filter(None, (str(home), os.environ.get("PYTHONPATH"))))
    return bare_environment | {"DJANGO_SETTINGS_MODULE": "small", "PYTHONPATH": path}


@pytest.fixture
def started(surroundings):
    """Starts `serve` on this database; whatever still runs at the end is killed."""
    running = []

    def start(url, *options, variables=(), **popen):
        environment = surroundings | {"DATABASE_URL": str(url)} | dict(variables)
        running.append(Started(environment, *options, **popen))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


@pytest.fixture(scope="module")
def first(surroundings, tmp_path_factory):
    """The folder that two first starts at once left behind, and how they went."""
    folder = tmp_path_factory.mktemp("first")
    environment = surroundings | {"DATABASE_URL": f"sqlite:///{folder}/base.sqlite3"}
    both = [Started(environment), Started(environment)]
    try:
        for one in both:
            one.await_line(READY)
        page = sign_in("".join(one.output for one in both), both[0].address)
        ends = [one.stop() for one in both]
    finally:
        for one in both:
            one.process.kill()
    outputs = [one.output for one in both]
    return SimpleNamespace(folder=folder, outputs=outputs, ends=ends, page=page)


@pytest.fixture
def base(first, tmp_path):
    """The address of a copy of a prepared base."""
    copytree(first.folder, tmp_path / "copy")
    return f"sqlite:///{tmp_path}/copy/base.sqlite3"


def refused(started, url, *options, **kwargs):
    """The one line that a start which must fail leaves on stderr."""
    code, errors = started(url, *options, **kwargs).end()
    assert code not in (0, -signal.SIGTERM)
    assert "Traceback" not in errors and len(errors.strip().splitlines()) == 1, errors
    return errors.strip()


half = pytest.mark.half("sqlite")


@half
def test_a_first_start_migrates_loads_makes_an_editor_and_answers(first):
    output = max(first.outputs, key=len)
    assert f"Using {first.folder}/base.sqlite3" in output
    assert re.search(r"Migrating: \d+ steps", output)
    assert f"Loaded fixtures/: {COMPANIES} new" in output
    assert re.search(r"Editor's account: editor, password \S{20,} ", output)
    assert re.search(r"vjtech is at http://127\.0\.0\.1:\d+/ ", output)
    assert {file.name for file in first.folder.iterdir()} == {"base.sqlite3", ".secret-key"}
    assert stat.S_IMODE((first.folder / ".secret-key").stat().st_mode) == 0o600


@half
def test_the_password_that_was_said_opens_the_admin(first):
    assert "Log out" in first.page


@half
def test_two_starts_at_once_on_one_base_prepare_it_once(first):
    for line in ("Migrating", "Loaded", "Editor's account"):
        assert sum(line in output for output in first.outputs) == 1, first.outputs
    assert first.ends == [(0, ""), (0, "")]


@half
def test_a_second_start_changes_nothing_says_no_password_and_stops_at_ctrl_c(base, started):
    count = "SELECT (SELECT count(*) FROM entities_company), (SELECT count(*) FROM auth_user)"
    before = run(base, count)
    again = started(base, "--workers", "2").await_line(READY)
    for line in ("Migrating", "Loaded", "Editor's account"):
        assert line not in again.output
    assert again.stop(signal.SIGINT) == (0, "")
    assert run(base, count) == before


@half
def test_a_stop_while_migrating_is_clean(started, tmp_path):
    url = f"sqlite:///{tmp_path}/base.sqlite3"
    assert started(url).await_line("Migrating").stop(signal.SIGINT) == (0, "")
    assert run(url, "PRAGMA integrity_check") == [("ok",)]


@half
def test_a_stop_while_loading_leaves_nothing_half_done_and_the_next_start_goes_on(started, base):
    run(base, "DELETE FROM entities_company")
    assert started(base).await_line("loading the fixtures").stop() == (0, "")
    assert run(base, "SELECT count(*) FROM entities_company") == [(0,)]
    started(base).await_line(f"Loaded fixtures/: {COMPANIES} new")


@half
def test_a_reader_s_header_does_not_move_one_page_to_the_address_of_another(started, base):
    home = started(base).await_line(READY).address
    moved = urllib.request.Request(f"{home}check/", headers={"SCRIPT_NAME": "/check"})
    first, then, other = (
        re.search(b"<title>.*</title>", urllib.request.urlopen(asked).read())[0]
        for asked in (moved, f"{home}check/", home)
    )
    assert first == then != other


@half
def test_an_empty_base_is_left_empty_when_asked(started, base):
    run(base, "DELETE FROM entities_company")
    assert "oad" not in started(base, "--no-load").await_line(READY).output.partition("\n")[2]


@half
def test_a_port_in_use_is_one_line_and_touches_nothing(started, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = refused(started, f"sqlite:///{tmp_path}/base.sqlite3", "--port", str(port))
    assert f"Port {port} on 127.0.0.1 is in use" in line
    assert [file.name for file in tmp_path.iterdir()] == [".secret-key"]


@half
def test_a_read_only_folder_is_one_line(started, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    line = refused(started, f"sqlite:///{folder}/base.sqlite3", preexec_fn=obey_file_modes)
    assert f"{folder} cannot be written to" in line


@half
def test_a_file_that_is_no_database_is_one_line_and_stays_as_it_is(started, tmp_path):
    file = tmp_path / "base.sqlite3"
    file.write_bytes(b"Dear diary, " * 500)
    line = refused(started, f"sqlite:///{file}")
    assert f"{file} cannot be used: file is not a database" in line
    assert file.read_bytes() == b"Dear diary, " * 500


@half
def test_somebody_elses_tables_are_one_line_and_stay_as_they_are(started, tmp_path):
    file = tmp_path / "base.sqlite3"
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("CREATE TABLE recipes (name)")
    before = file.read_bytes()
    assert "holds tables, such as recipes" in refused(started, f"sqlite:///{file}")
    assert file.read_bytes() == before


DAMAGE = {
    "DELETE FROM django_migrations WHERE app = 'entities'": "half-made",
    "DELETE FROM django_migrations WHERE app = 'articles'": "half-made: the table articles_",
    "DELETE FROM django_migrations": "half-made",
    "UPDATE django_migrations SET name = '9' WHERE app = 'articles'": "newer vjtech",
}


@half
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_half_made_base_is_refused_before_it_is_touched(base, damage, django_db_blocker):
    run(base, damage)
    file = Path(base.removeprefix("sqlite:///"))
    before = file.read_bytes()
    connections.databases["damaged"] = settings.DATABASES["default"] | {"NAME": str(file)}
    try:
        with django_db_blocker.unblock(), pytest.raises(CommandError, match=DAMAGE[damage]):
            refuse_half_made(connections["damaged"])
    finally:
        connections["damaged"].close()
        del connections["damaged"], connections.databases["damaged"]
    assert file.read_bytes() == before


@half
def test_a_base_that_lacks_a_table_on_record_is_one_line(started, base):
    run(base, "PRAGMA foreign_keys = OFF", "DROP TABLE auth_user_groups")
    assert "half-made: the table auth_user_groups is missing" in refused(started, base)


@half
def test_a_database_that_does_not_answer_is_one_line(started):
    with socket.socket() as taken:  # bound and not listening: nobody answers here
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        url = f"postgresql://somebody:secret@127.0.0.1:{port}/vjtech"
        line = refused(started, url, variables={"SECRET_KEY": "mine"})
    assert "PostgreSQL database vjtech on 127.0.0.1 cannot be used" in line
    assert "secret" not in line


@half
def test_no_account_is_made_for_an_outside_address(base, started):
    run(base, "DELETE FROM auth_user_groups", "DELETE FROM auth_user")
    outside = started(base, "--host", "0.0.0.0").await_line(READY)
    assert "Answering to the names localhost" in outside.output
    assert run(base, "SELECT count(*) FROM auth_user") == [(0,)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("account", "made"),
    [
        ({"username": "reader", "password": "x", "is_staff": False}, True),
        ({"username": "gone", "password": "x", "is_staff": True, "is_active": False}, True),
        ({"username": "outside", "password": "!", "is_staff": True}, True),
        ({"username": "linh", "password": "x", "is_staff": True}, False),
        ({"username": "editor", "password": "!", "is_staff": True}, False),
    ],
)
def test_an_account_is_made_only_when_nobody_can_sign_in(django_user_model, account, made):
    django_user_model.objects.create(**account)
    command = Command(stdout=StringIO())
    command.verbosity = 0
    command.make_editor()
    assert django_user_model.objects.count() == 1 + made


@pytest.mark.half("postgresql")
def test_postgresql_is_prepared_once_stops_cleanly_and_gets_no_account(started):
    with database_of_its_own() as url:
        start = partial(started, url, variables={"SECRET_KEY": "mine"})
        both = [start(), start()]
        outputs = [one.await_line(READY).output for one in both]
        for line in ("Migrating", "Loaded"):
            assert sum(line in output for output in outputs) == 1, outputs
        assert "account" not in "".join(outputs)
        with urllib.request.urlopen(f"{both[0].address}admin/login/") as page:
            assert page.status == 200
        assert [one.stop() for one in both] == [(0, ""), (0, "")]
        with psycopg.connect(url) as opened:
            opened.execute("TRUNCATE entities_company CASCADE")
        assert start().await_line("loading the fixtures").stop() == (0, "")
        with psycopg.connect(url) as opened:
            count = opened.execute("SELECT count(*) FROM entities_company").fetchone()
            opened.execute("DELETE FROM django_migrations WHERE app = 'articles'")
        assert count == (0,)
        line = refused(started, url, variables={"SECRET_KEY": "mine"})
        assert "half-made: the table articles_" in line


@pytest.mark.parametrize(
    ("option", "value"), [("port", "70000"), ("port", "http"), ("workers", "0")]
)
def test_an_option_out_of_bounds_is_refused(option, value):
    with pytest.raises(CommandError, match=f"--{option}: not a number from"):
        call_command("serve", f"--{option}={value}")


def test_a_number_within_bounds_is_read():
    assert number(0, 65535)("8000") == 8000


def test_an_address_that_does_not_exist_is_refused():
    with pytest.raises(CommandError, match=r"--host no\.such\.host\.invalid"):
        call_command("serve", "--host=no.such.host.invalid")


def test_a_stop_that_a_callback_swallowed_is_raised_again():
    stop = StopSignals()
    stop.listen()
    try:
        with pytest.raises(Stop):
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)  # a second one does not disturb the way out
        with pytest.raises(Stop):
            stop.check()
    finally:
        stop.forget()
