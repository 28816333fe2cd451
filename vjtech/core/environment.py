"""Settings from the environment: read strictly, or refused under the variable's own name.

A variable that is set to nothing counts as not set. Every other value is either understood or
an ImproperlyConfigured error; none is replaced by a default in silence.
"""

import ipaddress
import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Every variable the settings have asked for; the README's table is held against it.
asked: set[str] = set()

FLAGS = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(
    ("0", "false", "no", "off"), False
)
HOST = re.compile(r"\*|\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
EMAIL = re.compile(r"[!-9;-?A-~]+@[a-z0-9.-]+\.[a-z0-9-]+", re.IGNORECASE)
CONTACT = re.compile(r"(mailto:[!-?A-~]+@|tel:\+?|https://)[!-~]+")
ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


def text(name: str) -> str:
    asked.add(name)
    return os.environ.get(name, "").strip()


def flag(name: str) -> bool:
    value = text(name) or "no"
    if value.lower() not in FLAGS:
        raise ImproperlyConfigured(f"{name}: {value!r} is neither yes nor no")
    return FLAGS[value.lower()]


def number(name: str, default: int, most: int) -> int:
    """A whole number from 0 to `most`."""
    value = text(name) or str(default)
    if not (value.isascii() and value.isdigit()) or len(value) > 9 or int(value) > most:
        raise ImproperlyConfigured(f"{name}: {value!r} is no whole number from 0 to {most}")
    return int(value)


def words(name: str) -> list[str]:
    """What stands between the commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def hosts(name: str) -> list[str]:
    for host in words(name):
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(f"{name}: {host!r} is no host name (no scheme, no port)")
    return words(name)


def networks(name: str, default: str) -> list:
    """IP addresses and networks, as objects of the ipaddress module."""
    try:
        return [ipaddress.ip_network(word) for word in words(name) or default.split(",")]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


def origin(name: str) -> str:
    """Scheme and host, as https://vjtech.example; a closing slash is dropped."""
    value = text(name).removesuffix("/")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port  # the port is parsed, and checked, only here
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error
    bare = f"{parts.scheme}://{parts.netloc}" == value and "@" not in parts.netloc
    if value and not (bare and host and parts.scheme in ("http", "https")):
        raise ImproperlyConfigured(
            f"{name}: {value!r} is not the address of a site, such as https://vjtech.example"
        )
    return value


def contacts(name: str) -> list[str]:
    """Whom to turn to, as mailto:, tel: or https: addresses; a bare e-mail becomes the first."""
    found = [f"mailto:{word}" if EMAIL.fullmatch(word) else word for word in words(name)]
    for contact in found:
        if not CONTACT.fullmatch(contact):
            raise ImproperlyConfigured(
                f"{name}: {contact!r} is neither an e-mail nor begins with mailto:, tel: or https://"
            )
    return found


def database(name: str, default: Path) -> dict:
    """Django's description of the database; `default` is the SQLite file used where none is set."""
    url = text(name)
    if not url:
        with suppress(OSError):  # whoever opens the database says what is wrong with its folder
            default.parent.mkdir(exist_ok=True)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default), "OPTIONS": {}}
    try:
        described = dj_database_url.parse(url)
    except ValueError as error:  # its messages leave the address out, and the password in it
        raise ImproperlyConfigured(f"{name}: {error}") from error
    if described["ENGINE"] not in ENGINES or not described["NAME"]:
        raise ImproperlyConfigured(
            f"{name}: neither sqlite:////folder/file nor postgresql://user:password@host/name"
        )
    if described["ENGINE"].endswith("sqlite3") and described["NAME"] != ":memory:":
        described["NAME"] = str(Path(described["NAME"]).absolute())
    return {"OPTIONS": {}} | described


def kept_secret(file: Path) -> str:
    """The secret in this file, which is made, for its owner's eyes only, if it is not there.

    Empty where it is not there and cannot be made: what needs a secret then fails, while a copy
    on a read-only disk still answers readers.
    """
    try:
        if not file.exists():
            _keep(secrets.token_urlsafe(50), file)
    except OSError:
        return ""
    try:
        secret = file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"SECRET_KEY: {file} cannot be read: {error}") from error
    if not secret:
        raise ImproperlyConfigured(f"SECRET_KEY: {file} is empty; remove it, and one is made")
    return secret


def _keep(secret, file):
    """Whole or not at all, and never over one that another process has just kept."""
    descriptor, draft = tempfile.mkstemp(prefix=".secret-", dir=file.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w") as opened:
            opened.write(secret)
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)


def newest_file(root, folders):
    """Return when the newest file of some folders was changed, as a word."""
    files = (path for folder in folders for path in (root / folder).rglob("*.*"))
    return str(max(int(path.stat().st_mtime) for path in files if "__pycache__" not in path.parts))
