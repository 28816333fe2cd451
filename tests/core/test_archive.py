"""Archives: written whole or not at all, from one moment; refused, with a reason, if not ours."""

import io
import json
import os
import signal
import struct
import sys
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.models import Topic
from entities.models import Company, CompanyAlias, Event
from tests.archives import data, empty, exported, rewritten
from tests.factories import make_company, make_event, make_topic
from tests.searched import Elsewhere
from vjtech.core.archive import values, writing
from vjtech.core.archive.kinds import kinds
from vjtech.core.archive.reading import opened
from vjtech.core.archive.snapshot import snapshot
from vjtech.core.dates import PartialDate, today
from vjtech.core.loading import LoadError

pytestmark = pytest.mark.django_db

COMPANY, ALIAS = "entities.company.jsonl", "entities.companyalias.jsonl"


@pytest.fixture
def archive(tmp_path):
    """An archive of a company of an alias, the base being empty again."""
    make_company("Alpha", aliases=["A"], slug="alpha")
    path = exported(tmp_path / "a.zip")
    empty()
    return path


def refusal(path):
    """Return why an archive is not loaded, once nothing of it was."""
    with pytest.raises(CommandError) as refused:
        call_command("load", path, stderr=io.StringIO())
    assert not Company.objects.exists() and not CompanyAlias.objects.exists()
    assert "\n" not in str(refused.value) and str(refused.value).endswith("nothing was loaded")
    return str(refused.value)


# -- writing


def test_it_is_named_by_the_day_and_readable_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call_command("export", verbosity=0)
    (path,) = tmp_path.iterdir()
    assert path.name == f"vjtech-{today().isoformat()}.zip"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_replaced_only_when_told_so(tmp_path):
    path = tmp_path / "a.zip"
    path.write_text("mine")
    with pytest.raises(CommandError, match="--force"):
        call_command("export", path)
    with pytest.raises(FileExistsError), writing.whole(path, replace=False) as stream:
        stream.write(b"made meanwhile")
    assert path.read_text() == "mine"
    call_command("export", path, force=True, verbosity=0)
    assert zipfile.is_zipfile(path)


def test_an_export_that_fails_leaves_nothing_and_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    path.write_text("mine")
    monkeypatch.setattr(writing, "manifest", lambda *_args: (tmp_path / "none").read_text())
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("export", path, force=True)
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"] and path.read_text() == "mine"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_export_that_is_stopped_leaves_nothing(stop, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "manifest", lambda *_args: os.kill(os.getpid(), stop))
    # Who runs the tests in the background may have had it ignored.
    inherited = signal.signal(stop, signal.SIG_DFL)
    try:
        with pytest.raises(CommandError, match="stopped: nothing was written"):
            call_command("export", tmp_path / "a.zip")
        assert not [*tmp_path.iterdir()] and signal.getsignal(stop) == signal.SIG_DFL
    finally:
        signal.signal(stop, inherited)


def test_what_is_no_file_is_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CommandError, match="is no file: nothing was written"):
        call_command("export", tmp_path / "pipe", force=True)
    assert (tmp_path / "pipe").is_fifo()


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(CommandError, match="No such file or directory: nothing was written"):
        call_command("export", tmp_path / "none" / "a.zip")


def test_standard_output_takes_the_same_archive(archive, tmp_path, monkeypatch):
    call_command("load", archive, verbosity=0, stdout=io.StringIO())
    poured = SimpleNamespace(buffer=io.BytesIO(), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdout", poured)
    call_command("export", "-")
    (tmp_path / "b.zip").write_bytes(poured.buffer.getvalue())
    assert data(tmp_path / "b.zip") == data(archive)
    poured.isatty = lambda: True
    with pytest.raises(CommandError, match="screen"):
        call_command("export", "-")


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_of_one_moment_and_holds_up_no_editor():
    make_topic("First")
    with snapshot():
        assert Topic.objects.count() == 1
        Elsewhere(lambda: make_topic("Second")).result()
        assert Topic.objects.count() == 1
    assert Topic.objects.count() == 2


# -- reading


def test_another_load_says_that_the_base_is_the_same_or_refuses(archive):
    for said in ("Loaded a.zip: 2 rows.", "The base holds just what a.zip does, 2 rows."):
        out = io.StringIO()
        call_command("load", archive, stdout=out)
        assert out.getvalue().strip() == said
    Company.objects.update(summary="Changed since.")
    with pytest.raises(CommandError, match=r"the base holds companies.*only an empty one"):
        call_command("load", archive)
    assert Company.objects.get().summary == "Changed since."


def test_each_beginning_of_an_archive_is_refused(archive, tmp_path):
    whole = archive.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 10):
        (tmp_path / "b.zip").write_bytes(whole[:length])
        assert "no archive, or a part of one" in refusal(tmp_path / "b.zip")


def test_a_damaged_archive_is_refused(archive):
    whole = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened_archive:
        info = opened_archive.getinfo(COMPANY)
    name, extra = struct.unpack_from("<HH", whole, info.header_offset + 26)
    start = info.header_offset + 30 + name + extra
    for place in (start, start + info.compress_size // 2):
        damaged = whole.copy()
        damaged[place] ^= 0x55
        archive.write_bytes(damaged)
        assert f"{COMPANY}: is damaged" in refusal(archive)


def of_version(version):
    def change(found):
        manifest = json.loads(found["manifest.json"]) | {"version": version}
        found["manifest.json"] = json.dumps(manifest).encode()

    return change


def with_manifest(text):
    return lambda found: found.update({"manifest.json": text})


def of_later_migration(found):
    manifest = json.loads(found["manifest.json"])
    manifest["migrations"]["articles"] = "9999_later"
    found["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda found: found.update({COMPANY: found[COMPANY] + b"\n"}), "not as long"),
        (lambda found: found.update({COMPANY: found[COMPANY].swapcase()}), "was changed"),
        (lambda found: found.pop(COMPANY), "is in its manifest, and not in it"),
        (lambda found: found.pop("manifest.json"), "there is no manifest.json"),
        (lambda found: found.update({"../../etc/cron.d/x": b"y"}), "is in it, and not in its"),
        (of_version(2), "its version is 2, and only 1"),
        (of_later_migration, "made by a newer vjtech"),
        (with_manifest(b"{"), "manifest.json cannot be read"),
        (with_manifest(b"[" * 100_000), "manifest.json cannot be read"),
        (with_manifest(b'{"format": "vjtech archive", "version": 1}'), "cannot be read"),
        (with_manifest(b'{"format": "another"}'), "no archive of a base"),
        (with_manifest(b"\xff"), "cannot be read"),
    ],
)
def test_what_is_not_as_it_was_written_is_refused(archive, change, reason):
    rewritten(archive, change, sums=False)
    assert reason in refusal(archive)


def replaced(name, old, new):
    return lambda found: found.update({name: found[name].replace(old, new)})


LARGE = 9223372036854775807


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (replaced(COMPANY, b'"pk":', b'"pk":-'), f"{COMPANY}: line 1: does not come after"),
        (replaced(COMPANY, b'"name":"Alpha"', b'"name":5'), "line 1: 5 is no str"),
        (replaced(COMPANY, b'"name"', b'"nom"'), "line 1: is no entities.company"),
        (replaced(COMPANY, b'"created":"2', b'"created":"x'), "cannot be read"),
        (replaced(COMPANY, b"}}", b'},"x":{}}'), "line 1: is no entities.company"),
        (replaced(COMPANY, b"}}", b"}"), "line 1: is no entities.company"),
        (replaced(COMPANY, b"}}", b',"parent":["none"]}}'), "parent: there is no “none”"),
        (replaced(COMPANY, b"}}", b',"version":%d0}}' % LARGE), "nothing was loaded"),
        (replaced(COMPANY, b'"name":"Alpha"', b'"name":"A\\u0000"'), 'A\\u0000" does not fit'),
        (replaced(COMPANY, b'"alpha"', b'"%s"' % (b"a" * 121)), 'line 1: "aaa'),
        (replaced(ALIAS, b'["alpha"]', b'["beta"]'), f"{ALIAS}: line 1: owner: there is no “beta”"),
        (replaced(ALIAS, b'["alpha"]', b'[["alpha"]]'), "owner: is no natural key"),
        (replaced(ALIAS, b'["alpha"]', b'"alpha"'), "owner: is no natural key"),
        (replaced(ALIAS, b'["alpha"]', b"null"), "nothing was loaded"),
        (replaced(ALIAS, b'"text":"A"', b'"text":"\\ud800"'), "nothing was loaded"),
        (lambda found: found.update({ALIAS: found[ALIAS] * 2}), "line 2: does not come after"),
    ],
)
def test_content_that_does_not_hold_together_is_refused(archive, change, reason):
    rewritten(archive, change)
    assert reason in refusal(archive)


def test_a_date_that_cannot_be_read_is_refused(archive):
    make_event("Alpha", date="2024", article=None)
    exported(archive, force=True)
    empty()
    rewritten(archive, replaced("entities.event.jsonl", b'"2024"', b'"junk"'))
    assert "entities.event.jsonl: line 1: " in refusal(archive)


def test_a_base_that_is_not_migrated_is_refused_in_one_line(archive, monkeypatch):
    monkeypatch.setattr(Company._meta, "db_table", "none")
    with pytest.raises(CommandError, match=r"none.*: nothing was loaded"), transaction.atomic():
        call_command("load", archive)


def test_a_name_that_stands_twice_is_refused(archive):
    with pytest.warns(UserWarning), zipfile.ZipFile(archive, "a") as again:
        again.writestr(COMPANY, "")
    assert "stands twice" in refusal(archive)


def test_what_unpacks_to_far_more_than_any_base_is_not_unpacked(archive, monkeypatch):
    monkeypatch.setattr("vjtech.core.archive.reading.WORTH_ASKING", 1 << 20)
    rewritten(archive, lambda found: found.update({COMPANY: b"\n" * (2 << 20)}))
    assert f"{COMPANY}: is packed as no base is" in refusal(archive)


def test_each_kind_is_read_after_those_it_points_to_and_before_nothing_of_ours(archive):
    with opened(archive) as held:
        order = [kind.model for kind in held.kinds]
    assert order.index(Company) < order.index(CompanyAlias)
    for kind in kinds():
        pointed = {c.field.related_model for c in kind.columns if c.paths} - {kind.model}
        assert all(order.index(model) < order.index(kind.model) for model in pointed)


def test_no_archive_is_no_error_of_the_program(tmp_path):
    with pytest.raises(LoadError), opened(tmp_path / "none.zip"):
        pass


# -- values


def through_json(field, value):
    encode = values.encoder(field) or values.as_it_is
    return values.decoder(field)(json.loads(json.dumps(encode(value))))


@settings(deadline=None)
@given(st.datetimes(datetime(1900, 1, 1), timezones=st.timezones()))
def test_a_moment_keeps_its_microseconds(value):
    read = through_json(models.DateTimeField(), value)
    assert read == value.astimezone(UTC) and read.microsecond == value.microsecond


@settings(deadline=None)
@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**23), max_value=10**23
    )
)
@example(Decimal("1E+6"))
@example(Decimal("-0.000001"))
@example(Decimal("100000000000000000000000.000001"))
def test_a_decimal_keeps_every_digit(value):
    field = models.DecimalField(max_digits=30, decimal_places=6)
    assert through_json(field, value) == value


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_words_stay_as_they_are(value):
    assert through_json(models.TextField(), value) == value


@pytest.mark.parametrize("date", ["", "2017", "2025?-04-28", "[..2024]", "2017/..", "2028~"])
def test_a_partial_date_comes_back_as_one(date):
    read = through_json(Event._meta.get_field("date"), PartialDate(date))
    assert read == date and type(read) is PartialDate
