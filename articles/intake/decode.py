"""Reading an uploaded file as text, whatever encoding it came in."""

import codecs
import re

from django.utils.translation import gettext as _

from articles.intake.pieces import Unreadable

MOST_BYTES = 1_000_000
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
DECLARED_WITHIN = 4096
# As browsers read the names; nothing else that Python calls a codec is one for text of ours.
KNOWN = {
    "utf-8": "utf-8", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932", "windows-31j": "cp932", "cp932": "cp932", "ms932": "cp932",
    "euc-jp": "euc_jp", "x-euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp",
    "windows-1258": "cp1258", "cp1258": "cp1258", "windows-1252": "cp1252",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
}  # fmt: skip
FILES = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word, Excel or ZIP"),
    (b"\xd0\xcf\x11\xe0", "Word or Excel"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "compressed"),
)
HIRAGANA = re.compile(r"[\u3041-\u3096]")
VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ]|[aâeêioôuyAÂEÊIOÔUY][\u0300\u0301\u0303\u0309\u0323]")
UNLIKELY = re.compile(r"[\uff61-\uff9f\ue000-\uf8ff]")
PUNCTUATION = re.compile(rb"[\x80-\x9f\xa0\xa9\xab\xae\xb0\xb7\xbb]")
OUTSIDE_ASCII = re.compile(rb"[\x80-\xff]")


def decoded(data):
    """Return the text of a file's bytes; raise Unreadable where its encoding cannot be told."""
    if len(data) > MOST_BYTES:
        raise too_large()
    for start, kind in FILES:
        if data.startswith(start):
            raise Unreadable(
                _("This is a %(kind)s file. Upload a .txt or .html file, or paste the text.")
                % {"kind": kind}
            )
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return strictly(data, encoding) or unknown()
    for encoding in candidates(data):
        text = strictly(data, encoding)
        if text is not None:
            return text
    return unknown()


def candidates(data):
    """Yield the encodings to try, the surest first."""
    if b"\0" in data:
        yield from wide(data)
        return
    if b"\x1b$" in data:
        yield "iso2022_jp"
    # A page says what it was; a copy that an editor saved again is often UTF-8 all the same.
    yield "utf-8"
    for match in DECLARED.finditer(data[:DECLARED_WITHIN]):
        name = match[1].decode("ascii", "replace").lower()
        if name in KNOWN:
            yield KNOWN[name]
    yield from guessed(data)


def wide(data):
    """Yield UTF-16 without a mark, by the side on which the zeros of Latin letters stand."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if max(even, odd) * 2 > len(data) // 2 and min(even, odd) * 10 < max(even, odd):
        yield "utf-16-le" if odd > even else "utf-16-be"


def guessed(data):
    """Yield the encoding whose letters make most sense."""
    japanese = {}
    for encoding in ("cp932", "euc_jp"):
        text = strictly(data, encoding) or ""
        found = len(HIRAGANA.findall(text))
        if found > 2 * len(UNLIKELY.findall(text)):
            japanese[encoding] = found
    if japanese:
        yield max(japanese, key=japanese.get)
    outside = len(OUTSIDE_ASCII.findall(data))
    if len(VIETNAMESE.findall(strictly(data, "cp1258") or "")) * 5 > outside:
        yield "cp1258"
    if len(PUNCTUATION.findall(data)) == outside:
        yield "cp1252"


def strictly(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def too_large():
    return Unreadable(
        _("This is larger than %(size)d kB, the most that is read. Paste the article alone.")
        % {"size": MOST_BYTES // 1000}
    )


def unknown():
    raise Unreadable(
        _(
            "The encoding of this file cannot be told. Save it as UTF-8 and upload it again, "
            "or paste the text."
        )
    )
