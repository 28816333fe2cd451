"""A real `manage.py serve` on a new base, and Debian's chromium to look at it."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def surroundings(folder):
    """Return the environment of a process that works on the base in a folder."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE",)}
    return kept | {"DATABASE_URL": f"sqlite:///{folder}/vjtech.sqlite3", "SECRET_KEY": ""}


@contextmanager
def serving(folder):
    """Start the site as the README does; yield (address, the editor's password)."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", "0"],
        cwd=ROOT,
        env=surroundings(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = ""
    for line in process.stdout:
        said += line
        address = re.search(r"vjtech is at (http://\S+?)/? ", line)
        if address:
            break
    else:
        raise AssertionError(f"serve did not start:\n{said}")
    password = re.search(r"password (\S+)", said)
    yield address[1], password and password[1]
    process.terminate()
    assert process.wait(30) == 0


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="session")
def site(served):
    return served[0]


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is not installed"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium):
    """Return a function that opens a page of its own; what it says on its console is an error."""
    contexts, said = [], []

    def open_page(width=1280, scheme="light", script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in said if "404" not in text and "400" not in text] == []
