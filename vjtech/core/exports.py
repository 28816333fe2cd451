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


def csv_response(rows, table, name):
    """Stream a list of records as CSV, by its Table."""
    return csv_download(table.header, map(table.cells, rows), name)


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
