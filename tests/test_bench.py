"""The bench still runs, and what it measures beside is fair; no figure is looked at."""

import json
import re
import subprocess
import sys
import time

import pytest
from django.db import DatabaseError, connection

from bench import floor, measure, readme, report
from bench import settings as bench_settings
from tests.pages import get
from tests.vjtech.conftest import make_base

SLOW = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000)"
    " SELECT COUNT(*) FROM n"
)


@pytest.mark.half("sqlite")
def test_the_bench_runs_and_writes_its_result(tmp_path, bare_environment, settings):
    out = tmp_path / "result.json"
    command = [sys.executable, "-m", "bench", "--sizes", "300", "--quick", "--out", str(out)]
    subprocess.run(
        command, cwd=settings.BASE_DIR, env=bare_environment, check=True, capture_output=True
    )
    costs = json.loads(out.read_text())["sizes"]["300"]
    assert {"ours", "floor", "straightforward", "search", "worker"} <= costs.keys()
    text = out.with_suffix(".md").read_text()
    assert "list with counts, first time" in text and str(tmp_path) not in text
    found = {300: costs, 600: costs}
    assert report.from_json(report.to_json("sqlite", {}, found)) == found
    grown = [g for g in report.goals("sqlite", found) if g.what.startswith("growth")]
    assert [(g.value, g.goal, g.met) for g in grown] == [(1, 1.3, True)]


def numbers(html):
    """Return what a list's page holds, apart from how it is laid out."""
    return {
        "addresses": sorted(set(re.findall(r' href="([^"]*)"', html))),
        "links": html.count("<a "),
        "rows": html.count('<li class="article">'),
        "choices": sorted(re.findall(r'type="checkbox" name="(\w+)" value="([^"]*)"', html)),
        "counts": sorted(map(int, re.findall(r'class="n">(\d+)<', html))),
        "suggested": sorted(map(int, re.findall(r'<option value="[^"]+">(\d+)<', html))),
        "fields": sorted(set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', html))),
        "languages": html.count(' lang="'),
        "listed": re.findall(r'class="count" role="status">([^<]*)<', html),
        "more": sorted(re.findall(r"\d+ more values?", html)),
    }


@pytest.mark.half("sqlite")
def test_the_bench_of_recognising_runs(bare_environment, settings):
    command = [sys.executable, "-m", "bench.recognise", "--names", "300", "--words", "60"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=bare_environment, check=True, capture_output=True
    )
    assert re.search(rb"300 names: built in .*\n  [1-9]\d* names: \d+\n", done.stdout, re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize("n", [2, 40])
def test_the_floor_shows_what_our_list_shows(client, settings, n):
    make_base(n)
    ours = get(client, "/articles/")
    settings.TEMPLATES = bench_settings.TEMPLATES
    beside = floor.article_list_with_counts(None).content.decode()
    assert numbers(beside) == numbers(ours)
    assert numbers(ours)["counts"] and numbers(ours)["rows"] == {2: 1, 40: 25}[n]


@pytest.mark.django_db
def test_what_takes_too_long_is_given_up():
    start = time.monotonic()
    with pytest.raises(DatabaseError), measure.limited(0.2), connection.cursor() as cursor:
        cursor.execute(SLOW)
    assert time.monotonic() - start < 20


@pytest.mark.half("sqlite")
def test_the_readme_quotes_the_results_as_they_are():
    text = readme.README.read_text()
    assert text == readme.rewritten(text)
    for name, file in readme.RESULTS.items():
        shape = json.loads(file.read_text())
        about = {key: shape[key] for key in ("server", "method")}
        found = report.from_json(file.read_text())
        assert report.markdown(name, about, found) == file.with_suffix(".md").read_text()
