"""A cache in this process, bounded in bytes: what was not asked for longest goes first."""

import pickle
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

OVERHEAD = 400  # bytes, about, that an entry takes besides its key and its value
LARGEST_SHARE = 16  # of the store; a larger page would push out too many others


@dataclass
class Held:
    """The entries of one store, the least recently used first: (pickled value, when it ends)."""

    entries: OrderedDict = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def drop(self, key):
        value, _end = self.entries.pop(key)
        self.size -= size_of(key, value)


STORES = {}  # by LOCATION: Django gives each thread a cache object of its own


def size_of(key, value):
    return len(key) + len(value) + OVERHEAD


class PageStore(BaseCache):
    """OPTIONS: MOST_BYTES for all entries together; 0 keeps nothing.

    Values are kept pickled, so that their size is known and no two threads share one.
    """

    def __init__(self, location, params):
        super().__init__(params)
        self.most = params["OPTIONS"]["MOST_BYTES"]
        self.held = STORES.setdefault(location, Held())

    @property
    def size(self):
        """The bytes that all entries take together."""
        return self.held.size

    def get(self, key, default=None, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self.held.lock:
            found = self._current(key)
            if found is None:
                return default
            self.held.entries.move_to_end(key)
        return pickle.loads(found)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        self._put(key, pickle.dumps(value, pickle.HIGHEST_PROTOCOL), timeout)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        return self._put(key, pickled, timeout, only_new=True)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self.held.lock:
            found = self._current(key)
            if found is not None:
                self.held.entries[key] = found, self.get_backend_timeout(timeout)
        return found is not None

    def delete(self, key, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self.held.lock:
            found = self._current(key)
            if found is not None:
                self.held.drop(key)
        return found is not None

    def clear(self):
        with self.held.lock:
            self.held.entries.clear()
            self.held.size = 0

    def _current(self, key):
        """Return the pickled value of a key that is there and has not ended."""
        value, end = self.held.entries.get(key, (None, None))
        if end is not None and end <= time.time():
            self.held.drop(key)
            return None
        return value

    def _put(self, key, value, timeout, only_new=False):
        size = size_of(key, value)
        with self.held.lock:
            found = self._current(key)
            if found is not None and only_new:
                return False
            if found is not None:
                self.held.drop(key)
            if size * LARGEST_SHARE > self.most:
                return False
            self.held.entries[key] = value, self.get_backend_timeout(timeout)
            self.held.size += size
            while self.held.size > self.most:
                self.held.drop(next(iter(self.held.entries)))
        return True
