"""The settings: what the environment may say, and what comes of it."""

import logging
import re
import runpy
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import RequestFactory

from tests import settings as tests_settings
from vjtech.core import environment
from vjtech.core.connections import unhurried
from vjtech.core.logs import LineFormatter
from vjtech.core.proxies import client_address

ROOT = settings.BASE_DIR
PG = "postgresql://user:secret@db.example/vjtech"


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Reads the settings file afresh with this environment and no other."""

    def read(**variables):
        for name in environment.asked:
            monkeypatch.delenv(name, raising=False)
        variables = {"DATABASE_URL": f"sqlite:///{tmp_path}/base.sqlite3"} | variables
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "vjtech" / "settings.py"))

    return read


def test_the_tests_do_not_read_the_developers_environment():
    source = (ROOT / "tests" / "settings.py").read_text()
    assert {name for name in environment.asked if f'"{name}"' not in source} == set()


def test_only_one_module_reads_the_environment():
    files = [
        file
        for folder in ("vjtech", "articles", "entities")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", file.read_text())
    ]
    assert {file.name for file in files} == {"environment.py", "wsgi.py"}


def test_a_key_is_made_beside_the_embedded_database_and_kept(read, tmp_path):
    made = read()["SECRET_KEY"]
    file = tmp_path / ".secret-key"
    assert file.read_text() == made and len(made) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read()["SECRET_KEY"] == made
    assert [path.name for path in tmp_path.iterdir()] == [".secret-key"]


def test_a_key_of_ones_own_leaves_no_file(read, tmp_path):
    assert read(SECRET_KEY="mine")["SECRET_KEY"] == "mine"
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_cannot_be_kept_is_not_made_up(read):
    assert read(DATABASE_URL="sqlite:////nowhere/base.sqlite3")["SECRET_KEY"] == ""


def test_an_empty_key_file_is_an_error_that_names_it(read, tmp_path):
    (tmp_path / ".secret-key").touch()
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY: .*\.secret-key is empty"):
        read()


@pytest.mark.parametrize("url", [PG, "sqlite://:memory:"])
def test_a_key_is_required_where_no_file_can_keep_it(read, url):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        read(DATABASE_URL=url)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("DEBUG", "2"),
        ("ALLOWED_HOSTS", "https://vjtech.example"),
        ("ALLOWED_HOSTS", "vjtech.example,other.example:80"),
        ("CANONICAL_URL", "vjtech.example"),
        ("CANONICAL_URL", "ftp://vjtech.example"),
        ("CANONICAL_URL", "https://vjtech.example/site"),
        ("CANONICAL_URL", "https://user@vjtech.example"),
        ("CANONICAL_URL", "https://vjtech.example:port"),
        ("CANONICAL_URL", "https://[vjtech"),
        ("TRUSTED_PROXIES", "proxy.example"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("SECURITY_CONTACT", "the owner"),
        ("SECURITY_CONTACT", "http://vjtech.example/"),
        ("SECURITY_CONTACT", "security@vjtech.example,nobody"),
        ("SECURITY_CONTACT", "mailto:a b@vjtech.example"),
        ("PAGE_STORE_MB", "-1"),
        ("PAGE_STORE_MB", "lots"),
        ("PAGE_STORE_MB", "99999"),
        ("DATABASE_URL", "vjtech"),
        ("DATABASE_URL", "mysql://user:secret@db.example/vjtech"),
        ("DATABASE_URL", "postgresql://user:secret@db.example:port/vjtech"),
        ("DATABASE_URL", "postgresql://user:secret@db.example/"),
    ],
)
def test_a_value_that_cannot_be_read_is_an_error_that_names_it(read, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name}: ") as raised:
        read(**{name: value})
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("name", sorted(environment.asked - {"DATABASE_URL"}))
def test_a_blank_value_counts_as_not_set(read, name):
    unset, blank = read(), read(**{name: " "})
    plain = {key: value for key, value in unset.items() if isinstance(value, str | bool | list)}
    assert {key: blank[key] for key in plain} == plain


@pytest.mark.parametrize(
    ("value", "on"), [("1", True), ("Yes", True), ("off", False), ("0", False)]
)
def test_debug_is_off_unless_asked_for(read, value, on):
    assert read()["DEBUG"] is False
    assert read(DEBUG=value)["DEBUG"] is on


def test_the_embedded_database_survives_power_cuts_and_waits_for_writers(read, tmp_path):
    database = read()["DATABASES"]["default"]
    assert database["NAME"] == f"{tmp_path}/base.sqlite3"
    assert database["OPTIONS"] == {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
    }


def test_the_embedded_database_lies_in_var_unless_told_otherwise(read):
    assert read(DATABASE_URL="")["DATABASES"]["default"]["NAME"] == f"{ROOT}/var/vjtech.sqlite3"


def test_postgresql_has_a_pool_health_checks_and_limits(read):
    database = read(DATABASE_URL=PG, SECRET_KEY="mine")["DATABASES"]["default"]
    assert (database["HOST"], database["NAME"]) == ("db.example", "vjtech")
    assert database["CONN_HEALTH_CHECKS"] and database["CONN_MAX_AGE"] == 0
    assert database["OPTIONS"]["pool"]["timeout"] == 3
    for limit in ("statement_timeout=2s", "lock_timeout=1s", "idle_in_transaction_session"):
        assert limit in database["OPTIONS"]["options"]


def test_what_the_address_of_the_database_adds_is_kept(read):
    database = read(DATABASE_URL=f"{PG}?sslmode=require", SECRET_KEY="mine")["DATABASES"]["default"]
    assert database["OPTIONS"]["sslmode"] == "require" and database["OPTIONS"]["pool"]
    options = read(DATABASE_URL=f"{PG}?currentSchema=kb", SECRET_KEY="mine")["DATABASES"]["default"]
    assert "search_path=kb" in options["OPTIONS"]["options"]
    assert "statement_timeout=2s" in options["OPTIONS"]["options"]


def test_only_this_machine_and_the_canonical_host_are_answered_by_default(read):
    assert read()["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert "vjtech.example" in read(CANONICAL_URL="https://vjtech.example:444/")["ALLOWED_HOSTS"]
    assert read(ALLOWED_HOSTS=" a.example, .b.example ")["ALLOWED_HOSTS"] == [
        "a.example",
        ".b.example",
    ]


def test_an_https_address_makes_cookies_secure_and_sends_hsts(read):
    secure = read(CANONICAL_URL="https://vjtech.example/")
    assert secure["CANONICAL_URL"] == "https://vjtech.example"
    assert secure["SESSION_COOKIE_SECURE"] and secure["CSRF_COOKIE_SECURE"]
    assert secure["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert secure["SECURE_HSTS_SECONDS"] > 365 * 24 * 3600
    assert secure["CSRF_TRUSTED_ORIGINS"] == ["https://vjtech.example"]
    plain = read(CANONICAL_URL="http://vjtech.example")
    assert not plain["SESSION_COOKIE_SECURE"] and not plain["SECURE_HSTS_SECONDS"]


@pytest.mark.half("sqlite")
def test_djangos_deployment_check_finds_nothing(bare_environment, tmp_path):
    variables = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/base.sqlite3",
        "CANONICAL_URL": "https://vjtech.example",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    subprocess.run(command, cwd=ROOT, env=bare_environment | variables, check=True)


@pytest.mark.django_db
def test_every_answer_carries_the_headers_that_keep_a_browser_safe(client):
    for path in ("/", "/admin/login/", "/static/admin/css/base.css", "/not/there/"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/articles/", "/articles.json", "/not/there/"])
def test_public_answers_set_no_cookie_and_do_not_vary_by_one(client, path):
    answer = client.get(path)
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")


def test_pages_allow_nothing_that_is_not_ours(client):
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    for name in ("default-src", "base-uri", "frame-ancestors"):
        assert directives.pop(name) == "'none'"
    assert set(directives.values()) == {"'self'"}


@pytest.mark.django_db
def test_five_wrong_passwords_lock_an_address_out(client, django_user_model):
    django_user_model.objects.create_superuser("editor", password="right")

    def sign_in(password, **extra):
        form = {"username": "editor", "password": password}
        return client.post("/admin/login/?next=/admin/", form, **extra).status_code

    assert [sign_in("wrong") for _attempt in range(5)] == [200, 200, 200, 200, 429]
    assert sign_in("right") == 429
    assert sign_in("right", REMOTE_ADDR="198.51.100.7") == 302


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "203.0.113.5", "198.51.100.7"),  # no proxy of ours says so
        ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "192.0.2.1, 203.0.113.5", "203.0.113.5"),  # what the client made up
        ("127.0.0.1", "192.0.2.1, 203.0.113.5, ::1", "203.0.113.5"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("", "203.0.113.5", None),  # a Unix socket
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),  # any of these is one subscriber's
        ("127.0.0.1", "2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("127.0.0.1", "::ffff:203.0.113.5", "203.0.113.5"),
        ("::ffff:127.0.0.1", "203.0.113.5", "203.0.113.5"),  # a socket for both
        ("64:ff9b::203.0.113.5", "", "64:ff9b::cb00:7105"),  # one of IPv4, translated
    ],
)
def test_the_clients_address_is_what_a_trusted_proxy_saw(remote, forwarded, client):
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == client


def test_a_visitor_cannot_forge_a_line_of_the_log():
    formatter = LineFormatter("{levelname} {message}", style="{")
    typed = "/a\n2026 ERROR forged\r\x1b[31m\u202e"
    record = logging.makeLogRecord({"msg": "Not found: %s", "args": (typed,)})
    line = formatter.format(record)
    assert line.isprintable() and r"\n2026 ERROR forged\r\x1b[31m\u202e" in line


def test_a_traceback_is_indented_under_its_line():
    try:
        raise ValueError("one\nERROR two")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})
    first, *others = LineFormatter("{message}", style="{").format(record).splitlines()
    assert first == "failed" and all(line.startswith("    ") for line in others)


@pytest.mark.half("postgresql")
@pytest.mark.django_db
def test_a_commands_work_is_not_cut_off_by_the_limits_of_a_page():
    def limits():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            return cursor.fetchone()[0]

    usual = limits()
    with unhurried(connection):
        assert limits() == "0"
    assert limits() == usual != "0"


def test_the_tests_leave_the_project_without_files():
    assert str(ROOT) not in tests_settings.FOLDER.name


def test_whom_to_tell_of_a_hole_may_be_an_e_mail_or_addresses(read):
    assert read()["SECURITY_CONTACT"] == []
    given = "Security@vjtech.example, https://vjtech.example/report?a=b, tel:+84-28-1234"
    assert read(SECURITY_CONTACT=given)["SECURITY_CONTACT"] == [
        "mailto:Security@vjtech.example",
        "https://vjtech.example/report?a=b",
        "tel:+84-28-1234",
    ]
