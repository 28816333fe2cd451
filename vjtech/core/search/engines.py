"""How each database keeps and asks an index: FTS5 on SQLite, tsvector on PostgreSQL.

Both get the same tokens from Python and answer a tier with the same rows, newest first.
Everything asked is made of letters, digits and our own marks, and still sent as a parameter.
"""

from vjtech.core.search.postgresql import Postgresql
from vjtech.core.search.sqlite import Sqlite

ENGINES = {"sqlite": Sqlite(), "postgresql": Postgresql()}
