"""A CSV file as its lines of cells, or every reason why it cannot be read."""

import csv
import io
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple
from unicodedata import normalize

from django.utils.translation import gettext as _

from vjtech.core.exports import is_formula, restored

MOST_BYTES = 10_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELL = 100_000
MOST_LINE = 1_000_000
MOST_PROBLEMS = 1_000  # more than anybody reads; a file of another sort has one for each cell
SHOWN = 60  # characters of what is quoted from the file
DELIMITERS = {",": ",", ";": ";", "\t": "TAB"}
MARKS = (
    (b"PK\x03\x04", "Excel (.xlsx)"),
    (b"\xd0\xcf\x11\xe0", "Excel (.xls)"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
)


class Problem(NamedTuple):
    """Why something is refused; lines count as a spreadsheet's rows do, the header being 1."""

    line: int | None
    column: str
    reason: str


class Refused(Exception):
    """A file that is no table of ours; `problems` says where and why."""

    def __init__(self, *problems):
        super().__init__("; ".join(problem.reason for problem in problems))
        self.problems = list(problems)


class Line(NamedTuple):
    number: int
    cells: dict  # column → text, freed of the apostrophe that made it harmless


@dataclass(frozen=True)
class Table:
    columns: tuple
    lines: list


def refuse(line, reason, **values):
    raise Refused(Problem(line, "", reason % values))


def decoded(data):
    """Return the text of a file: UTF-8, or UTF-16 that begins with a byte-order mark."""
    if len(data) > MOST_BYTES:
        reason = _("The file is larger than %(most)d MB: split it into parts.")
        refuse(None, reason, most=MOST_BYTES // 1_000_000)
    for mark, kind in MARKS:
        if data.startswith(mark):
            reason = _(
                "This is no CSV file but %(kind)s. In Excel, choose Save as, “CSV UTF-8 (Comma"
                " delimited)”, and send that file."
            )
            refuse(None, reason, kind=kind)
    coding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError as error:
        reason = _(
            "This is not %(coding)s (byte %(byte)s). Expected is UTF-8, or UTF-16 with a"
            " byte-order mark; not Shift_JIS, windows-1258 or another. In Excel, choose Save as,"
            " “CSV UTF-8 (Comma delimited)”."
        )
        before = data[: error.start].decode(coding, "replace")
        named = coding.removesuffix("-sig").upper()
        refuse(row_of(before), reason, coding=named, byte=f"{data[error.start]:02X}")
    if "\0" in text:
        reason = _("A NUL stands here: this is no text, or UTF-16 without its byte-order mark.")
        refuse(row_of(text[: text.index("\0")]), reason)
    if not text.strip():
        refuse(None, _("The file is empty."))
    return text


def row_of(before):
    """Return the number of the row which stands where this text ends."""
    head = before[:MOST_LINE].split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(f"{before}x", newline=""), delimiter=delimiter)
    try:
        return sum(1 for _row in reader)
    except csv.Error:
        return reader.line_num


def read(text, known, needed):
    """Return the Table of a text whose columns are among `known`, the `needed` ones included.

    Raises Refused.
    """
    rows = _rows(text, _delimiter(text, known))
    number, header = next(rows)
    columns = _columns(header, known, needed, number)
    lines, problems = [], []
    for number, row in rows:
        if not any(map(str.strip, row)):
            continue
        if len(lines) == MOST_ROWS:
            reason = _("More than %(most)d rows: split the file into parts.")
            refuse(number, reason, most=MOST_ROWS)
        problems += _row_problems(number, row, columns)
        if len(problems) >= MOST_PROBLEMS:
            break
        lines.append(Line(number, dict(zip(columns, map(restored, row), strict=False))))
    if problems:
        raise Refused(*problems)
    if not lines:
        refuse(1, _("There is a header and not one row below it."))
    return Table(columns, lines)


def _rows(text, delimiter):
    """Yield (number, cells) of each row, blank ones included."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            refuse(number, _worded(str(error)))


def _lines(text):
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > MOST_LINE:
            reason = _("A line of more than %(most)d characters.")
            refuse(number, reason, most=MOST_LINE)
        yield line


def _worded(error):
    if "unexpected end" in error:
        return _(
            "A quotation mark is opened in this row and never closed: the file is cut short, or"
            " a mark inside a cell was not doubled."
        )
    if "field larger" in error:
        return _("A cell of more than %(most)d characters.") % {"most": MOST_CELL}
    return _('A quotation mark stands inside a cell: it has to be doubled, as in “5"" disk”.')


def _delimiter(text, known):
    """Return what separates the cells: that by which the header has most columns of ours."""
    names, found = {plain(name) for name in known}, {}
    for delimiter in DELIMITERS:
        try:
            _number, header = next(_rows(text, delimiter))
        except Refused:  # by another one its cells may be shorter, and its marks in their places
            found[delimiter] = (0, 0)
            continue
        hits = sum(plain(cell) in names for cell in header)
        found[delimiter] = (hits, len(header))
    best = max(found.values())
    likely = [delimiter for delimiter in DELIMITERS if found[delimiter] == best]
    if best > (1, 1) and len(likely) > 1:
        reason = _("What separates the columns cannot be told: %(these)s?")
        refuse(1, reason, these=" / ".join(DELIMITERS[each] for each in likely))
    return likely[0]


def plain(name):
    """Return a column's name as it is compared."""
    return " ".join(normalize("NFKC", name[:200]).replace("_", " ").split()).casefold()


def brief(text):
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _columns(header, known, needed, number):
    if len(header) > MOST_COLUMNS:
        reason = _("%(n)d columns; no more than %(most)d can be.")
        refuse(number, reason, n=len(header), most=MOST_COLUMNS)
    while header and not header[-1].strip():
        header.pop()
    names, columns, problems = {plain(name): name for name in known}, [], []
    for place, cell in enumerate(header, 1):
        name = names.get(plain(cell))
        if name is None:
            problems.append(Problem(number, brief(cell), _unknown(cell, place, names)))
        elif name in columns:
            problems.append(Problem(number, name, _("This column stands twice.")))
        columns.append(name)
    for name in needed:
        if name not in columns:
            reason = _("This column is missing: it says which record a row is.")
            problems.append(Problem(number, name, reason))
    if problems:
        raise Refused(*problems)
    return tuple(columns)


def _unknown(cell, place, names):
    if not cell.strip():
        return _("Column %(n)d has no name.") % {"n": place}
    near = get_close_matches(plain(cell), names, 1)
    if near:
        return _("There is no such column; perhaps “%(name)s”?") % {"name": names[near[0]]}
    return _("There is no such column. Those that can be: %(names)s.") % {
        "names": ", ".join(names.values())
    }


def _row_problems(number, row, columns):
    while len(row) > len(columns) and not row[-1].strip():
        row.pop()
    if len(row) != len(columns):
        shape = {"n": len(row), "columns": len(columns)}
        if len(row) < len(columns):
            reason = _("%(n)d of %(columns)d cells: the row is cut short.")
        else:
            reason = _("%(n)d cells for %(columns)d columns: is a separator unquoted?")
        yield Problem(number, "", reason % shape)
        return
    for name, cell in zip(columns, row, strict=True):
        if len(cell) > MOST_CELL:
            reason = _("A cell of more than %(most)d characters.") % {"most": MOST_CELL}
            yield Problem(number, name, reason)
        elif is_formula(cell):
            yield Problem(number, name, _formula(cell))


def _formula(cell):
    return _(
        "“%(cell)s” would be a formula in a spreadsheet. If it is meant as words, put an"
        " apostrophe before it."
    ) % {"cell": brief(cell.strip())}
