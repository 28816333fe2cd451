"""A CSV file is read as its spreadsheet shows it, or refused with line, column and reason."""

import pytest

from vjtech.core.importing import table

KNOWN = ("slug", "name", "part of")
SLUG = b"slug,name\n"


def lines(data, needed=("slug",)):
    read = table.read(table.decoded(data), KNOWN, needed)
    return [(line.number, *line.cells.values()) for line in read.lines]


def refused(data, needed=("slug",)):
    with pytest.raises(table.Refused) as caught:
        table.read(table.decoded(data), KNOWN, needed)
    return caught.value.problems


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_line_end_and_any_usual_separator_will_do(end, separator):
    text = end.join(f"{a}{separator}{b}" for a, b in (("slug", "name"), ("fpt", "F, P"), ("x", "")))
    text = text if separator != "," else text.replace("F, P", '"F, P"')
    assert lines(text.encode()) == [(2, "fpt", "F, P"), (3, "x", "")]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read(coding):
    assert lines("slug,name\nfpt,富士通 Đà\n".encode(coding)) == [(2, "fpt", "富士通 Đà")]


def test_rows_are_counted_as_a_spreadsheet_does():
    data = b'slug,name\n\na,"two\nlines"\n,\nb,x\n,,\n'
    assert lines(data) == [(3, "a", "two\nlines"), (5, "b", "x")]


def test_columns_are_known_by_any_case_and_blanks():
    read = table.read(" Slug ,PART_OF,,\na,b,,\n", KNOWN, ("slug",))
    assert read.columns == ("slug", "part of")


@pytest.mark.parametrize("coding", ["shift_jis", "euc_jp", "cp1258", "latin-1"])
def test_another_coding_is_refused_at_its_line(coding):
    word = "富士通" if coding in ("shift_jis", "euc_jp") else "Québec"
    data = f'slug,name\na,"b\nc"\nd,{word}\n'.encode(coding)
    (problem,) = refused(data)
    assert problem.line == 3 and "UTF-8" in problem.reason


def test_utf_16_without_its_mark_and_other_nuls_are_refused():
    assert refused("slug,name\n".encode("utf-16-le"))[0].line == 1
    assert refused(b"slug,name\na,b\nc,\0\n")[0].line == 3


def test_a_broken_utf_16_is_refused():
    (problem,) = refused("slug,name\na,b".encode("utf-16") + b"\x00\xd8")
    assert problem.line == 2 and "UTF-16" in problem.reason


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data):
    assert "empty" in refused(data)[0].reason


def test_a_header_alone_is_refused():
    assert "not one row" in refused(SLUG)[0].reason


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest"])
def test_a_workbook_is_told_from_csv(data):
    assert "Excel" in refused(data)[0].reason


@pytest.mark.parametrize(
    ("rest", "line", "word"),
    [
        (b'a,"b\n\nc,d', 2, "never closed"),
        (b"a,b\nc", 3, "cut short"),
        (b"a,b,c\n", 2, "unquoted"),
        (b'a,"b"c"\n', 2, "doubled"),
    ],
)
def test_a_broken_row_is_refused_at_its_line(rest, line, word):
    (problem,) = refused(SLUG + rest)
    assert problem.line == line and word in problem.reason


def test_unknown_columns_come_with_the_nearest_known_name():
    near, far, blank = refused(b"slug,nmae,colour,,name\na,b,c,d,e\n")
    assert near.column == "nmae" and "“name”" in near.reason
    assert "slug, name, part of" in far.reason
    assert blank.line == 1 and "no name" in blank.reason


def test_a_column_that_stands_twice_or_is_missing_is_refused():
    twice, missing = refused(b"name,NAME\na,b\n")
    assert (twice.column, missing.column) == ("name", "slug")


def test_a_separator_that_cannot_be_told_is_refused():
    assert "cannot be told" in refused(b"slug,name;part of\na,b;c\n")[0].reason


@pytest.mark.parametrize("sign", ["=HYPERLINK(1)", "+cmd", "-2+3", "@SUM", "\tx", "＝1"])
def test_a_formula_is_refused_and_a_neutralised_one_taken(sign):
    (problem,) = refused(SLUG + f'a,"{sign}"\n'.encode())
    assert (problem.line, problem.column) == (2, "name") and "formula" in problem.reason
    assert lines(SLUG + f"a,\"'{sign}\"\nb,'tis\n".encode()) == [(2, "a", sign), (3, "b", "'tis")]


def test_every_problem_of_the_rows_is_told_and_no_more_than_can_be_read():
    assert [p.line for p in refused(SLUG + b"a,=1+1\nb,c\nd\n")] == [2, 4]
    assert len(refused(SLUG + b"a\n" * 15_000)) == table.MOST_PROBLEMS


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"a" * (table.MOST_BYTES + 1), "MB"),
        (b"a" * 9_000_000, "line of more"),
        (b"," * 900_000 + b"\n", "columns"),
        (b"a," * 400_000 + b"\n", "columns"),
        (SLUG + b"a," + b"b" * 150_000, "cell of more"),
        (SLUG + b"a," + b"b" * 120_000, "cell of more"),
        (SLUG + b"a,b\n" * (table.MOST_ROWS + 1), "rows"),
    ],
)
def test_what_is_too_large_is_refused(data, word):
    problems = refused(data)
    assert word in problems[0].reason
    assert len(problems) <= table.MOST_PROBLEMS
