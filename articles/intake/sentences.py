"""Where the sentences of a paragraph begin and end, in English, Vietnamese and Japanese."""

import re

END = re.compile(r"""[.!?…]["'”’»)\]]*\s+|[。！？][」』）]*""")
# What ends in a dot and ends no sentence.
ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"'])(?:[A-ZĐ]|Mr|Mrs|Ms|Dr|Prof|Assoc|Co|Corp|Ltd|Inc|JSC|No|St|vs|approx|Gen|Sen"
    r"|e\.g|i\.e|U\.S|TP|Tp|TS|ThS|PGS|GS|BS|KS|LS|ông|bà)\.$"
)
MOST = 40  # of one paragraph; the last takes the rest


def sentences(text):
    """Return the (start, end) of each sentence, blanks around it left out."""
    spans, start = [], 0
    for match in END.finditer(text):
        if len(spans) == MOST - 1:
            break
        if match.end() >= len(text) or _goes_on(text, match):
            continue
        spans.append((start, start + len(text[start : match.end()].rstrip())))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def _goes_on(text, match):
    """Say whether what looks like an end is the dot of an abbreviation."""
    if text[match.start()] != ".":
        return False
    following = text[match.end()]
    before = text[max(0, match.start() - 12) : match.start() + 1]
    return following.islower() or ABBREVIATED.search(before) is not None
