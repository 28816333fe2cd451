"""Which companies are spoken of under which topic, and by how many public articles, kept counted.

Each trigger adds up what its own table's change means, the other two tables being as they are,
and so the counts stay those of the three tables joined.

On PostgreSQL the triggers are a statement's, since many changes of one row in one transaction,
which is what publishing ten thousand articles would come to, take the square of their number.
Writers do not wait for each other: where another transaction holds a pair's row, what is added
goes into a further row, and whoever finds both free joins them. Only who takes away more than is
free waits, in one order for all. So that neither of two transactions that link one article misses
what the other does, they take its row first.
"""

from django.db import connections

from vjtech.core.triggers import drop_trigger

TABLE = "articles_companytopic"
OWNER = "articles_article"
COMPANIES, TOPICS = ("articles_companymention", "company_id"), ("articles_articletopic", "topic_id")
PUBLIC = "recency IS NOT NULL"

JOINED = (
    "SELECT m.company_id, t.topic_id, COUNT(*) AS articles"
    f" FROM {OWNER} a JOIN {COMPANIES[0]} m ON m.article_id = a.id"
    f" JOIN {TOPICS[0]} t ON t.article_id = a.id WHERE a.{PUBLIC}"
    " GROUP BY m.company_id, t.topic_id"
)
# What is right is left alone, so that looking it over writes nothing.
DELETE_WRONG = (
    f"DELETE FROM {TABLE} WHERE (company_id, topic_id) IN (SELECT company_id, topic_id FROM"
    f" (SELECT company_id, topic_id, SUM(articles) AS articles FROM {TABLE}"
    f" GROUP BY company_id, topic_id EXCEPT {JOINED}) AS wrong)"
)
INSERT_MISSING = (
    f"INSERT INTO {TABLE} (company_id, topic_id, articles) SELECT company_id, topic_id, articles"
    f" FROM ({JOINED}) AS counted WHERE NOT EXISTS (SELECT 1 FROM {TABLE} kept"
    " WHERE kept.company_id = counted.company_id AND kept.topic_id = counted.topic_id)"
)

# SQLite: {companies} and {topics} are those that a changed row brings together.
ADD = f"""
UPDATE {TABLE} SET articles = articles + 1
WHERE company_id IN ({{companies}}) AND topic_id IN ({{topics}});
INSERT INTO {TABLE} (company_id, topic_id, articles)
SELECT c.id, t.id, 1 FROM ({{companies}}) c, ({{topics}}) t WHERE NOT EXISTS
(SELECT 1 FROM {TABLE} kept WHERE kept.company_id = c.id AND kept.topic_id = t.id);
"""
TAKE = f"""
UPDATE {TABLE} SET articles = MAX(articles - 1, 0)
WHERE company_id IN ({{companies}}) AND topic_id IN ({{topics}});
DELETE FROM {TABLE}
WHERE company_id IN ({{companies}}) AND topic_id IN ({{topics}}) AND articles = 0;
"""

ASKED = "unnest(companies, topics, more) AS asked (company_id, topic_id, n)"
ROWS_OF_ASKED = f"{TABLE} kept JOIN {ASKED} USING (company_id, topic_id)"
ASKED_AND_HELD = (
    f"{ASKED} LEFT JOIN (SELECT company_id, topic_id, MIN(id) AS id, SUM(articles) AS articles"
    f" FROM {TABLE} WHERE id = ANY(held) GROUP BY company_id, topic_id) AS own"
    " USING (company_id, topic_id)"
)
# A plan is kept for a session, made for the number of rows that came first: these settings make
# it one that looks up what is linked, however many rows come next.
LOOK_UP = "SET enable_seqscan = off SET enable_mergejoin = off SET enable_hashjoin = "
COUNT = f"""
CREATE OR REPLACE FUNCTION {TABLE}_count(companies bigint[], topics bigint[], more bigint[])
RETURNS void LANGUAGE plpgsql {LOOK_UP} on AS $$
DECLARE held bigint[];
BEGIN
  SELECT array_agg(id) INTO held FROM (
    SELECT kept.id FROM {ROWS_OF_ASKED} FOR UPDATE OF kept SKIP LOCKED) AS free;
  IF EXISTS (SELECT 1 FROM {ASKED_AND_HELD} WHERE n + COALESCE(articles, 0) < 0) THEN
    SELECT array_agg(id) INTO held FROM (
      SELECT kept.id FROM {ROWS_OF_ASKED} ORDER BY kept.id FOR UPDATE OF kept) AS every_one;
  END IF;
  WITH totals AS MATERIALIZED (
    SELECT company_id, topic_id, id, n + COALESCE(articles, 0) AS articles FROM {ASKED_AND_HELD}
  ), changed AS (
    UPDATE {TABLE} kept SET articles = totals.articles FROM totals
    WHERE kept.id = totals.id AND totals.articles > 0
  ), gone AS (
    DELETE FROM {TABLE} WHERE id = ANY(held)
    AND id NOT IN (SELECT id FROM totals WHERE id IS NOT NULL AND articles > 0)
  )
  INSERT INTO {TABLE} (company_id, topic_id, articles)
  SELECT company_id, topic_id, articles FROM totals WHERE id IS NULL AND articles > 0;
END $$
"""
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql {LOOK_UP} off AS $$
DECLARE companies bigint[]; topics bigint[]; more bigint[];
BEGIN
  {{lock}}
  SELECT array_agg(company_id), array_agg(topic_id), array_agg(n)
  INTO companies, topics, more FROM ({{pairs}} ORDER BY 1, 2) AS pairs;
  IF companies IS NOT NULL THEN
    PERFORM {TABLE}_count(companies, topics, more);
  END IF;
  RETURN NULL;
END $$
"""
LOCK = f"""PERFORM 1 FROM {OWNER} WHERE id IN (SELECT article_id FROM ({{changes}}) AS changed)
  ORDER BY id FOR NO KEY UPDATE;"""
ROWS = {"INSERT": {"NEW": 1}, "UPDATE": {"OLD": -1, "NEW": 1}, "DELETE": {"OLD": -1}}
SOURCES = {table: column for table, column in (COMPANIES, TOPICS)} | {OWNER: None}


def install_triggers(using):
    """Have the database keep the counts, if the tables are there; say whether they are."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if not present.issuperset(SOURCES):
        return False
    drop_triggers(using)
    if TABLE not in present:  # taken back
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(COUNT)
        for table, column in SOURCES.items():
            for event in ROWS:
                if connection.vendor == "postgresql":
                    _install_postgresql(cursor, table, column, event)
                else:
                    _install_sqlite(cursor, table, column, event)
            if connection.vendor == "postgresql":
                _install_truncate(cursor, table)
    return True


def drop_triggers(using):
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in SOURCES:
            for event in (*ROWS, "TRUNCATE"):
                drop_trigger(cursor, connection, _name(table, event), table)


def count_anew(using="default"):
    """Write the counts that are not those of the tables joined."""
    with connections[using].cursor() as cursor:
        cursor.execute(DELETE_WRONG)
        cursor.execute(INSERT_MISSING)


def _name(table, event):
    return f"{table}_company_topics_{event.lower()}"


def _install_sqlite(cursor, table, column, event):
    body = ""
    for row, sign in ROWS[event].items():
        body += (ADD if sign > 0 else TAKE).format(**_brought_together(table, row))
    when = ""
    if event == "UPDATE" and column:
        when = f"WHEN (OLD.article_id, OLD.{column}) IS NOT (NEW.article_id, NEW.{column})"
    elif event == "UPDATE":
        when = f"WHEN (OLD.id, OLD.{PUBLIC}) IS NOT (NEW.id, NEW.{PUBLIC})"
    cursor.execute(
        f"CREATE TRIGGER {_name(table, event)} AFTER {event} ON {table} {when} BEGIN {body} END"
    )


def _brought_together(table, row):
    """Return the SQL of the companies and of the topics that a row brings together."""
    found = {}
    for name, (link, column) in {"companies": COMPANIES, "topics": TOPICS}.items():
        if table == link:
            found[name] = f"SELECT {row}.{column} AS id"
        elif table == OWNER:
            found[name] = (
                f"SELECT {column} AS id FROM {link} WHERE article_id = {row}.id AND {row}.{PUBLIC}"
            )
        else:
            found[name] = (
                f"SELECT l.{column} AS id FROM {link} l JOIN {OWNER} a ON a.id = l.article_id"
                f" WHERE l.article_id = {row}.article_id AND a.{PUBLIC}"
            )
    return found


def _install_postgresql(cursor, table, column, event):
    name, lock = _name(table, event), ""
    if column:
        changes = _changes(event, f"article_id, {column}", f"article_id, {column}")
        lock = LOCK.format(changes=changes)
        other, _column = TOPICS if table == COMPANIES[0] else COMPANIES
        pairs = (
            f"SELECT company_id, topic_id, CAST(SUM(n) AS bigint) AS n FROM ({changes}) AS changed"
            f" JOIN {other} USING (article_id) JOIN {OWNER} a ON a.id = article_id"
            f" WHERE a.{PUBLIC} GROUP BY company_id, topic_id HAVING SUM(n) <> 0"
        )
    else:
        changes = _changes(event, "id", "id AS article_id", f"WHERE {PUBLIC}")
        pairs = (
            f"SELECT company_id, topic_id, CAST(SUM(n) AS bigint) AS n FROM ({changes}) AS changed"
            f" JOIN {COMPANIES[0]} USING (article_id) JOIN {TOPICS[0]} USING (article_id)"
            " GROUP BY company_id, topic_id HAVING SUM(n) <> 0"
        )
    cursor.execute(POSTGRESQL.format(name=name, lock=lock, pairs=pairs))
    tables = " ".join(f"{row} TABLE AS {row.lower()}_rows" for row in ROWS[event])
    cursor.execute(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _changes(event, columns, named, where=""):
    """Return the SQL of what a statement came to: rows with n, how many more there are of them."""
    parts = (
        f"SELECT {columns}, {sign} AS sign FROM {row.lower()}_rows {where}"
        for row, sign in ROWS[event].items()
    )
    return (
        f"SELECT {named}, SUM(sign) AS n FROM ({' UNION ALL '.join(parts)}) AS parts"
        f" GROUP BY {columns} HAVING SUM(sign) <> 0"
    )


def _install_truncate(cursor, table):
    name = _name(table, "TRUNCATE")
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN DELETE FROM {TABLE}; RETURN NULL; END $$"
    )
    cursor.execute(
        f"CREATE TRIGGER {name} AFTER TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
