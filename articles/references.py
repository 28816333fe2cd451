"""An article as a reference: CSL-JSON, and BibTeX and RIS made of it."""

import unicodedata

from django.utils.translation import gettext as _

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
BIBTEX_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # By name: BibTeX counts braces, escaped or not, and a lone one would swallow the file.
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
UNSAFE = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def csl(article, address):
    """Return the CSL-JSON item of an article; `address` is that of its page here.

    Dates go as far as they are known. What is inferred or approximate is said in the note.
    """
    item = {
        "id": article.slug,
        "type": "article-newspaper",
        "title": tidy(article.title),
        "container-title": tidy(article.publisher.name) if article.publisher else "",
        "issued": date_parts(article.published),
        "accessed": date_parts(article.retrieved),
        "URL": article.source_url or address,
        "language": article.language,
        "note": notes(article),
        "archive": "vjtech",
        "archive_location": address,
    }
    return {name: value for name, value in item.items() if value}


def date_parts(date):
    """Return a partial date as CSL's parts: one date, the two ends of a range, or else words."""
    if not date:
        return {}
    if not all(date.atoms) or "X" in date:  # of an open range, one end alone would be a date
        return {"literal": date.human()}
    parts = [[int(part) for part in (a.year, a.month, a.day) if part] for a in date.atoms]
    found = {"date-parts": parts}
    return found | {"circa": True} if any(mark in date for mark in "?~%[") else found


def notes(article):
    said = [date_note(article.published), article.credits]
    if article.text_kind == article.TextKind.SUMMARY:
        said.append(_("summarised in vjtech"))
    return tidy("; ".join(filter(None, said)))


def date_note(date):
    """Return what the fields for a date cannot say of it: what is not certain, and a span."""
    if not any(mark in date for mark in "~%[/X"):
        return date.certainty()
    return _("published %(date)s") % {"date": date.hedged()}


def tidy(text):
    """Return text in one line, without control characters."""
    kept = (c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join("".join(kept).split())


def bibtex(item):
    """Return a CSL item as a BibTeX entry, in UTF-8."""
    fields = {
        "title": f"{{{escaped(item['title'])}}}",
        "howpublished": escaped(item.get("container-title", "")),
        **bibtex_date(item.get("issued", {})),
        "url": item["URL"].translate(UNSAFE),
        "urldate": iso(item.get("accessed", {})),
        "language": {"en": "english", "vi": "vietnamese", "ja": "japanese"}[item["language"]],
        "note": escaped(item.get("note", "")),
        "addendum": f"vjtech: {item['archive_location'].translate(UNSAFE)}",
    }
    lines = [f"  {name} = {bracketed(name, text)}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{item['id']},", *lines, "}", ""])


def bibtex_date(issued):
    if "literal" in issued:
        return {"year": escaped(issued["literal"])}
    first, *more = issued.get("date-parts") or [[]]
    if more:
        years = list(dict.fromkeys(str(end[0]) for end in (first, *more)))
        return {"year": "--".join(years)}
    parts = dict(zip(("year", "month", "day"), first, strict=False))
    month = {"month": MONTHS[parts["month"] - 1]} if "month" in parts else {}
    return {name: str(part) for name, part in (parts | month).items()}


def bracketed(name, text):
    return text if name == "month" else f"{{{text}}}"


def escaped(text):
    return text.translate(BIBTEX_SPECIAL)


def iso(date):
    first = (date.get("date-parts") or [[]])[0]
    return "-".join(f"{part:02d}" for part in first)


def ris(item):
    """Return a CSL item in the RIS format."""
    issued = shared(item.get("issued", {}).get("date-parts") or [[]])
    fields = (
        ("TY", "NEWS"),
        ("TI", item["title"]),
        ("T2", item.get("container-title", "")),
        ("PY", str(issued[0]) if issued else ""),
        ("DA", ris_date(issued)),
        ("UR", item["URL"]),
        ("Y2", ris_date((item.get("accessed", {}).get("date-parts") or [[]])[0])),
        ("LA", item["language"]),
        ("N1", item.get("note", "")),
        ("DB", "vjtech"),
        ("L2", item["archive_location"]),
        ("ID", item["id"]),
    )
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def shared(ends):
    """Return the parts that both ends of a range begin with: RIS has no ranges."""
    first, last = ends[0], ends[-1]
    return [part for n, part in enumerate(first, 1) if first[:n] == last[:n]]


def ris_date(parts):
    """Return YYYY/MM/DD/, what is not known left blank."""
    if not parts:
        return ""
    year, month, day = [f"{part:02d}" for part in parts] + [""] * (3 - len(parts))
    return f"{year}/{month}/{day}/"
