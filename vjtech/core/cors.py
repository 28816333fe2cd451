"""What programs read may be read from pages of other sites; nobody's cookies are looked at."""

FOLDERS = ("/api/",)
FILES = (".json", ".csv", ".atom", ".ics", ".bib", ".ris")
CLOSED = ("/admin/",)

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
ASKED_BEFOREHAND = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class CorsMiddleware:
    """Opens the API and the files of the lists, errors included, for reading."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_open(request.path):
            asked_beforehand = ASKED_BEFOREHAND if request.method == "OPTIONS" else {}
            for name, value in (OPEN | asked_beforehand).items():
                response[name] = value
        return response


def is_open(path):
    return (path.startswith(FOLDERS) or path.endswith(FILES)) and not path.startswith(CLOSED)
