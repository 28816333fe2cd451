"""Other spellings of the names in a query: Danang for Da Nang, ベトナム for Viet Nam.

Folding cannot join them; the alias tables say that they are one. The rule:

- Words that stand side by side in a query and together are a name or an alias of a public record
  find its other names as well, be it in another script. What is typed in quotes is looked for as
  it stands. The words themselves count as before, so that nothing is found less.
- A name that several bear stands for each of them, and merges none of them.
- A short form finds its owner's names. The other way round it counts only where it can hardly be
  another word: without a small letter, from three letters on (JETRO, 経団連; not US, not Party).
  A person's short form is a bare given name and identifies nobody.

Names are looked up by their indexed keys, those of one query at once: the cost does not grow with
the base, nothing is held in memory, and nothing can be out of date.
"""

from dataclasses import replace

from vjtech.core.search.fold import name_key
from vjtech.core.search.query import Term, phrase_of
from vjtech.core.search.spellings import spellings

LONGEST_NAME = 8  # words
MOST_OTHERS = 24  # for one name
MOST_TOKENS = 24  # of one spelling


def expanded(query, look_up=None):
    """Return the query with the other spellings of what it names.

    `look_up(keys)` returns {key: names} for those of the folded keys that are somebody's.
    """
    runs = _runs(query.terms)
    keys = {_key(run[i:j]) for run in runs for i, j in _stretches(run)} - {""}
    names = (look_up or spellings)(sorted(keys)) if keys else {}
    if not names:
        return query
    grouped = (run if run[0].quoted else _grouped(run, names, len(run)) for run in runs)
    return replace(query, terms=tuple(term for run in grouped for term in run))


def _runs(terms):
    """Return the terms in lists; any stretch of one, unless it is quoted, may be a name."""
    runs = []
    for term in terms:
        apart = term.quoted or term.minus
        before = runs[-1][-1] if runs else None
        if before is None or apart or before.quoted or before.minus:
            runs.append([])
        runs[-1].append(term)
    return runs


def _stretches(run):
    for i in range(0 if run[0].quoted else len(run)):
        for j in range(i + 1, min(i + LONGEST_NAME, len(run)) + 1):
            yield i, j


def _key(terms):
    return name_key(" ".join(term.words for term in terms))


def _grouped(run, names, longest):
    """Return the terms with what is a name joined: the longest first, shorter ones inside it."""
    for length in range(min(longest, len(run)), 0, -1):
        for i in range(len(run) - length + 1):
            named = run[i : i + length]
            found = names.get(_key(named))
            if found:
                before = _grouped(run[:i], names, length)
                after = _grouped(run[i + length :], names, length)
                return [*before, _joined(named, found, names), *after]
    return list(run)


def _joined(named, found, names):
    others = _others(named, found)
    if len(named) == 1:
        return replace(named[0], others=(*named[0].others, *others))
    return Term(
        words=" ".join(term.words for term in named),
        parts=tuple(_grouped(named, names, len(named) - 1)),
        others=others,
        exact=tuple(word for term in named for word in term.exact),
    )


def _others(named, found):
    """Return the phrases of the names, without those that the words find anyhow."""
    own = [term.phrase.tokens for term in named]
    phrases = filter(None, map(phrase_of, found))
    others = {
        phrase: None
        for phrase in phrases
        if not phrase.prefix
        and len(phrase.tokens) <= MOST_TOKENS
        and not all(_holds(phrase.tokens, tokens) for tokens in own)
    }
    return tuple(others)[:MOST_OTHERS]


def _holds(tokens, others):
    length = len(others)
    return any(tokens[i : i + length] == others for i in range(len(tokens) - length + 1))
