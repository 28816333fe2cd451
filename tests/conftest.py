"""One command, both databases: the SQLite half runs here, the PostgreSQL half in a child."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.cache import caches

from tests import postgres
from vjtech.core import environment

HALF = "VJTECH_TESTS_ON"  # in the child: the address of its database
TALLY = "VJTECH_TESTS_TALLY"  # in the child: the file that takes its closing line
CACHE = Path(".pytest_cache", "postgresql")

# Options with which pytest runs no test; they need no other half.
ONLY_TELLS = (
    *("collectonly", "help", "version", "markers", "cacheshow"),
    *("showfixtures", "show_fixtures_per_test"),
)

tally = pytest.StashKey[str]()


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=("both", "sqlite", "postgresql"),
        default="both",
        help="which half of the suite to run (default: both, at the same time)",
    )


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "half(name): runs only in the sqlite or only in the postgresql half"
    )


def pytest_collection_modifyitems(config, items):
    here = "postgresql" if HALF in os.environ else "sqlite"
    marks = {item: item.get_closest_marker("half") for item in items}
    elsewhere = [item for item, mark in marks.items() if mark and mark.args[0] != here]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in set(elsewhere)]


def pytest_terminal_summary(terminalreporter, config):
    parts, _color = terminalreporter.build_summary_stats_line()
    line = config.stash[tally] = ", ".join(text for text, _markup in parts)
    if TALLY in os.environ:
        Path(os.environ[TALLY]).write_text(line)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    if HALF in os.environ or any(getattr(config.option, name, None) for name in ONLY_TELLS):
        return None  # pytest's own way
    chosen, outcomes = config.option.database, {}
    with ExitStack() as stack:
        # At the same time, unless one of them may have something to ask at the terminal.
        option = config.option
        talks = option.usepdb or option.trace or option.capture == "no"
        shares = option.basetemp or option.log_file  # one place for both
        beside = chosen == "both" and not (talks or shares)
        output = stack.enter_context(tempfile.NamedTemporaryFile("w")) if beside else None
        other = started(stack, config, output) if beside else None
        if chosen != "postgresql":
            run = config.pluginmanager.subset_hook_caller(
                "pytest_cmdline_main", [sys.modules[__name__]]
            )
            with sigterm_stops():
                code = run(config=config)
            outcomes[f"SQLite {sqlite3.sqlite_version}"] = (
                code,
                config.stash.get(tally, "nothing run"),
            )
            if code not in (0, 1, 5):
                return code  # stopped, or not understood: the other half would fare no better
        if chosen != "sqlite":
            outcomes |= (other or started(stack, config))()
    print()
    for name, (_code, line) in outcomes.items():
        print(f"{name}: {line}")
    return combined({int(code) for code, _line in outcomes.values()})


@contextmanager
def sigterm_stops():
    """The server beside ends with SystemExit, which pytest would take for a test's failure."""
    previous = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def combined(codes):
    """The worse exit code; that of no tests (5) counts only where no half has any."""
    return max(codes - {0, 5}, default=5 if codes == {5} else 0)


def started(stack, config, output=None):
    """Start the PostgreSQL half, which ends with the stack at the latest.

    Returns a function that waits for it, after it copied what was written to `output`, and returns
    the server's name and version with the exit code and the closing line.
    """
    own = os.environ.get("TEST_DATABASE_URL")
    try:
        address = own or stack.enter_context(postgres.server())
        return stack.enter_context(_half(config, address, output))
    except (postgres.CannotStart, psycopg.Error, OSError) as error:
        line = f"cannot be had: {error}"
        return lambda: {"PostgreSQL": (3, line)}


def _patiently(wait):
    while True:
        try:
            return wait()
        except KeyboardInterrupt:  # the child has it too, and ends in its own way
            continue


@contextmanager
def _half(config, address, output):
    cache = config.rootpath / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(postgres.maintenance(address), connect_timeout=10) as connection:
        version = connection.info.parameter_status("server_version")
    arguments = [*config.invocation_params.args, "-o", f"cache_dir={cache}"]
    if config.option.xmlpath:
        arguments.append(f"--junitxml={config.option.xmlpath}.postgresql.xml")
    with tempfile.NamedTemporaryFile("r") as note:
        child = subprocess.Popen(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=config.invocation_params.dir,
            env=os.environ | {HALF: address, TALLY: note.name},
            stdin=subprocess.DEVNULL if output else None,
            stdout=output,
            stderr=output and subprocess.STDOUT,
        )

        def ended():
            print(f"\nOn PostgreSQL {version}:", flush=True)
            if output:
                with open(output.name, errors="replace") as written:
                    _patiently(lambda: _copy(written, child))
            code = _patiently(child.wait)
            return {f"PostgreSQL {version}": (code, note.read() or f"ended with {code}")}

        try:
            yield ended
        finally:
            _stop(child)


def _stop(child):
    """End a child as Ctrl-C does, which it may have seen already: it has a database to remove."""
    for patience, end in ((3, lambda: child.send_signal(signal.SIGINT)), (30, child.kill)):
        try:
            child.wait(patience)
            return
        except subprocess.TimeoutExpired:
            end()
    child.wait()


def _copy(written, child):
    """Show what a child has written so far, and what it writes until it ends."""
    ended = False
    while not ended:
        ended = child.poll() is not None
        print(written.read(), end="", flush=True)
        time.sleep(0 if ended else 0.2)


@pytest.fixture(scope="session")
def bare_environment():
    """For a process of its own: as the tests', without Django's settings and without ours."""
    unset = {"DJANGO_SETTINGS_MODULE", HALF, TALLY} | environment.asked
    return {name: value for name, value in os.environ.items() if name not in unset}


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine must not make a test find less; what patience is for is told by seconds."""
    monkeypatch.setattr("vjtech.core.search.index.PATIENCE", 20)


@pytest.fixture(autouse=True)
def no_stored_pages():
    """A rolled-back test takes back the change version, under which its pages are stored."""
    yield
    caches["default"].clear()
