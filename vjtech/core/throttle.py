"""How often one address may ask for what costs: counted in this process, in bounded memory."""

import time
from collections import OrderedDict, deque
from math import ceil
from threading import Lock

from vjtech.core.proxies import client_address

MOST_CLIENTS = 10_000  # whoever asked longest ago is forgotten first


class Throttle:
    """At most `most` requests of one address in any `seconds` seconds."""

    def __init__(self, most, seconds, clients=MOST_CLIENTS):
        self.most, self.seconds, self.clients = most, seconds, clients
        self._asked = OrderedDict()
        self._lock = Lock()

    def wait(self, request):
        """Count a request; return 0 if it may go on, else after how many seconds to ask again."""
        now, client = time.monotonic(), client_address(request) or ""
        with self._lock:
            times = self._asked.setdefault(client, deque())
            self._asked.move_to_end(client)
            if len(self._asked) > self.clients:
                self._asked.popitem(last=False)
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(times) >= self.most:
                return ceil(times[0] + self.seconds - now)
            times.append(now)
            return 0

    def clear(self):
        with self._lock:
            self._asked.clear()
