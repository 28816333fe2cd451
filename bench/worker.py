"""One worker: how long it takes to its first answer, and the memory after many pages.

Started by the bench with the addresses on stdin; prints JSON.
"""

import json
import os
import sys
import time
from pathlib import Path


def resident():
    """Return the resident memory in MB, as Linux tells it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def main():
    import gunicorn.app.base  # noqa: F401  is part of each worker

    from bench.asking import ask
    from vjtech.wsgi import application

    ask(application, "/")
    started = {"cpu": time.process_time(), "wall": time.time() - float(os.environ["BENCH_STARTED"])}
    first = resident()
    for address in json.load(sys.stdin):
        ask(application, address)
    print(json.dumps({"start": started, "first": first, "later": resident()}))


main()
