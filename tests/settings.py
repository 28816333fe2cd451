"""The project's settings in the tests' own surroundings, whatever the developer's are."""

import os
import tempfile

# Gone when the process is.
FOLDER = tempfile.TemporaryDirectory(prefix="vjtech-tests-")

for variable in (
    *("DEBUG", "ALLOWED_HOSTS", "CANONICAL_URL", "PAGE_STORE_MB", "TRUSTED_PROXIES"),
    "SECURITY_CONTACT",
):
    os.environ.pop(variable, None)
os.environ["API_REQUESTS_PER_MINUTE"] = "0"  # the tests ask faster than that
os.environ["SECRET_KEY"] = "the tests' own; it protects nothing"
# tests/conftest.py says which database, in the half of the run that is not SQLite's.
os.environ["DATABASE_URL"] = os.environ.get("VJTECH_TESTS_ON") or (
    f"sqlite:///{FOLDER.name}/vjtech.sqlite3"
)

from vjtech.settings import *  # noqa: E402, F403
from vjtech.settings import DATABASES  # noqa: E402

_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # A file and not memory: threads and second connections must meet real locks.
    _database["TEST"] = {"NAME": f"{FOLDER.name}/test.sqlite3"}
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"
else:
    # The limits are for visitors; a busy machine must not fail a test by them.
    _database["OPTIONS"]["options"] += " -c statement_timeout=60s -c lock_timeout=10s"
    _database["OPTIONS"]["connect_timeout"] = 30
    _database["OPTIONS"]["pool"] = _database["OPTIONS"]["pool"] | {"timeout": 30}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
