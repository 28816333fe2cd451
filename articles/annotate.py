"""An article's text as shown: names linked, the words that back a fact marked."""

import re
from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup, escape

from vjtech.core.search.highlight import spans as spans_of

MARKED = 40_000  # characters of an article in which what was searched is marked
CITATIONS = ("statements", "tiecitations", "rolecitations", "figurecitations", "eventcitations")


@dataclass
class Span:
    """A stretch of a text and the tags around it; only its first piece carries the id."""

    start: int
    end: int
    tag: str
    attributes: str = ""
    first_only: str = ""
    opened: bool = field(default=False, compare=False)

    def open(self):
        extra = "" if self.opened else self.first_only
        self.opened = True
        return f"<{self.tag}{self.attributes}{extra}>"

    def close(self):
        return f"</{self.tag}>"


def annotated(paragraphs, companies, people, searched=None):
    """Give each paragraph its `facts` (citations) and its `html`, what was searched marked."""
    links = name_links([*companies, *people])
    left = MARKED
    for paragraph in paragraphs:
        paragraph.facts = [c for name in CITATIONS for c in getattr(paragraph, f"shown_{name}")]
        for citation in paragraph.facts:
            citation.paragraph = paragraph
        # The headline is a heading: its words are marked, but lead nowhere.
        named = links(paragraph.text) if paragraph.number else ()
        marks = found_spans(paragraph.text, searched) if searched and left > 0 else ()
        left -= len(paragraph.text)
        paragraph.html = wrap(paragraph.text, [*citation_spans(paragraph), *named, *marks])
    return paragraphs


def citation_spans(paragraph):
    for citation in paragraph.facts:
        start = paragraph.text.find(citation.words)
        if start >= 0:
            yield Span(
                start,
                start + len(citation.words),
                "span",
                ' class="passage"',
                f' id="{citation.anchor}"',
            )


def found_spans(text, query):
    return [Span(start, end, "mark") for start, end in spans_of(text, query)]


def name_links(nouns):
    """Return a function that finds the first of each noun's names in a text."""
    owners = {}
    for noun in nouns:
        for name in (noun.name, *(a.text for a in noun.aliases.all() if worth_linking(a, noun))):
            owners.setdefault(name, set()).add(noun)
    # Shared names too: they lead nowhere, and no shorter name inside them does.
    names = sorted(owners, key=len, reverse=True)
    pattern = (
        re.compile("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in names)) if names else None
    )

    def find(text):
        seen = set()
        for match in pattern.finditer(text) if pattern else ():
            noun, *others = owners[match.group()]
            if noun not in seen and not others:
                seen.add(noun)
                address = escape(noun.get_absolute_url())
                yield Span(match.start(), match.end(), "a", f' href="{address}"')

    return find


def worth_linking(alias, noun):
    """A person's bare given name identifies nobody."""
    return not (alias.kind == alias.Kind.SHORT and hasattr(noun, "given_name"))


def wrap(text, spans):
    """Return text as HTML with the spans' tags, closing and reopening where spans cross."""
    to_come = deque(sorted(spans, key=lambda s: (s.start, -s.end)))
    cuts = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
    parts, stack, inside = [], [], []
    for here, there in pairwise(cuts):
        while any(span.end <= here for span in stack):
            parts.append(stack.pop().close())
        while to_come and to_come[0].start <= here:
            inside.append(to_come.popleft())
        inside = [s for s in inside if s.end >= there]
        for span in inside:
            if not any(span is opened for opened in stack):
                parts.append(span.open())
                stack.append(span)
        parts.append(str(escape(text[here:there])))
    parts += [span.close() for span in reversed(stack)]
    return Markup("".join(parts))
