"""Who is asking, seen through the proxies in front of us."""

import ipaddress

from django.conf import settings

# A subscriber of IPv6 holds a network of this size at least, and any address in it.
SUBSCRIBER = 64
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4's addresses, as seen through a translator


def client_address(request):
    """The nearest address that is not one of TRUSTED_PROXIES, as a string; None if unknown.

    Clients are counted by it, so of IPv6 it is that of the subscriber's network. Only a trusted
    proxy's X-Forwarded-For is believed, and of that only what trusted proxies added: the rest is
    whatever the client wrote.
    """
    address = request.META.get("REMOTE_ADDR") or None
    claims = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while claims and _is_trusted(address):
        claim = claims.pop().strip()
        if _parsed(claim) is None:
            break
        address = claim
    return _counted(address)


def _counted(address):
    parsed = _parsed(address)
    if parsed is None:
        return address
    if parsed.version == 4 or parsed in NAT64:
        return str(parsed)
    return str(ipaddress.IPv6Network((parsed, SUBSCRIBER), strict=False).network_address)


def _is_trusted(address):
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in settings.TRUSTED_PROXIES)


def _parsed(address):
    """Return an address, one of IPv4 as such also where it is mapped into IPv6; None if none."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
