"""The index on PostgreSQL: a tsvector a document, whose every word carries its document's bucket.

A bucket is 32 days, or 4,096 ids where keys have no day. A question is asked of one bucket after
the other, the newest first, until there are enough answers. A bucket that does not hold a word
costs one look into the GIN index, and one that does is small: no word, however frequent or old,
is searched for through the whole base. The SQL leaves the planner nothing to choose, so that no
statistics need be there, or be right.
"""

from contextlib import contextmanager

from vjtech.core.recency import ID_BITS
from vjtech.core.search.held import BLANK, GAP, token_lists
from vjtech.core.search.tiers import TEXT, TEXT_EXACT, TITLE

LAYOUT = "2"  # of tables and lexemes; another number has the indexes made anew
DAYS_IN_BUCKET, IDS_IN_BUCKET = 5, 12  # bits
# Before a word stand its bucket in hexadecimal and a slash; then, where they hold, these.
TITLE_MARK, EXACT_MARK, TAG_MARK = "^", "=", "#"
BUCKET_MARK = "@"  # in a question, in place of the bucket


def bucket_of(key):
    """Return the number of a key's bucket, larger for larger keys."""
    undated = 1 << ID_BITS
    if key < undated:
        return max(key, 0) >> IDS_IN_BUCKET
    return (undated >> IDS_IN_BUCKET) + (key >> ID_BITS + DAYS_IN_BUCKET)


class Postgresql:
    """A table of documents, found by their lexemes within a bucket."""

    def create(self, table):
        return [
            f"CREATE TABLE IF NOT EXISTS {table} (id bigint PRIMARY KEY, key bigint NOT NULL,"
            " bucket integer NOT NULL, tsv tsvector NOT NULL)",
            f"COMMENT ON TABLE {table} IS '{LAYOUT}'",
            f"CREATE INDEX IF NOT EXISTS {table}_bucket ON {table} (bucket)",
            # What an update leaves on a list beside the index would be read for every bucket.
            f"CREATE INDEX IF NOT EXISTS {table}_tsv ON {table} USING gin (tsv)"
            " WITH (fastupdate = off)",
        ]

    def drop(self, table):
        return [f"DROP TABLE IF EXISTS {table}"]

    def is_current(self, cursor, table):
        """Say whether a table that is there has the layout that `create` gives it."""
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [table])
        return cursor.fetchone()[0] == LAYOUT

    def ids(self, table):
        """Return SQL that yields the ids of the records that an index holds."""
        return f"SELECT id FROM {table}"

    def remove(self, cursor, table, ids):
        cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [ids])

    @contextmanager
    def filling(self, cursor, table):
        """Add a great many documents: the word index is made anew afterwards."""
        cursor.execute(f"DROP INDEX {table}_tsv")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for statement in self.create(table):
            cursor.execute(statement)

    def add(self, cursor, table, documents):
        rows = [(d.id, d.key, bucket_of(d.key), self._vector(d)) for d in documents]
        with (
            cursor.db.wrap_database_errors,
            cursor.copy(f"COPY {table} (id, key, bucket, tsv) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def _vector(self, document):
        title, body = token_lists(document)
        positions = {}
        for position, token in enumerate(title, 1):
            if token is not BLANK:
                positions.setdefault(token.text, []).append(position)
        lexemes = {f"{TITLE_MARK}{word}": list(at) for word, at in positions.items()}
        for position, token in enumerate(body, 1 + len(title) + GAP):
            if token is not BLANK:
                positions.setdefault(token.text, []).append(position)
        lexemes |= positions
        for token in title:
            if token.exact:
                lexemes[f"{TITLE_MARK}{EXACT_MARK}{token.exact}"] = ()
        for token in (*title, *body):
            if token.exact:
                lexemes[f"{EXACT_MARK}{token.exact}"] = ()
        lexemes |= {f"{TAG_MARK}{tag}": () for tag in document.tags}
        bucket = f"{bucket_of(document.key):x}"
        return " ".join(
            f"'{bucket}/{lexeme}'{':' if at else ''}{','.join(map(str, at))}"
            for lexeme, at in lexemes.items()
        )

    key = "f.key"

    def walk(self, table, query, tier, within, rows, limit):
        """Return SQL that yields a tier's newest keys, for `together`, and its parameters.

        `rows` are SQL and values of what a found record must be besides.
        """
        found, values = self._in_bucket(table, query, tier, within)
        sql, more = rows
        if sql:
            # Asked of one after the other until there are enough: OFFSET 0 keeps the planner from
            # joining all rows that are so with all that the words find.
            found = f"SELECT f.key FROM ({found} OFFSET 0) f WHERE EXISTS ({sql} OFFSET 0)"
        walk = f"SELECT w.key FROM b, LATERAL ({found} LIMIT {limit}) w"
        bounds = ["EXISTS (SELECT FROM found)"]
        if within.low is not None:
            bounds.append(f"b.n >= {bucket_of(within.low)}")
        if within.high is not None:
            bounds.append(f"b.n <= {bucket_of(within.high)}")
        return f"{walk} WHERE {' AND '.join(bounds)} LIMIT {limit}", [*values, *more]

    def _in_bucket(self, table, query, tier, within):
        asked = " & ".join(self._conditions(query, tier, within.tags))
        conditions = [self._holds()]
        values = [asked]
        for sign, key in ((">=", within.low), ("<", within.high)):
            if key is not None:
                conditions.append(f"f.key {sign} %s")
                values.append(key)
        where = " AND ".join(conditions)
        return f"SELECT f.key FROM {table} f WHERE {where} ORDER BY f.key DESC", values

    def together(self, table, query, walks, limit):
        """Return SQL of the first keys of several walks, and the parameters before the walks' own.

        The later walks are taken as far as needed, and none where no document holds all the
        words: each would look into every bucket, for every tag.
        """
        words = " & ".join(self._terms(query.wanted, "")).replace("<->", "&")
        # In an order, as in a walk: for any one row the planner would read the table instead.
        found = (
            f"found AS (SELECT FROM b, LATERAL (SELECT f.key FROM {table} f WHERE {self._holds()}"
            " ORDER BY f.key DESC LIMIT 1) w LIMIT 1)"
        )
        walks = " UNION ALL ".join(walks)
        return f"{self._buckets(table)}, {found} {walks} LIMIT {limit}", [words]

    def every(self, table, query, tier):
        """Return SQL that yields the keys of all that match, in no order, and its parameters."""
        asked = " & ".join(self._conditions(query, tier, ()))
        return (
            f"{self._buckets(table)} SELECT f.key FROM b, LATERAL (SELECT f.key FROM {table} f"
            f" WHERE {self._holds()} OFFSET 0) f",
            [asked],
        )

    def _holds(self):
        return f"f.tsv @@ replace(%s::text, '{BUCKET_MARK}', to_hex(b.n))::tsquery"

    def _buckets(self, table):
        """Return a WITH of the buckets that hold anything, newest first, read as far as needed."""
        return (
            f"WITH RECURSIVE b (n) AS (SELECT max(bucket) FROM {table} UNION ALL"
            f" SELECT (SELECT max(bucket) FROM {table} WHERE bucket < b.n) FROM b WHERE b.n > 0)"
        )

    def _conditions(self, query, tier, tags):
        """Yield what a tier holds, without the rows of the tiers above it."""
        mark = TITLE_MARK if tier.in_title else ""
        yield from self._terms(query.wanted, mark)
        if tier.exact:
            yield from self._exact(query, mark)
        for group in tags:
            yield f"({' | '.join(self._lexeme(tag, TAG_MARK) for tag in group)})"
        if query.unwanted:
            yield f"!({' | '.join(self._terms(query.unwanted, ''))})"
        if tier in (TEXT_EXACT, TEXT):
            yield f"!({' & '.join(self._terms(query.wanted, TITLE_MARK))})"
        if tier in (TITLE, TEXT) and query.exact:
            yield f"!({' & '.join(self._exact(query, mark))})"

    def _exact(self, query, mark):
        return [self._lexeme(word, f"{mark}{EXACT_MARK}") for word in query.exact]

    def _terms(self, terms, mark):
        return dict.fromkeys(self._term(term, mark) for term in terms)

    def _term(self, term, mark):
        own = self._phrase(term.phrase, mark) if term.phrase else ""
        own = own or f"({' & '.join(self._term(part, mark) for part in term.parts)})"
        others = (self._phrase(other, mark) for other in term.others)
        return f"({' | '.join([own, *others])})"

    def _phrase(self, phrase, mark):
        *first, last = [self._lexeme(token, mark) for token in phrase.tokens]
        return f"({' <-> '.join([*first, f'{last}:*' if phrase.prefix else last])})"

    def _lexeme(self, word, mark):
        return f"'{BUCKET_MARK}/{mark}{word}'"
