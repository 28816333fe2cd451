"""One request to a WSGI handler, as a server would make it."""

from io import BytesIO
from urllib.parse import urlsplit


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = int(status.split()[0]), dict(headers), body


def ask(handler, address, **headers):
    started = []
    response = handler(
        environ(address, **headers), lambda status, headers, *_: started.append((status, headers))
    )
    body = b"".join(response)
    response.close()
    return Answer(*started[0], body)


def environ(address, **headers):
    """Return the WSGI environment of a GET."""
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        **headers,
    }
