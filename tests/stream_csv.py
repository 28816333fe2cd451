"""The memory of a worker that streams a long list stays flat, on both databases.

    python -m tests.stream_csv --rows 200000

The base is small and generated; its events and companies are then copied many times over, with all
that a row of theirs shows. A process of its own streams each list and tells what it held at most.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bench.asking import environ
from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 1000
SETTLED = 10_000  # rows after which a worker has all that it will ever hold
MOST_GROWTH = 8  # MB, of which what is allocated in other places each time takes two
FIRST = "CAST(1 AS bigint)"  # of the copies: PostgreSQL would count them in 32 bits
STEP = 10_000_000  # between the keys of one copy and of the next
# Each with the share of the rows that is read; JSON is the slower to make, and no other stream.
ADDRESSES = {
    "/events.csv?background=1": 1,
    "/companies.csv?background=1": 0.5,
    "/events.json?background=1": 0.25,
}
# What is copied, and the foreign key that leads to the copy of the record.
COPIED = {
    "event": (
        *(("entities.Event", None), ("entities.EventCompany", "event")),
        *(("entities.EventPerson", "event"), ("articles.EventCitation", "event")),
    ),
    "company": (("entities.Company", None), ("entities.CompanyAlias", "owner")),
}


@contextmanager
def both_databases():
    """Yield {name: DATABASE_URL} of an empty base on each."""
    with tempfile.TemporaryDirectory(prefix="vjtech-stream-") as folder, postgres.server() as own:
        address = postgres.maintenance(own)
        yield {"SQLite": f"sqlite:///{folder}/stream.sqlite3", "PostgreSQL": address}


def child(url, *arguments):
    """Run a part of this command in a process of its own; return what it prints."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "SECRET_KEY": "stream",
        "DJANGO_SETTINGS_MODULE": "vjtech.settings",
    }
    command = [sys.executable, "-m", "tests.stream_csv", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def fill(rows):
    """Make a base of so many events and companies."""
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection, transaction

    from vjtech.core.connections import unhurried
    from vjtech.core.filling.writing import gather_statistics, settle_checks, triggers_suspended

    call_command("migrate", verbosity=0)
    call_command("generate", articles=ARTICLES, verbosity=0)
    with unhurried(connection):
        with transaction.atomic(), triggers_suspended(), connection.cursor() as cursor:
            for tables in COPIED.values():
                model = apps.get_model(tables[0][0])
                times = -(-rows // model.objects.published().count())
                for label, owner in tables:
                    copy(cursor, apps.get_model(label), owner, times)
            settle_checks()
        gather_statistics()


def copy(cursor, model, owner, times):
    """Add so many copies of a table's rows, each with the keys of its own copy of the owner."""
    chosen = {f.column: f"row.{f.column}" for f in model._meta.concrete_fields if not f.generated}
    for name in ("id", *([owner] if owner else ())):
        column = model._meta.get_field(name).column
        chosen[column] = f"row.{column} + n.i * {STEP}"
    if "slug" in chosen:
        chosen["slug"] = "row.slug || '-copy-' || n.i"
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(chosen)})"
        f" WITH RECURSIVE n(i) AS"
        f" (SELECT {FIRST} UNION ALL SELECT i + 1 FROM n WHERE i < {times - 1})"
        f" SELECT {', '.join(chosen.values())} FROM {table} AS row CROSS JOIN n"
    )


def stream(address, rows):
    """Have a worker stream rows of a list; return how many, and its peak memory in MB meanwhile."""
    from vjtech.wsgi import application

    start, settled, statuses = time.monotonic(), None, []
    parts = application(environ(address), lambda status, headers: statuses.append(status))
    for n, _part in enumerate(islice(parts, rows + 1)):  # the head, then a part for each row
        if n == SETTLED:
            settled = peak()
    parts.close()
    seconds = time.monotonic() - start
    return {"status": statuses[0], "rows": n, "seconds": seconds, "peaks": [settled, peak()]}


def peak():
    """Return the most memory that this process ever held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def told(database, address, rows, found):
    """Return what was measured, as a line, and whether it is as it should be."""
    settled, most = found["peaks"]
    grown = most - (settled or most)
    line = (
        f"{database:10} {address:32} {found['rows']:9,} rows in {found['seconds']:4.0f} s:"
        f" {settled or most:6.1f} MB after {SETTLED:,}, {most:6.1f} MB after all: {grown:+.1f}"
    )
    whole = found["status"].startswith("200") and found["rows"] >= rows
    if not whole:
        line += f" ({found['status']}, not whole)"
    return line, whole and grown < MOST_GROWTH


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--stream", choices=ADDRESSES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill or options.stream:
        given = options.stream and (options.stream, options.rows)
        print(json.dumps(stream(*given) if given else fill(options.rows)))
        return 0
    held = True
    with both_databases() as databases:
        for database, url in databases.items():
            child(url, "--fill", "--rows", options.rows)
            for address, share in ADDRESSES.items():
                rows = int(options.rows * share)
                found = child(url, "--stream", address, "--rows", rows)
                line, well = told(database, address, rows, found)
                print(line, flush=True)
                held &= well
    if not held:
        print(f"A list is not whole, or memory grew by {MOST_GROWTH} MB or more.", file=sys.stderr)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
