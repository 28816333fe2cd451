"""The machine formats of a list: JSON and CSV, streamed from one public shape."""

import csv
import json
from itertools import chain

from django.http import StreamingHttpResponse

# What a spreadsheet would run as a formula, full-width forms included.
FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")


def json_response(rows, serializer, count):
    """Stream {"count": n or null, "results": [...]}; rows are written as they come."""
    return StreamingHttpResponse(
        _json_parts(rows, serializer, count), content_type="application/json"
    )


def _json_parts(rows, serializer, count):
    yield f'{{"count": {json.dumps(count)}, "results": ['
    separator = "\n"
    for row in rows:
        yield separator + json.dumps(serializer.to_representation(row), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


class Echo:
    def write(self, value):
        return value


def csv_response(rows, serializer, name):
    """Stream a list of records as CSV, by its serializer."""
    columns = list(header(serializer))
    shapes = (dict(flat(serializer.to_representation(row))) for row in rows)
    return csv_download(columns, ([s.get(c, "") for c in columns] for s in shapes), name)


def csv_download(columns, rows, name):
    """Stream rows of text as a CSV file that Excel opens rightly."""
    response = StreamingHttpResponse(
        csv_parts(columns, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def csv_parts(columns, rows):
    """Yield a CSV file line by line: a byte-order mark, the columns, harmless cells."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(columns)
    for cells in rows:
        yield writer.writerow([harmless(text) for text in cells])


def header(serializer):
    """Yield the columns: a nested record gives one for each of its parts."""
    for name, field in serializer.fields.items():
        if hasattr(field, "fields"):
            yield from (column(name, part) for part in field.fields)
        else:
            yield name


def column(name, part):
    """Name the column of a part: `published` is the date itself, `published_printed` a part."""
    return name if part == "edtf" else f"{name}_{part}"


def flat(shape):
    for name, value in shape.items():
        if isinstance(value, dict):
            yield from ((column(name, part), cell(v)) for part, v in value.items())
        else:
            yield name, cell(value)


def cell(value):
    """Write a value as one readable cell; lists are joined by semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(cell(v) for v in value)
    if isinstance(value, dict):
        first, *rest = (cell(v) for v in value.values())
        rest = [part for part in rest if part]
        return f"{first} ({', '.join(rest)})" if rest else first
    return str(value)


def harmless(text):
    """Return the cell so that no spreadsheet takes it for a formula; numbers stay numbers.

    An apostrophe before what would be a formula gets another one, so that `restored` is exact.
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def restored(cell):
    """Return the text of which `harmless` made the cell."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell


def is_formula(text):
    return text.startswith(FORMULA) and not _is_number(text)


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def problem_lines(errors):
    """Return a form's errors as {parameter: [messages]}."""
    return {
        name: list(chain.from_iterable([e.messages for e in found.as_data()]))
        for name, found in errors.items()
    }
