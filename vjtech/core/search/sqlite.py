"""The index on SQLite: FTS5 tables."""

from contextlib import contextmanager

from vjtech.core.search.held import token_lists
from vjtech.core.search.tiers import TEXT, TEXT_EXACT, TITLE, TITLE_EXACT

# Where a table was made with another one, it is made anew.
LAYOUT = "fts5(title, body, title_exact, body_exact, tags, tokenize='ascii', prefix='1 2 3')"


class Sqlite:
    """A plain FTS5 table: rowid is the key, columns are matched by name."""

    def create(self, table):
        return [
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING {LAYOUT}",
            f"CREATE TABLE IF NOT EXISTS {table}_key (id integer PRIMARY KEY, key integer)",
        ]

    def drop(self, table):
        return [f"DROP TABLE IF EXISTS {table}", f"DROP TABLE IF EXISTS {table}_key"]

    def is_current(self, cursor, table):
        """Say whether a table that is there has the layout that `create` gives it."""
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        return cursor.fetchone()[0].endswith(LAYOUT)

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

    key = "f.rowid"

    def walk(self, table, query, tier, within, rows, limit):
        """Return SQL that yields a tier's newest keys, for `together`, and its parameters.

        `rows` are SQL and values of what a found record must be besides.
        """
        sql, more = rows
        conditions = [f"f.{table} MATCH %s"]
        values = [self.match(query, tier, within.tags)]
        for sign, key in ((">=", within.low), ("<", within.high)):
            if key is not None:
                conditions.append(f"f.rowid {sign} %s")
                values.append(key)
        if sql:
            conditions.append(f"EXISTS ({sql})")
        where = " AND ".join(conditions)
        walk = f"SELECT f.rowid AS key FROM {table} f WHERE {where} ORDER BY f.rowid DESC"
        return f"{walk} LIMIT {limit}", [*values, *more]

    def together(self, table, query, walks, limit):
        """Return SQL of the first keys of several walks, and the parameters before the walks' own.

        The later walks are taken as far as needed.
        """
        return f"{' UNION ALL '.join(walks)} LIMIT {limit}", []

    def every(self, table, query, tier):
        """Return SQL that yields the keys of all that match, in no order, and its parameters."""
        return (
            f"SELECT f.rowid AS key FROM {table} f WHERE f.{table} MATCH %s",
            [self.match(query, tier, ())],
        )

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
