#!/usr/bin/env python
import os
import signal
import sys

STOPS = (signal.SIGINT, signal.SIGTERM)


def stop(number, frame):
    """While Python still imports there is nothing to undo, so that a stop is a clean one."""
    for again in STOPS:
        signal.signal(again, signal.SIG_IGN)
    sys.exit(0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        for number in STOPS:
            signal.signal(number, stop)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vjtech.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a setting that cannot be read, named in one line
        sys.exit(str(error))
