"""The project's settings, with the templates of what it is measured beside."""

from copy import deepcopy
from pathlib import Path

from vjtech.settings import *  # noqa: F403
from vjtech.settings import DATABASES, TEMPLATES

DATABASES = deepcopy(DATABASES)  # the project's stay as they are
if "pool" in (options := DATABASES["default"]["OPTIONS"]):
    options["pool"] |= {"max_size": 1}  # one backend, whose CPU time is all of the database's

TEMPLATES = [
    *TEMPLATES,
    {
        "NAME": "bench",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
