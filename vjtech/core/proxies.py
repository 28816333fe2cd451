"""Who is asking, seen through the proxies in front of us."""

import ipaddress

from django.conf import settings


def client_address(request):
    """The nearest address that is not one of TRUSTED_PROXIES, as a string; None if unknown.

    Only a trusted proxy's X-Forwarded-For is believed, and of that only what trusted proxies
    added: the rest is whatever the client wrote.
    """
    address = request.META.get("REMOTE_ADDR") or None
    claims = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while claims and _is_trusted(address):
        claim = claims.pop().strip()
        if _parsed(claim) is None:
            break
        address = claim
    return address


def _is_trusted(address):
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in settings.TRUSTED_PROXIES)


def _parsed(address):
    try:
        return ipaddress.ip_address(address or "")
    except ValueError:
        return None
