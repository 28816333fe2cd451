"""One form for the addresses under which one article is found."""

import hashlib
import re
import unicodedata
from contextlib import suppress
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

# What is added to an address to follow its readers, or to show it otherwise, and tells no article.
TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id"
    r"|_ga|_gl|mkt_tok|ref_src|ref_url|ocid|cmpid|zarsrc|zalo_.*|spm|at_(?:medium|campaign)|amp"
    r"|outputtype|s_cid|ncid|guccounter|guce_.*|__twitter_impression",
    re.IGNORECASE,
)
SUBDOMAINS = ("www.", "m.", "mobile.", "amp.")
# The same article kept by others to be shown faster: the address they keep follows.
KEPT_BY_OTHERS = re.compile(
    r"(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?(?=[^/]+\.)|[\w-]+\.cdn\.ampproject\.org/[cv]/(?:s/)?"
)
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
INDEX = re.compile(r"/index\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
# Not “-amp”: guitars have one too.
AMP = re.compile(r"(?<=[^/])(?:/amp(?:\.html)?$|\.amp(?=\.html$|$))", re.IGNORECASE)
DEFAULT_PORTS = (None, 80, 443)
LONGEST_KEY, DIGEST = 200, 16


def canonical_address(url):
    """Return what of an http(s) address tells its article: host, path and query; "" for others."""
    url = "".join(url.split()).encode("utf-8", "ignore").decode()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    inner = KEPT_BY_OTHERS.match(host + parts.path)
    if inner:
        query = f"?{parts.query}" if parts.query else ""
        return canonical_address("https://" + (host + parts.path)[inner.end() :] + query)
    host = bare_host(host)
    port = "" if port in DEFAULT_PORTS else f":{port}"
    return host and host + port + path_of(parts.path) + query_of(parts.query)


def bare_host(host):
    """Return a host in ASCII, without www., m. and the like where a domain is left; "" if none."""
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    if not HOST.fullmatch(host):
        return ""
    for subdomain in SUBDOMAINS:
        if host.startswith(subdomain) and "." in host[len(subdomain) :]:
            return bare_host(host[len(subdomain) :])
    return host


def path_of(path):
    """Return a path in one spelling, without what servers add to it."""
    path, longer = escaped(path), ""
    while path != longer:
        longer = path
        path = AMP.sub("", INDEX.sub("", SESSION.sub("", path).rstrip("/")))
    return path


def escaped(path):
    """Return a path with its letters composed and escaped one way."""
    data = unquote_to_bytes(path)
    with suppress(UnicodeDecodeError):
        data = unicodedata.normalize("NFC", data.decode()).encode()
    return quote(data, safe="/:@!$&'()*+,;=~-._")


def query_of(query):
    """Return a query without what follows readers, in one order."""
    fields = parse_qsl(query, keep_blank_values=True, max_num_fields=None, errors="replace")
    kept = sorted((name, value) for name, value in fields if not TRACKING.fullmatch(name))
    return f"?{urlencode(kept)}" if kept else ""


def address_key(url):
    """Return a short key of the canonical address; long ones end in a digest of the whole."""
    address = canonical_address(url)
    if len(address) <= LONGEST_KEY:
        return address
    digest = hashlib.blake2b(address.encode(), digest_size=DIGEST).hexdigest()
    return address[: LONGEST_KEY - len(digest)] + digest
