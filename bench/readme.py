"""Rewrites the table of the README's section on speed from the result files.

python -m bench.readme
"""

import json

from bench.bases import ROOT
from bench.report import HUNDRED_THOUSAND, Goal, from_json, goals, table

RESULTS = {name: ROOT / "bench" / f"RESULTS-{name}.json" for name in ("sqlite", "postgresql")}
README = ROOT / "README.md"
BEGIN, END = "<!-- from bench/RESULTS-*.json -->\n", "<!-- end -->\n"


def quoted():
    """Return the table as it stands in the README."""
    shown, servers, sizes = {}, [], set()
    for database, file in RESULTS.items():
        text = file.read_text()
        found = from_json(text)
        sizes.add(max(found))
        servers.append(json.loads(text)["server"])
        for goal in goals(database, found):
            if is_shown(goal, max(found)):
                shown.setdefault((goal.what, goal.size), {})[database] = goal
    rows = []
    for (what, size), by_database in shown.items():
        rows.append((f"{what}{f', {size:,}' if size in sizes_told(shown, what) else ''}",))
        for database in RESULTS:
            goal = by_database.get(database)
            rows[-1] += (f"{goal.said} ({goal.bound})" if goal else "",)
    of = " and ".join(f"{size:,}" for size in sorted(sizes))
    heads = (f"at {of} articles: measured (goal)", *servers)
    return "\n".join(table(heads, rows)) + "\n"


def is_shown(goal: Goal, largest):
    beside = goal.what.startswith("straightforward") and goal.size == HUNDRED_THOUSAND
    return goal.goal is not None and (goal.size in (None, largest) or beside)


def sizes_told(shown, what):
    """Return the sizes that need telling apart."""
    return {size for name, size in shown if name == what and what.startswith("straightforward")}


def rewritten(readme):
    before, rest = readme.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}{quoted()}{END}{after}"


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text()))
