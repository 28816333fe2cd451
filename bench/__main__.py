import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from bench.bases import ROOT, bases

WORKERS = 3  # started one after the other, the quickest of which counts
LIMIT = 60  # seconds of a statement of the straightforward app
METHOD = (
    "CPU per request, server and database; the least of many in interleaved rounds over all sizes,"
    " since whatever else the machine does only adds. Only ratios inside one run mean anything."
)


def main():
    options = arguments()
    with (
        tempfile.TemporaryDirectory(prefix="vjtech-bench-", dir="/tmp") as folder,
        bases(options.database, options.sizes, options.bases or folder) as urls,
    ):
        set_up(urls[options.sizes[0]])
        finish(options, Run(options, urls).measured())


def arguments():
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=sys.modules["bench"].__doc__
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--sizes", type=sizes, default=[10_000, 100_000], help="e.g. 10000,100000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="one short round: does it still run?")
    parser.add_argument("--bases", help="folder in which SQLite's bases stay for the next run")
    parser.add_argument("--out", type=Path, help="a .json to write, with a .md beside it")
    parser.add_argument("--add", action="store_true", help="keep the other sizes of that file")
    return parser.parse_args()


def sizes(text):
    return sorted(int(part) for part in text.split(","))


def set_up(url):
    os.environ |= {"DATABASE_URL": url, "SECRET_KEY": "bench"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()


class Run:
    """Rounds over all sizes and pages, so that a busy minute falls on all alike."""

    def __init__(self, options, urls):
        from bench import measure, pages

        self.measure, self.pages, self.urls = measure, pages, urls
        self.rounds = 1 if options.quick else options.rounds
        self.workers = 1 if options.quick else WORKERS
        self.sample = 0.0 if options.quick else measure.SAMPLE
        self.handlers = measure.handlers()
        self.found = {size: {} for size in urls}
        self.addresses = {}
        self.cut_off = {size: set() for size in urls}
        self.slow = set()

    def measured(self):
        for number in range(self.rounds):
            for size in self.urls:
                self.use(size)
                self.round(size)
                print(f"round {number + 1} of {self.rounds}, {size:,} articles", file=sys.stderr)
        return {
            size: {
                "date": datetime.date.today().isoformat(),
                **least(costs),
                "cut_off": sorted(self.cut_off[size]),
                "worker": min(
                    (self.worker(size) for _n in range(self.workers)),
                    key=lambda worker: worker["start"]["cpu"],
                ),
            }
            for size, costs in self.found.items()
        }

    def use(self, size):
        """Let the one connection lead to this size's base."""
        from django.db import connection

        from vjtech.core.environment import database

        os.environ["DATABASE_URL"] = self.urls[size]
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
        connection.settings_dict["NAME"] = database("DATABASE_URL", default="")["NAME"]
        self.backend = self.measure.Backend()

    def round(self, size):
        if size not in self.addresses:
            ours = self.pages.pages(self.handlers["ours"])
            self.addresses[size] = ours, self.pages.straightforward(), self.pages.search_work()
        ours, straightforward, work = self.addresses[size]
        for name, page in ours.items():
            costs = self.measure.page_cost(self.handlers["ours"], page, self.backend, self.sample)
            self.note(size, "ours", name, costs)
        for name, page in self.pages.FLOOR.items():
            self.note(size, "floor", name, self.asked("floor", page))
        for name, page in straightforward.items():
            if (size, name) not in self.slow:
                self.note(size, "straightforward", name, self.straightforward(size, name, page))
        for name, function in work.items():
            self.note(size, "search", name, self.cost(function))

    def asked(self, who, page):
        return self.cost(lambda: self.measure.ask(self.handlers[who], page))

    def straightforward(self, size, name, page):
        """Return the cost of a page that may take minutes: then it is asked but once."""
        statuses = []

        def ask():
            statuses.append(self.measure.ask(self.handlers["straightforward"], page).status)

        with self.measure.limited(LIMIT):
            cost = self.cost(ask)
        if statuses[-1] == 500 and cost > LIMIT * 500:
            self.cut_off[size].add(name)
        elif statuses[-1] != 200:
            raise SystemExit(f"{page} answers {statuses[-1]}: nothing to measure")
        if cost > self.measure.LONG * 1000:
            self.slow.add((size, name))
        return cost

    def cost(self, work):
        return self.measure.cost(work, self.backend, sample=self.sample)

    def note(self, size, group, name, cost):
        self.found[size].setdefault(group, {}).setdefault(name, []).append(cost)

    def worker(self, size):
        """Start a worker of its own and have it answer everything; return what it says."""
        environment = os.environ | {"BENCH_STARTED": str(time.time())}
        environment |= {
            "DATABASE_URL": self.urls[size],
            "DJANGO_SETTINGS_MODULE": "vjtech.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.worker"],
            input=json.dumps(list(self.addresses[size][0].values())),
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=environment,
            text=True,
        )
        return json.loads(done.stdout)


def least(costs):
    """Return the same shape with the least of each list of numbers, or of dicts of numbers."""
    if isinstance(costs, dict):
        return {name: least(value) for name, value in costs.items()}
    if isinstance(costs[0], dict):
        return {key: min(cost[key] for cost in costs) for key in costs[0]}
    return min(costs)


def finish(options, found):
    from django.db import connection

    from bench import report

    version = ".".join(str(part) for part in connection.get_database_version())
    about = {"server": f"{connection.display_name} {version}", "method": METHOD}
    if options.add and options.out and options.out.exists():
        found = dict(sorted({**report.from_json(options.out.read_text()), **found}.items()))
    text = report.markdown(options.database, about, found)
    print(text)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(report.to_json(options.database, about, found) + "\n")
        options.out.with_suffix(".md").write_text(text)


if __name__ == "__main__":
    main()
