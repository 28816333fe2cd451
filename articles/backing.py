"""What the public citations of a fact amount to, kept in the fact's own row by triggers.

Of every fact its `backing`; of a target also what its latest public statement says. One UPDATE
works a fact's columns out again, and writes only where they differ: so it ends by itself where
it sets off the trigger on its own table, which is there for saves that write back what they read.
What changes the passages that readers see beside a fact is a change of the fact: its `updated` is
then now, so that feeds and sitemaps tell of a target that is stated once more.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connections

from vjtech.core.triggers import drop_trigger

PUBLIC = (
    "FROM {citation} c JOIN articles_paragraph p ON p.id = c.paragraph_id"
    " JOIN articles_article a ON a.id = p.article_id"
    " WHERE c.{fk} = {fact}.id AND a.state = 'published'"
)
BACKING = "MAX(CASE a.relevance WHEN 'background' THEN 1 ELSE 2 END)"
# The latest is said last; of those said on one day, or on none, the row that was made last.
LATEST = (
    "SELECT every.backing, every.revised, latest.due, latest.due_earliest, latest.due_latest,"
    " latest.act, latest.unit"
    f" FROM (SELECT {BACKING} AS backing,"
    f" MAX(CASE WHEN c.act IN ('raises', 'lowers') THEN 1 ELSE 0 END) > 0 AS revised {PUBLIC}"
    ") AS every LEFT JOIN (SELECT c.due, c.due_earliest, c.due_latest, c.act,"
    f" CASE WHEN c.currency > '' THEN c.currency ELSE c.unit END AS unit {PUBLIC}"
    " ORDER BY c.said_earliest DESC NULLS LAST, c.id DESC LIMIT 1) AS latest ON 1 = 1"
)
OF_TARGET = "backing, revised, due, due_earliest, due_latest, latest_act, latest_unit"
REFRESH = (
    "UPDATE {fact} SET ({columns}) = ({select})"
    " WHERE id IN ({ids}) AND NOT EXISTS (SELECT {columns} INTERSECT {select})"
)
TOUCH = "UPDATE {fact} SET updated = {now} WHERE id IN ({ids}) AND {shown}"
# Never back: the clocks of the program and of the database may differ, and so do their digits.
NOW = {
    "sqlite": "MAX(updated, strftime('%Y-%m-%d %H:%M:%f', 'now'))",
    "postgresql": "GREATEST(updated, statement_timestamp())",
}
# The rows are locked first, always in one order: then the UPDATE sees what others committed.
LOCK = "PERFORM 1 FROM {fact} WHERE id IN ({ids}) ORDER BY id FOR NO KEY UPDATE"
# What is cited stays as it is until both are committed: whoever publishes it sees the citation.
HOLD_CITED = (
    "PERFORM 1 FROM articles_paragraph p JOIN articles_article a ON a.id = p.article_id"
    " WHERE p.id = NEW.paragraph_id FOR SHARE"
)
IN_PUBLISHED = (
    "EXISTS (SELECT 1 FROM articles_paragraph p JOIN articles_article a ON a.id = p.article_id"
    " WHERE p.id IN ({}) AND a.state = 'published')"
)
IS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM articles_article a WHERE a.id IN ({}) AND a.state = 'published')"
)
HOLD_ARTICLE = "PERFORM 1 FROM articles_article WHERE id = NEW.article_id FOR SHARE"


@dataclass(frozen=True)
class Backed:
    """A kind of fact and the table of its citations."""

    fact: str
    citation: str
    fk: str

    def sql(self, template, ids, **more):
        names = {"fact": self.fact, "citation": self.citation, "fk": self.fk, "ids": ids, **more}
        latest = self.fact == "entities_target"
        select = (LATEST if latest else f"SELECT {BACKING} {PUBLIC}").format(**names)
        return template.format(**names, select=select, columns=self.columns)

    @property
    def columns(self):
        return OF_TARGET if self.fact == "entities_target" else "backing"


def kinds_of_fact():
    models = apps.get_app_config("articles").get_models()
    fields = [m._meta.get_field(m.fact_field) for m in models if hasattr(m, "fact_field")]
    return [
        Backed(f.related_model._meta.db_table, f.model._meta.db_table, f.column) for f in fields
    ]


def triggers(kinds):
    """Yield (table, event, condition, lock, [(kind, SQL of the facts to work out again)], shown).

    `shown` is the condition that readers see the change; empty where nothing but the facts did.
    """
    for kind in kinds:
        both, old, new = f"OLD.{kind.fk}, NEW.{kind.fk}", f"OLD.{kind.fk}", f"NEW.{kind.fk}"
        in_new, in_old = (IN_PUBLISHED.format(f"{row}.paragraph_id") for row in ("NEW", "OLD"))
        in_both = IN_PUBLISHED.format("OLD.paragraph_id, NEW.paragraph_id")
        yield kind.citation, "INSERT", "", HOLD_CITED, [(kind, new)], in_new
        yield kind.citation, "UPDATE", "", HOLD_CITED, [(kind, both)], in_both
        yield kind.citation, "DELETE", "", "", [(kind, old)], in_old
        yield kind.fact, "INSERT", "", "", [(kind, "NEW.id")], ""
        yield kind.fact, f"UPDATE OF {kind.columns}", "", "", [(kind, "NEW.id")], ""
    cited_in = "SELECT c.{0.fk} FROM {0.citation} c WHERE c.paragraph_id = NEW.id"
    cited_by = (
        "SELECT c.{0.fk} FROM {0.citation} c JOIN articles_paragraph p ON p.id = c.paragraph_id"
        " WHERE p.article_id = NEW.id"
    )
    in_it = [(kind, cited_in.format(kind)) for kind in kinds]
    by_it = [(kind, cited_by.format(kind)) for kind in kinds]
    changed = "OLD.state <> NEW.state OR OLD.relevance <> NEW.relevance"
    # Rows may come before those that they point to, as in a load: hence each INSERT.
    there = IS_PUBLISHED.format("NEW.article_id")
    yield "articles_paragraph", "INSERT", "", HOLD_ARTICLE, in_it, there
    moved, either = "OLD.article_id <> NEW.article_id", "OLD.article_id, NEW.article_id"
    yield "articles_paragraph", "UPDATE", moved, HOLD_ARTICLE, in_it, IS_PUBLISHED.format(either)
    published = "NEW.state = 'published'"
    yield "articles_article", "INSERT", published, "", by_it, published
    yield "articles_article", "UPDATE", changed, "", by_it, "'published' IN (OLD.state, NEW.state)"


def install_backing_triggers(using):
    """Have the database keep it, if the columns are there; say whether they are."""
    drop_backing_triggers(using)
    if not can_keep(using):
        return False
    kinds = kinds_of_fact()
    install = INSTALL[connections[using].vendor]
    with connections[using].cursor() as cursor:
        for trigger in triggers(kinds):
            install(cursor, *trigger)
        if connections[using].vendor == "postgresql":
            for kind in kinds:
                ids = f"SELECT id FROM {kind.fact} WHERE backing IS NOT NULL"
                install_postgresql(cursor, kind.citation, "TRUNCATE", "", "", [(kind, ids)], "")
    return True


def any_cited(facts):
    """Return the condition that there is anything to work out again: most often there is not."""
    return " OR ".join(f"EXISTS ({ids})" for _kind, ids in facts if ids.startswith("SELECT"))


def steps(vendor, facts, shown, *first):
    """Return the statements that bring facts into step, each kind's after those of `first`."""
    touch = {"now": NOW[vendor], "shown": shown}
    for kind, ids in facts:
        yield from (kind.sql(step, ids) for step in (*first, REFRESH))
        if shown:
            yield kind.sql(TOUCH, ids, **touch)


def install_sqlite(cursor, table, event, condition, _lock, facts, shown):
    conditions = [f"({c})" for c in (condition, any_cited(facts)) if c]
    when = f"WHEN {' AND '.join(conditions)}" if conditions else ""
    body = "; ".join(steps("sqlite", facts, shown))
    cursor.execute(
        f"CREATE TRIGGER {named(table, event)} AFTER {event} ON {table} {when} BEGIN {body}; END"
    )


def install_postgresql(cursor, table, event, condition, lock, facts, shown):
    name, when = named(table, event), f"WHEN ({condition})" if condition else ""
    body = "; ".join(filter(None, (lock, *steps("postgresql", facts, shown, LOCK))))
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {any_cited(facts) or 'TRUE'} THEN {body}; END IF; RETURN NULL; END $$"
    )
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    cursor.execute(
        f"CREATE TRIGGER {name} AFTER {event} ON {table}"
        f" FOR EACH {each} {when} EXECUTE FUNCTION {name}()"
    )


INSTALL = {"sqlite": install_sqlite, "postgresql": install_postgresql}


def drop_backing_triggers(using):
    connection = connections[using]
    kinds = kinds_of_fact()
    found = [(table, event) for table, event, *_rest in triggers(kinds)]
    with connection.cursor() as cursor:
        for table, event in (*found, *((kind.citation, "TRUNCATE") for kind in kinds)):
            drop_trigger(cursor, connection, named(table, event), table)


def named(table, event):
    return f"{table}_backing_{event.split()[0].lower()}"


def work_out_backing(using="default"):
    """Write what is kept of all facts where it is not as its citations say."""
    with connections[using].cursor() as cursor:
        for kind in kinds_of_fact():
            cursor.execute(kind.sql(REFRESH, f"SELECT id FROM {kind.fact}"))


def can_keep(using):
    """Say whether the tables are there, with the columns that are kept."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for kind in kinds_of_fact():
            if not present.issuperset({kind.fact, kind.citation}):
                return False
            found = connection.introspection.get_table_description(cursor, kind.fact)
            if "backing" not in {column.name for column in found}:
                return False
    return True
