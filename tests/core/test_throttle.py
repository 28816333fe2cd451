"""How often one address may ask, in bounded memory."""

from django.test import RequestFactory

from vjtech.core.throttle import Throttle


def asking(address):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_one_address_may_ask_so_often_and_others_too():
    throttle = Throttle(2, 60)
    first, second = asking("192.0.2.1"), asking("192.0.2.2")
    assert [throttle.wait(first) for _ in range(2)] == [0, 0]
    assert 59 <= throttle.wait(first) <= 60
    assert throttle.wait(second) == 0


def test_who_waits_as_long_as_is_said_may_go_on(monkeypatch):
    throttle, client = Throttle(1, 60), asking("192.0.2.1")
    for at, seconds in ((0.0, 0), (0.6, 60), (59.9, 1), (60.0, 0), (60.4, 60), (120.4, 0)):
        monkeypatch.setattr("vjtech.core.throttle.time.monotonic", lambda at=at: at)
        assert throttle.wait(client) == seconds


def test_who_asked_longest_ago_is_forgotten_first():
    throttle = Throttle(1, 60, clients=2)
    for last in (1, 2, 1, 3):
        throttle.wait(asking(f"192.0.2.{last}"))
    assert throttle.wait(asking("192.0.2.1")) > 0
    assert throttle.wait(asking("192.0.2.2")) == 0
