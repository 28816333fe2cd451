"""What the groups of the desk may do, as migrations grant it."""

from functools import partial

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITORS, REVIEWERS = "Editors", "Reviewers"
PUBLISH = "core.publish_records"


def granting(label, rights):
    """Return the operation that gives groups rights of an app: {group's name: codenames}."""
    return migrations.RunPython(partial(grant, label, rights), migrations.RunPython.noop)


def grant(label, rights, apps, schema_editor):
    using = schema_editor.connection.alias
    # Django makes permissions only after the last migration, and the groups need them now.
    config = apps.get_app_config(label)
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    groups = apps.get_model("auth", "Group").objects.using(using)
    for name, codenames in rights.items():
        group, _made = groups.get_or_create(name=name)
        given = permissions.filter(content_type__app_label=label, codename__in=codenames)
        group.permissions.add(*given)
