import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver


def started():
    """Return the application with all its modules loaded.

    What is made meanwhile stays: to search it for garbage took a sixth of the start, and would
    take part of the memory that the workers share with the process they are forked from.
    """
    gc.disable()
    try:
        application = get_wsgi_application()
        get_resolver().url_patterns  # noqa: B018  (loads the views before the first visitor comes)
    finally:
        gc.freeze()
        gc.enable()
    return application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vjtech.settings")
application = started()
