"""Files of records as an editor sends them, and what comes of them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from entities.models import Company
from tests.desk import address
from vjtech.core.exports import csv_parts
from vjtech.core.importing import table
from vjtech.core.importing.plan import Plan
from vjtech.core.importing.store import store


def exported(sheet):
    """Return the whole list as a file."""
    parts = csv_parts(sheet.header(), sheet.cells(sheet.model._base_manager.all()))
    return "".join(parts).encode()


def plan(sheet, data, may_publish=True):
    data = data if isinstance(data, bytes) else data.encode()
    read = table.read(table.decoded(data), sheet.by_name, sheet.key)
    return Plan(sheet, read, may_publish)


def stored(sheet, data):
    """Store a file that has no problems; return its plan."""
    planned = plan(sheet, data)
    assert planned.problems == []
    with transaction.atomic():
        store(planned)
    return planned


def problems(sheet, data, may_publish=True):
    return [(p.line, p.column, p.reason) for p in plan(sheet, data, may_publish).problems]


def changes(sheet, data):
    """Return {line: {column: (old, new)}} of what a file would change."""
    found = plan(sheet, data)
    assert found.problems == []
    return {row.number: {name: (a, b) for name, a, b in row.changes} for row in found.shown}


def upload(desk, data, model=Company, name="companies", file="some.csv"):
    data = data if isinstance(data, bytes) else data.encode()
    path = address("import", model, name)
    return desk.post(path, {"file": SimpleUploadedFile(file, data)}, follow=True)


def preview(desk, *args, **kwargs):
    page = upload(desk, *args, **kwargs)
    assert page.response.redirect_chain, page.text
    page.address = page.response.redirect_chain[-1][0]
    return page
