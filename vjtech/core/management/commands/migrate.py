from django.core.management.commands import migrate
from django.db import connections

from vjtech.core.connections import unhurried


class Command(migrate.Command):
    """Django's, given the time it needs: a web request's limits would cut a migration off."""

    def handle(self, *args, **options):
        with unhurried(connections[options["database"]]):
            super().handle(*args, **options)
