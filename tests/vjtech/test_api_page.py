"""What explains the API: its page, whose examples work as shown, and its schema."""

import argparse
import json
import re
import shlex
import sys
from html import unescape
from io import BytesIO, StringIO
from subprocess import run
from urllib.parse import quote_plus, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_article, make_company, make_target
from tests.pages import LISTS, get
from vjtech.api.parameters import parameters
from vjtech.api.schema import document
from vjtech.api.views import LISTS as SERVED

ORIGIN = "http://testserver"
OPTIONS = argparse.ArgumentParser()
OPTIONS.add_argument("-i", action="store_true")
OPTIONS.add_argument("-I", action="store_true")
OPTIONS.add_argument("--get", action="store_true")
OPTIONS.add_argument("-H", action="append", default=[])
OPTIONS.add_argument("--data-urlencode", action="append", default=[])
OPTIONS.add_argument("--etag-compare")
OPTIONS.add_argument("--etag-save")
OPTIONS.add_argument("url")


@pytest.fixture
def world(db):
    alpha = make_company("Alpha")
    told = {"companies": [alpha], "published": "2024", "relevance": "core"}
    make_article("Việt Nam makes semiconductors", "One.", **told)
    make_target(statement={"due": "2099"})


def curl(client, command, files):
    """Do what curl would; return the answer."""
    program, *given = shlex.split(command)
    asked = OPTIONS.parse_args(given)
    assert program == "curl" and asked.url.startswith(f"{ORIGIN}/api/")
    headers = dict(re.split(": *", header, maxsplit=1) for header in asked.H)
    if asked.etag_compare in files:
        headers["If-None-Match"] = files[asked.etag_compare]
    pairs = [pair.partition("=") for pair in asked.data_urlencode]
    query = "&".join(f"{name}={quote_plus(value)}" for name, _sign, value in pairs)
    address = asked.url.removeprefix(ORIGIN) + (f"?{query}" if query else "")
    response = (client.head if asked.I else client.get)(address, headers=headers)
    if asked.etag_save:
        files[asked.etag_save] = response["ETag"]
    return response


def examples(html, kind):
    return [
        unescape(text) for text in re.findall(rf'<code class="{kind}">(.*?)</code>', html, re.S)
    ]


def test_every_command_works_as_shown(client, world):
    html = get(client, "/api/")
    commands = examples(html, "run")
    assert len(commands) == 7
    files, found = {}, {}
    for command in commands:
        found[command] = curl(client, command, files)
    (wrong,) = [command for command in commands if "someday" in command]
    assert found.pop(wrong).status_code == 400
    assert {response.status_code for response in found.values()} == {200}
    for command, response in found.items():
        if "/articles/" in command:
            assert json.loads(response.content)["count"] >= 1, command
    (conditional,) = [command for command in commands if "etag" in command]
    assert curl(client, conditional, files).status_code == 304
    (elsewhere,) = [command for command in commands if "Origin" in command]
    assert found[elsewhere]["Access-Control-Allow-Origin"] == "*"


def test_the_error_shown_is_the_one_that_comes(client, world):
    html = get(client, "/api/")
    (wrong,) = [command for command in examples(html, "run") if "someday" in command]
    assert examples(html, "answer") == [curl(client, wrong, {}).content.decode()]


def test_the_program_shown_walks_the_whole_list(client, world, monkeypatch, capsys):
    for i in range(101):
        make_article(companies=[make_company(f"Company {i}")])
    (program,) = examples(get(client, "/api/"), "python")

    def urlopen(address):
        split = urlsplit(address)
        return BytesIO(client.get(f"{split.path}?{split.query}").content)

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    exec(program, {})
    assert len(capsys.readouterr().out.splitlines()) == 102


def test_the_page_names_every_list_and_every_parameter(client, world):
    html = get(client, "/api/")
    for name in LISTS:
        assert f'href="/api/{name}/"' in html
        for parameter in parameters(SERVED[name].filterset_class):
            assert f"<dt><code>{parameter}</code></dt>" in html


def test_the_page_works_on_an_empty_base_and_asks_little(client, db):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        html = get(client, "/api/")
    assert len(captured) <= 4
    for command in examples(html, "run"):
        assert curl(client, command, {}).status_code in (200, 400)


def test_the_page_says_how_much_may_be_asked(client, db, monkeypatch):
    assert "There is no limit" in get(client, "/api/")
    cache.clear()
    monkeypatch.setattr("vjtech.api.gate.throttle.most", 300)
    assert "300 requests a minute" in get(client, "/api/")


# The schema


@pytest.mark.half("sqlite")
def test_the_schema_is_made_without_a_warning_and_is_valid():
    written = StringIO()
    call_command("spectacular", stdout=written, fail_on_warn=True, validate=True)
    assert "openapi: 3.1" in written.getvalue()


def test_the_schema_served_knows_every_list_with_its_filters(client, db):
    response = client.get("/api/schema/")
    assert response["Content-Type"] == "application/json"
    schema = json.loads(response.content)
    assert schema == json.loads(json.dumps(document()))
    assert set(schema["paths"]) == {f"/api/{n}/{end}" for n in LISTS for end in ("", "{slug}/")}
    for name in LISTS:
        told = schema["paths"][f"/api/{name}/"]["get"]
        assert {p["name"] for p in told["parameters"]} == set(
            parameters(SERVED[name].filterset_class)
        )
        assert set(told["responses"]) == {"200", "304", "400", "406", "429", "500"}
        row = SERVED[name].serializer_class().fields
        assert set(schema["components"]["schemas"][told_name(schema, told)]["properties"]) == set(
            row
        )


def told_name(schema, operation):
    """Return the name of the component that a list's rows are."""
    page = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    rows = schema["components"]["schemas"][page.rsplit("/", 1)[1]]["properties"]["results"]
    return rows["items"]["$ref"].rsplit("/", 1)[1]


@pytest.mark.half("sqlite")
def test_a_worker_does_not_carry_the_generator(bare_environment):
    program = (
        "import sys, vjtech.wsgi, vjtech.urls;"
        " print([m for m in sys.modules if m in ('drf_spectacular.openapi', 'jsonschema')])"
    )
    own = {"DJANGO_SETTINGS_MODULE": "vjtech.settings", "DATABASE_URL": "sqlite://:memory:"}
    told = run(
        [sys.executable, "-c", program],
        env=bare_environment | own | {"SECRET_KEY": "x"},
        capture_output=True,
        text=True,
    )
    assert told.stdout == "[]\n", told.stderr
