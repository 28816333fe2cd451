"""The web server inside `manage.py serve`: its socket, its signals, gunicorn."""

import errno
import ipaddress
import signal
import socket

from django.conf import settings
from django.core.management.base import CommandError
from django.core.servers.basehttp import get_internal_wsgi_application
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from vjtech.core.connections import let_go

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(KeyboardInterrupt):
    """Somebody wants us to stop. No Exception, so that nothing on the way takes it for a fault;
    a KeyboardInterrupt, so that psycopg cancels the statement it is waiting for."""


class StopSignals:
    """Turns the first signal to stop into one Stop, and lets no later one disturb the way out."""

    def __init__(self):
        self.asked = False
        self.previous = {}

    def listen(self):
        for number in STOP_SIGNALS:
            handler = signal.getsignal(number)
            if number != signal.SIGHUP or handler is not signal.SIG_IGN:  # nohup's wish
                self.previous[number] = signal.signal(number, self.receive)

    def receive(self, number, frame):
        self.asked = True
        leave_in_peace()
        raise Stop

    def check(self):
        """Raise Stop again where a callback, of SQLite's say, has swallowed the first."""
        if self.asked:
            raise Stop

    def forget(self):
        for number, handler in self.previous.items():
            signal.signal(number, handler)


def leave_in_peace():
    """Ignore what would end the process by a signal, now that it is ending by itself."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def bind(host, port):
    """A socket that listens already, so that nobody else can take the port while we prepare."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise CommandError(f"--host {host}: there is no such address.") from error
    family, kind, protocol, _name, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            reason = "is in use: stop what uses it, or choose another with --port."
        else:
            reason = f"cannot be had: {error.strerror}."
        raise CommandError(f"Port {port} on {host} {reason}") from error
    return listener


def is_local(listener):
    """Whether only this machine can reach the socket."""
    return ipaddress.ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def address(listener):
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class Server(BaseApplication):
    """gunicorn on a socket of ours; calls `on_ready` once, when requests are answered."""

    def __init__(self, listener, workers, on_ready):
        self.listener = listener
        self.workers = workers
        self.on_ready = on_ready
        super().__init__()

    def load_config(self):
        chosen = {
            "bind": f"fd://{self.listener.fileno()}",
            "worker_class": "gthread",
            "workers": self.workers,
            "threads": 4,
            "preload_app": True,  # one copy in memory; a fault in it shows before any fork
            "control_socket_disable": True,  # it would write into the home folder
            "loglevel": "warning",
            "graceful_timeout": 10,
            "limit_request_line": 8190,
            "forwarded_allow_ips": ",".join(map(str, settings.TRUSTED_PROXIES)),
            # The site is at the root of its host. Believed, a header that a proxy hands on from
            # the reader would have one page answered, and stored, at the address of another.
            "forwarder_headers": "",
            "pre_fork": lambda arbiter, worker: let_go(),
            "post_worker_init": self.worker_is_up,
            "on_exit": lambda arbiter: leave_in_peace(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self):
        return get_internal_wsgi_application()

    def worker_is_up(self, worker):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        if worker.age == 1:
            self.on_ready()

    def run(self):
        """Serve until a signal ends it, by SystemExit; workers leave by the same way."""
        self.listener.detach()  # gunicorn closes the descriptor it was given
        Master(self).run()


class Master(Arbiter):
    def init_signals(self):
        ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        super().init_signals()
        if ignored:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def handle_hup(self):
        """A closed terminal ends the server; gunicorn alone would reload and stay, unseen."""
        self.handle_term()

    def spawn_worker(self):
        # A signal between the fork and the worker's own handlers would be lost, and stopping
        # would wait for graceful_timeout: it is held back until the worker can hear it.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        try:
            return super().spawn_worker()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
