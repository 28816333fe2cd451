"""Lists of other news that stand in or below an article."""

from articles.intake import furniture as f

ESTABLISHED = 2  # the paragraphs after which a list is taken to follow the text, not to open it


def foreign(rows, start):
    """Return the indexes of what the marks of other news ("Related news") stand over."""
    found, index = [], start
    while index < len(rows):
        if rows[index].kind == f.RELATED:
            end = resumes(rows, index, established(rows, start, index))
            found += [i for i in range(index, end) if not rows[i].cut or rows[i].kind == f.RELATED]
            index = max(end, index + 1)
        else:
            index += 1
    return found


def established(rows, start, mark):
    text = [row for row in rows[start:mark] if row.kind == f.PARAGRAPH and not row.cut]
    return len(text) >= ESTABLISHED


def resumes(rows, mark, established):
    """Return where the text goes on after a mark; the end where it does not.

    Teasers are one paragraph under a title each, time after time. Two paragraphs in a row are the
    article's own again, and so is one under a list of several titles.
    """
    groups = list(grouped(rows, mark + 1))
    teasers = [group for group in groups if is_teaser(rows, group)]
    many = len(teasers) > 1 or any(len(titles) > 1 for titles, _paragraphs in teasers)
    for group in groups:
        _titles, paragraphs = group
        if paragraphs and not (established and many and group in teasers):
            return paragraphs[0]
    return len(rows)


def is_teaser(rows, group):
    titles, paragraphs = group
    return len({rows[i].text for i in titles}) == 1 and len(paragraphs) == 1


def grouped(rows, start):
    """Yield ([titles], [paragraphs]) in turn: indexes, without the page's own words."""
    titles, paragraphs = [], []
    for index in range(start, len(rows)):
        kind = rows[index].kind
        if kind not in f.TEXT or rows[index].cut:
            continue
        if kind == f.PARAGRAPH:
            paragraphs.append(index)
            continue
        if paragraphs:
            yield titles, paragraphs
            titles, paragraphs = [], []
        titles.append(index)
    if titles or paragraphs:
        yield titles, paragraphs
