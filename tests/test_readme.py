"""What the README promises is there."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import resolve

from vjtech.core import environment

ROOT = settings.BASE_DIR
README = (ROOT / "README.md").read_text()
FIRST_SCREEN, _rest = README.split("\n## ", 1)

pytestmark = pytest.mark.half("sqlite")

START = (
    "python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt"
    " && .venv/bin/python manage.py serve"
)
TEST = (
    "python3 -m venv .venv && .venv/bin/pip install -q -r requirements-dev.txt"
    " && .venv/bin/python -m pytest -q"
)


def code_lines(text):
    return [line.strip() for line in text.splitlines() if line.startswith("    ")]


def test_its_first_commands_are_the_two_that_start_and_test_the_site():
    assert code_lines(FIRST_SCREEN)[:2] == [START, TEST]


def test_the_table_of_settings_is_complete_and_holds_nothing_else():
    assert set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)) == environment.asked


def test_every_file_and_folder_it_names_exists():
    (tree,) = re.findall(r"\n\n((?:    .*\n)*    entities/ .*\n(?:    .*\n)*)", README)
    named = set(re.findall(r"requirements[\w-]*\.txt|(?:entities|articles)/filters\.py", README))
    named |= set(re.findall(r"^    (\w+/) ", tree, re.MULTILINE))
    assert len(named) >= 9
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_command_and_option_of_manage_py_it_shows_exists():
    known = get_commands()
    shown = re.findall(r"manage\.py (\w+)((?: --[\w-]+)*)", README)
    assert {name for name, _options in shown} >= {"serve", "migrate", "createsuperuser"}
    for name, options in shown:
        parser = load_command_class(known[name], name).create_parser("manage.py", name)
        assert set(options.split()) <= set(parser._option_string_actions)


def test_every_option_of_serve_is_explained():
    parser = load_command_class("vjtech.core", "serve").create_parser("manage.py", "serve")
    theirs = load_command_class("django.core", "check").create_parser("manage.py", "check")
    own = set(parser._option_string_actions) - set(theirs._option_string_actions)
    assert own and [option for option in own if f"`{option}`" not in FIRST_SCREEN] == []


def test_what_it_quotes_of_the_first_start_is_what_is_printed():
    source = (ROOT / "vjtech/core/management/commands/serve.py").read_text()
    for line in code_lines(FIRST_SCREEN)[2:]:
        for words in re.split(r"editor, password …|http\S+", line):
            assert words.strip() in source


def test_the_addresses_it_names_are_answered():
    assert resolve("/healthz") and resolve("/admin/")
