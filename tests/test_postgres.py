"""The two halves: how the second gets its PostgreSQL, and what the run says at its end."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests import postgres
from tests.conftest import combined

THROUGHOUT = """
import os, pathlib, pytest, time
HERE, ADDRESS = pathlib.Path(__file__).parent, os.environ.get("VJTECH_TESTS_ON", "")
def test_in_both():
    (HERE / ("postgresql" if ADDRESS else "sqlite")).write_text(ADDRESS)
def test_meets_the_other():
    other, until = HERE / ("sqlite" if ADDRESS else "postgresql"), time.monotonic() + 60
    while not other.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert other.exists()
def test_fails_on_postgresql(): assert "VJTECH_TESTS_ON" not in os.environ
@pytest.mark.half("sqlite")
def test_in_one(): pass
"""


@pytest.mark.django_db
def test_each_half_runs_on_its_own_database():
    expected = "postgresql" if "VJTECH_TESTS_ON" in os.environ else "sqlite"
    assert connection.vendor == expected


@pytest.mark.half("postgresql")
def test_the_server_is_reached_by_a_socket_and_syncs_nothing():
    if "TEST_DATABASE_URL" in os.environ:
        return  # a server of the developer's is as it is
    address = postgres.maintenance(os.environ["VJTECH_TESTS_ON"])
    with psycopg.connect(address) as opened:
        assert opened.info.host.startswith("/tmp/vjtech-pg-")
        assert opened.execute("SHOW listen_addresses").fetchone() == ("",)
        assert opened.execute("SHOW fsync").fetchone() == ("off",)
        assert opened.execute("SELECT lower('ĐÀ NẴNG')").fetchone() == ("đà nẵng",)


@pytest.mark.half("sqlite")
def test_one_command_runs_both_halves_at_once_and_closes_with_both_results(tmp_path):
    (tmp_path / "test_sample.py").write_text(THROUGHOUT)
    root = settings.BASE_DIR
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "--rootdir", str(root)]
    unset = {"VJTECH_TESTS_TALLY", "TEST_DATABASE_URL", "PYTEST_CURRENT_TEST"}
    ran = subprocess.run(
        [*command, "-c", str(root / "pyproject.toml"), str(tmp_path / "test_sample.py")],
        cwd=root,
        env={name: value for name, value in os.environ.items() if name not in unset},
        capture_output=True,
        text=True,
    )
    sqlite, postgresql = ran.stdout.splitlines()[-2:]
    assert re.fullmatch(r"SQLite [\d.]+: 4 passed", sqlite), ran.stdout + ran.stderr
    assert re.fullmatch(r"PostgreSQL [\d.]+: 1 failed, 2 passed, 1 deselected", postgresql)
    assert ran.returncode == 1
    (socket,) = parse_qs(urlsplit((tmp_path / "postgresql").read_text()).query)["host"]
    assert socket.startswith("/tmp/vjtech-pg-") and not Path(socket).exists()


@pytest.mark.parametrize(
    ("codes", "code"),
    [({0}, 0), ({0, 1}, 1), ({1, 3}, 3), ({0, 5}, 0), ({5}, 5), ({1, 5}, 1)],
)
def test_the_worse_half_decides_the_exit_code(codes, code):
    assert combined(codes) == code


@pytest.mark.half("sqlite")
def test_a_server_that_cannot_start_says_why(monkeypatch):
    monkeypatch.setattr(postgres, "FAST", ("nonsense=1",))
    with pytest.raises(postgres.CannotStart, match="nonsense"), postgres.server():
        pass


def test_missing_binaries_are_named(monkeypatch):
    monkeypatch.setattr(postgres, "find_spec", lambda name: None)
    with pytest.raises(postgres.CannotStart, match="requirements-dev"), postgres.server():
        pass
