"""The file between its preview and its import.

It is kept as a row of the table of sessions, under a key of its own that the editor's session
knows: the base holds it for every worker and over a restart, its name never becomes a path, the
session backend signs it, and what is forgotten runs out with it. A file in a hidden input would
travel twice and meet the cap on form data; one on disk is there on one machine only.
"""

from django.contrib.sessions.backends.db import SessionStore

KEYS = "imports"
MOST_KEPT = 3
SECONDS = 12 * 60 * 60


class KeptFile(SessionStore):
    """A row that no browser can take for its session: the salt goes by the name of the class."""


def keep(request, **values):
    """Keep values (of JSON) for this session; return their key. The oldest ones make way."""
    kept = KeptFile()
    kept.update(values)
    kept.set_expiry(SECONDS)
    kept.create()
    keys = [*request.session.get(KEYS, []), kept.session_key]
    for key in keys[:-MOST_KEPT]:
        KeptFile(key).delete()
    request.session[KEYS] = keys[-MOST_KEPT:]
    return kept.session_key


def kept(request, key):
    """Return the values that this session keeps under a key, or None."""
    if key not in request.session.get(KEYS, []):
        return None
    return dict(KeptFile(key).items()) or None


def forget(request, key):
    request.session[KEYS] = [each for each in request.session.get(KEYS, []) if each != key]
    KeptFile(key).delete()
