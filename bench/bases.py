"""The generated bases: a file each on SQLite, a database each on one PostgreSQL server."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SERVER = ("shared_buffers=1GB", "jit=off", "max_wal_size=4GB", "autovacuum=off")
# The straightforward app takes longer than a visitor may wait; one process does all the work.
SESSION = "-c statement_timeout=120s -c jit=off -c max_parallel_workers_per_gather=0"


@contextmanager
def bases(database, sizes, folder):
    """Make the bases that are not there yet; yield the DATABASE_URL of each size.

    PostgreSQL's are kept where DATABASE_URL names a server, SQLite's where the folder stays.
    """
    if database == "sqlite":
        urls = {size: f"sqlite:///{Path(folder).resolve()}/bench-{size}.sqlite3" for size in sizes}
        Path(folder).mkdir(parents=True, exist_ok=True)
        for size, url in urls.items():
            make(size, url, there=Path(urlsplit(url).path).exists())
        yield urls
    elif os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield on_server(os.environ["DATABASE_URL"], sizes)
    else:
        with postgres.server(*SERVER) as address:
            yield on_server(address, sizes)


def on_server(address, sizes):
    own, urls = urlsplit(address).path.strip("/"), {}
    with psycopg.connect(postgres.maintenance(address), autocommit=True) as connection:
        for size in sizes:
            name = f"{own}_bench_{size}"
            urls[size] = with_options(address, name)
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            there = found.fetchone()
            if not there:
                connection.execute(f"CREATE DATABASE {name}")
            make(size, urls[size], there)
    return urls


def with_options(address, name):
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query), ("options", SESSION)])
    return urlunsplit(parts._replace(path=f"/{name}", query=query))


def make(size, url, there):
    """Generate the base, or bring one that is there up to the present tables."""
    environment = os.environ | {"DATABASE_URL": url, "SECRET_KEY": "bench"}
    commands = [["migrate", "-v0"], ["generate", "--articles", str(size)]]
    for command in commands[:1] if there else commands:
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True
        )
