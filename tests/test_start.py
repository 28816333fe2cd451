"""What a worker has loaded when its first visitor comes, and what it has not."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

ASKED = """
import gc, json, sys
from vjtech.wsgi import application
loaded = [name for name in ("articles.views", "psycopg", "icalendar") if name in sys.modules]
print(json.dumps({"loaded": loaded, "frozen": gc.get_freeze_count(), "on": gc.isenabled()}))
"""
pytestmark = pytest.mark.half("sqlite")


@pytest.fixture(scope="module")
def started(bare_environment, tmp_path_factory):
    file = tmp_path_factory.mktemp("start") / "vjtech.sqlite3"
    environment = bare_environment | {"DATABASE_URL": f"sqlite:///{file}", "SECRET_KEY": "x"}
    command = [sys.executable, "-c", ASKED]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True
    )
    return json.loads(done.stdout)


def test_a_worker_has_its_views_and_nothing_of_postgresql_nor_what_few_visitors_need(started):
    assert started["loaded"] == ["articles.views"]


def test_what_a_worker_starts_with_is_never_searched_for_garbage(started):
    assert started["on"] and started["frozen"] > 100_000
