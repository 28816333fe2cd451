"""One event, one line: what a visitor typed cannot forge a line of the log."""

import logging
import re

# C0, DEL and C1 controls, line and paragraph separators, bidirectional overrides
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class LineFormatter(logging.Formatter):
    """Escapes control characters in messages and indents tracebacks under their message."""

    def formatMessage(self, record):
        return UNSAFE.sub(lambda found: ascii(found[0])[1:-1], super().formatMessage(record))

    def formatException(self, exc_info):
        return "\n".join("    " + line for line in super().formatException(exc_info).splitlines())
