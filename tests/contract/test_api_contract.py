"""schemathesis finds nothing: the API answers all that its schema allows, and refuses the rest.

Every check is on. Three have nothing to look at, since there is nothing to delete or create and
nobody to sign in: use_after_free, ensure_resource_availability, and those of authorisation.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CHECKED = 1000  # requests at least; there are some 2,000


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Serve a new base with the fixtures, to as many requests as come."""
    folder = tmp_path_factory.mktemp("site")
    own = {
        "DATABASE_URL": f"sqlite:///{folder}/vjtech.sqlite3",
        "SECRET_KEY": "",
        "API_REQUESTS_PER_MINUTE": "0",
    }
    without = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", "0"],
        cwd=ROOT,
        env=without | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    for line in process.stdout:
        said.append(line)
        address = re.search(r"vjtech is at (http://\S+?)/? ", line)
        if address:
            break
    else:
        raise AssertionError("".join(said))
    yield address[1]
    process.terminate()
    assert process.wait(30) == 0


def test_schemathesis_finds_nothing(site, tmp_path):
    program = Path(sys.executable).with_name("schemathesis")
    command = [program, "--config-file", HERE / "schemathesis.toml", "run", f"{site}/api/schema/"]
    run = subprocess.run(
        [*command, "--no-color"],
        cwd=tmp_path,
        env=os.environ | {"SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")},
        capture_output=True,
        text=True,
        timeout=900,
    )
    told = run.stdout + run.stderr
    assert run.returncode == 0, told
    assert "12 selected / 12 total" in told and "No issues found" in told
    assert int(re.search(r"(\d+) generated, (\d+) passed", told)[2]) > CHECKED


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
def test_the_page_s_commands_work_in_a_shell(site, tmp_path):
    page = curl(f"curl -s '{site}/api/'", tmp_path)
    commands = re.findall(r'<code class="run">(.*?)</code>', page, re.S)
    assert len(commands) >= 7
    for command in map(unescaped, commands):
        assert curl(command, tmp_path), command
    conditional = next(unescaped(c) for c in commands if "etag" in c)
    assert "304 Not Modified" in curl(conditional, tmp_path)


def curl(command, folder):
    return subprocess.run(
        command, shell=True, cwd=folder, capture_output=True, text=True, check=True, timeout=30
    ).stdout


def unescaped(markup):
    return markup.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
