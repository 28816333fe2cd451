"""Marking what a query found in the original text, whose accents, kana and width stay."""

from vjtech.core.search.tokens import folded_with_map, tokens_from

MARKED = 4000
SNIPPET = 240


def spans(text, query, most=MARKED):
    """Return the (start, end) stretches of the text that a query's terms match, merged.

    Only the first `most` characters are looked at: a page is not marked word by word to its end.
    """
    text = text[:most]
    phrases = {phrase for term in query.wanted for phrase in term.phrases()}
    mapped = folded_with_map(text)
    folded = mapped[0]
    # A cheap look first: of a token its plural, too, begins with all but the last letter.
    firsts = [folded.find(phrase.tokens[0][:-1]) for phrase in phrases]
    nearest = min((at for at in firsts if at >= 0), default=None)
    if nearest is None:
        return []
    # Nothing begins before the word that this is in.
    found = list(tokens_from(text, mapped, folded.rfind(" ", 0, nearest) + 1, exact=False))
    places = {}
    for i, token in enumerate(found):
        places.setdefault(token.text, []).append(i)
    return merged(stretch for phrase in phrases for stretch in _stretches(found, places, phrase))


def _stretches(found, places, phrase):
    """Yield where a phrase stands; looked for only where its first token does."""
    first, *rest = phrase.tokens
    if rest or not phrase.prefix:
        starts = places.get(first, ())
    else:
        starts = [i for word, at in places.items() if word.startswith(first) for i in at]
    for i in starts:
        last = i + len(rest)
        if last < len(found) and _goes_on(found, i, rest, phrase.prefix):
            yield found[i].start, _end(found, last, phrase)


def _goes_on(found, i, rest, prefix):
    for n, wanted in enumerate(rest, 1):
        here = found[i + n].text
        if here != wanted and not (prefix and n == len(rest) and here.startswith(wanted)):
            return False
    return True


def _end(found, last, phrase):
    """Return where a match ends: a single letter of a run is the first of its pair only."""
    end = found[last].end
    alone = len(phrase.tokens[-1]) == 1 and len(found[last].text) == 2
    # Unless both letters are one sign of the original, which cannot be marked in part.
    if alone and last + 1 < len(found) and found[last].start < found[last + 1].start < end:
        return found[last + 1].start
    return end


def merged(stretches):
    """Join stretches that touch or overlap."""
    joined = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def snippet(text, query, length=SNIPPET):
    """Return a part of the text around its first match, as (text, marked) pieces; None if none."""
    stretches = spans(text, query)
    if not stretches:
        return None
    first = stretches[0][0]
    start = 0 if first < length // 2 else _word_start(text, first - length // 3)
    end = min(len(text), start + length)
    end = len(text) if end == len(text) else max(_word_start(text, end), stretches[0][1])
    pieces, here = [("… ", False)] if start else [], start
    for begin, stop in stretches:
        if begin < start or stop > end:
            continue
        pieces += [(text[here:begin], False), (text[begin:stop], True)]
        here = stop
    pieces.append((text[here:end], False))
    if end < len(text):
        pieces.append((" …", False))
    return [piece for piece in pieces if piece[0]]


def passage(query, texts, length=SNIPPET):
    """Return the snippet of the first text that holds a word, or nothing."""
    for text in texts:
        pieces = snippet(text, query, length)
        if pieces:
            return pieces
    return []


def _word_start(text, at):
    """Return the start of the word at a position, or the position where words have no blanks."""
    blank = text.rfind(" ", max(0, at - 30), at)
    return blank + 1 if blank >= 0 else at
