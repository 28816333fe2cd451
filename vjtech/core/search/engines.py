"""How each database keeps and asks an index: FTS5 on SQLite, tsvector on PostgreSQL.

Both get the same tokens from Python and answer a tier with the same rows, newest first.
Everything asked is made of letters, digits and our own marks, and still sent as a parameter.
"""

from collections import Counter
from contextlib import contextmanager
from itertools import islice

from vjtech.core.search.tokens import Token, tokens

# What PostgreSQL can hold of a document, kept to on SQLite too, so that both find the same: its
# positions end at 16,383, it knows 256 of a word, and a vector has less than a megabyte.
MOST_TOKENS = 7000  # of a title or a text
MOST_PLACES = 255
MOST_LETTERS = 200_000  # of four bytes at most
GAP = 100  # between title and text, so that no phrase runs from one into the other
BLANK = Token("…", 0, 0)  # stands where a word that has too many places would


class Tier:
    """One rank of answers: where the terms stand, and whether the typed accents do."""

    def __init__(self, in_title, exact):
        self.in_title, self.exact = in_title, exact


TITLE_EXACT, TITLE, TEXT_EXACT, TEXT = (
    Tier(True, True),
    Tier(True, False),
    Tier(False, True),
    Tier(False, False),
)
ANYWHERE = Tier(False, False)  # all of them at once


def tiers(query):
    """Return the tiers of a query, best first; accents rank only where they were typed."""
    return (TITLE_EXACT, TITLE, TEXT_EXACT, TEXT) if query.exact else (TITLE, TEXT)


class Sqlite:
    """A plain FTS5 table: rowid is the key, columns are matched by name."""

    def create(self, table):
        return [
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5(title, body, title_exact,"
            " body_exact, tags, tokenize='ascii', prefix='1 2 3')",
            f"CREATE TABLE IF NOT EXISTS {table}_key (id integer PRIMARY KEY, key integer)",
        ]

    def drop(self, table):
        return [f"DROP TABLE IF EXISTS {table}", f"DROP TABLE IF EXISTS {table}_key"]

    def ids(self, table):
        """Return SQL that yields the ids of the records that an index holds."""
        return f"SELECT id FROM {table}_key"

    def remove(self, cursor, table, ids):
        marks = ", ".join("%s" for _ in ids)
        keys = f"SELECT key FROM {table}_key WHERE id IN ({marks})"
        cursor.execute(f"DELETE FROM {table} WHERE rowid IN ({keys})", ids)
        cursor.execute(f"DELETE FROM {table}_key WHERE id IN ({marks})", ids)

    @contextmanager
    def filling(self, cursor, table):
        """Add a great many documents: larger pieces are written, so that fewer must be merged."""
        cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', 33554432)")
        yield
        cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', 1048576)")

    def add(self, cursor, table, documents):
        # In the order of their keys: at each step back FTS5 writes out what it has gathered.
        rows = sorted((d.key, *self._columns(d)) for d in documents)
        cursor.executemany(
            f"INSERT INTO {table} (rowid, title, body, title_exact, body_exact, tags)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            rows,
        )
        cursor.executemany(
            f"INSERT INTO {table}_key (id, key) VALUES (%s, %s)", [(d.id, d.key) for d in documents]
        )

    def _columns(self, document):
        title, body = token_lists(document)
        return (
            " ".join(token.text for token in title),
            " ".join(token.text for token in body),
            " ".join(token.exact for token in title if token.exact),
            " ".join(token.exact for token in body if token.exact),
            " ".join(document.tags),
        )

    def keys(self, table, query, tier, tags):
        """Return SQL that yields the keys of one tier, and its parameters."""
        return (
            f"SELECT f.rowid AS key FROM {table} f WHERE f.{table} MATCH %s",
            [self.match(query, tier, tags)],
        )

    key = "f.rowid"

    def match(self, query, tier, tags):
        """Return the FTS5 expression of a tier, without the rows of the tiers above it."""
        parts = [self._all(query, tier)]
        for group in tags:
            parts.append(f"tags : ({' OR '.join(group)})")
        wanted = " AND ".join(f"({part})" for part in parts)
        unwanted = [self._terms(query.unwanted, "{title body}", " OR ")] if query.unwanted else []
        if tier is TITLE and query.exact:
            unwanted.append(self._all(query, TITLE_EXACT))
        elif tier is TEXT_EXACT:
            unwanted.append(self._all(query, TITLE))
        elif tier is TEXT:
            unwanted.append(self._all(query, TITLE))
            if query.exact:
                unwanted.append(self._all(query, TEXT_EXACT))
        return f"({wanted})" + "".join(f" NOT ({part})" for part in unwanted)

    def _all(self, query, tier):
        columns = "{title}" if tier.in_title else "{title body}"
        terms = self._terms(query.wanted, columns, " AND ")
        if not tier.exact:
            return terms
        columns = "{title_exact}" if tier.in_title else "{title_exact body_exact}"
        return " AND ".join([terms, *(f'{columns} : "{word}"' for word in query.exact)])

    def _terms(self, terms, columns, joined):
        parts = dict.fromkeys(self._term(term) for term in terms)
        return joined.join(f"{columns} : {part}" for part in parts)

    def _term(self, term):
        own = self._phrase(term.phrase) if term.phrase else ""
        own = own or f"({' AND '.join(self._term(part) for part in term.parts)})"
        return f"({' OR '.join([own, *map(self._phrase, term.others)])})"

    def _phrase(self, phrase):
        return f'"{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""}'


class Postgresql:
    """A table with two tsvectors; accented words carry a =, tags a # before them."""

    def create(self, table):
        return [
            f"CREATE TABLE IF NOT EXISTS {table} (id bigint PRIMARY KEY, key bigint NOT NULL,"
            " title tsvector NOT NULL, tsv tsvector NOT NULL)",
            f"CREATE UNIQUE INDEX IF NOT EXISTS {table}_key ON {table} (key)",
            f"CREATE INDEX IF NOT EXISTS {table}_title ON {table} USING gin (title)",
            f"CREATE INDEX IF NOT EXISTS {table}_tsv ON {table} USING gin (tsv)",
            # Without these the planner takes a rare word for one in 200, and walks all keys for it.
            f"ALTER TABLE {table} ALTER title SET STATISTICS 1000, ALTER tsv SET STATISTICS 1000",
        ]

    def drop(self, table):
        return [f"DROP TABLE IF EXISTS {table}"]

    def ids(self, table):
        """Return SQL that yields the ids of the records that an index holds."""
        return f"SELECT id FROM {table}"

    def remove(self, cursor, table, ids):
        cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [ids])

    @contextmanager
    def filling(self, cursor, table):
        """Add a great many documents: the word indexes are made anew afterwards."""
        cursor.execute(f"DROP INDEX {table}_title, {table}_tsv")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for statement in self.create(table):
            cursor.execute(statement)

    def add(self, cursor, table, documents):
        rows = [(d.id, d.key, *self._vectors(d)) for d in documents]
        with (
            cursor.db.wrap_database_errors,
            cursor.copy(f"COPY {table} (id, key, title, tsv) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def _vectors(self, document):
        title, body = token_lists(document)
        positions = {}
        for start, found in ((1, title), (1 + len(title) + GAP, body)):
            for position, token in enumerate(found, start):
                if token is not BLANK:
                    positions.setdefault(token.text, []).append(position)
        in_title = {}
        for position, token in enumerate(title, 1):
            if token is not BLANK:
                in_title.setdefault(token.text, []).append(position)
        exact = {f"={token.exact}" for token in title if token.exact}
        everywhere = exact | {f"={token.exact}" for token in body if token.exact}
        tags = {f"#{tag}" for tag in document.tags}
        return self._literal(in_title, exact), self._literal(positions, everywhere | tags)

    def _literal(self, positions, bare):
        words = [f"'{word}':{','.join(map(str, at))}" for word, at in positions.items()]
        return " ".join([*words, *(f"'{word}'" for word in sorted(bare))])

    key = "f.key"

    def keys(self, table, query, tier, tags):
        """Return SQL that yields the keys of one tier, and its parameters."""
        conditions, values = [], []
        for vector, asked, wanted in self._conditions(query, tier, tags):
            conditions.append(f"{'' if wanted else 'NOT '}f.{vector} @@ %s::tsquery")
            values.append(asked)
        return f"SELECT f.key AS key FROM {table} f WHERE {' AND '.join(conditions)}", values

    def _conditions(self, query, tier, tags):
        yield "title" if tier.in_title else "tsv", self._all(query, tier.exact), True
        for group in tags:
            yield "tsv", " | ".join(f"'#{tag}'" for tag in group), True
        if query.unwanted:
            yield "tsv", " | ".join(self._term(term) for term in query.unwanted), False
        if tier is TITLE and query.exact:
            yield "title", self._all(query, True), False
        elif tier in (TEXT_EXACT, TEXT):
            yield "title", self._all(query, False), False
            if tier is TEXT and query.exact:
                yield "tsv", self._all(query, True), False

    def _all(self, query, exact):
        terms = dict.fromkeys(self._term(term) for term in query.wanted)
        return " & ".join([*terms, *(f"'={word}'" for word in query.exact if exact)])

    def _term(self, term):
        own = self._phrase(term.phrase) if term.phrase else ""
        own = own or f"({' & '.join(self._term(part) for part in term.parts)})"
        return f"({' | '.join([own, *map(self._phrase, term.others)])})"

    def _phrase(self, phrase):
        *first, last = [f"'{token}'" for token in phrase.tokens]
        return f"({' <-> '.join([*first, f'{last}:*' if phrase.prefix else last])})"


def token_lists(document):
    """Return the tokens of a document's title and of its text, as far as an index holds them."""
    places, size = Counter(), 0
    lists = []
    for text in (document.title, document.body):
        kept = []
        for token in islice(tokens(text), MOST_TOKENS):
            size += len(token.text) + len(token.exact)
            if size > MOST_LETTERS:
                break
            places[token.text] += 1
            kept.append(token if places[token.text] <= MOST_PLACES else BLANK)
        lists.append(kept)
    return lists


ENGINES = {"sqlite": Sqlite(), "postgresql": Postgresql()}
