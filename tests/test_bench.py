"""The bench still runs: what it measures is not looked at, a busy machine fails nobody."""

import json
import subprocess
import sys

import pytest


@pytest.mark.half("sqlite")
def test_the_bench_runs_and_writes_its_result(tmp_path, bare_environment, settings):
    out = tmp_path / "result.json"
    command = [sys.executable, "-m", "bench", "--sizes", "300", "--quick", "--out", str(out)]
    subprocess.run(
        command, cwd=settings.BASE_DIR, env=bare_environment, check=True, capture_output=True
    )
    costs = json.loads(out.read_text())["sizes"]["300"]
    assert {"ours", "floor", "straightforward", "search", "worker"} <= costs.keys()
    assert "list with counts, first time" in out.with_suffix(".md").read_text()
