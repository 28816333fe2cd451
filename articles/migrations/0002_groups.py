"""Two groups: editors write, reviewers also publish and delete."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ("entities", "articles")
# Parts of a record, which an editor takes away again as part of editing it.
PARTS = (
    *("companyalias", "personalias", "placealias"),
    *("eventcompany", "eventperson", "targetparty"),
    *("paragraph", "articletopic", "companymention", "personmention"),
    *("rolecitation", "tiecitation", "eventcitation", "figurecitation", "statement"),
)


def make_groups(apps, schema_editor):
    using = schema_editor.connection.alias
    # Django makes permissions only after the last migration, and the groups need them now.
    for label in ("core", *APPS):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, using=using, verbosity=0)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    groups = apps.get_model("auth", "Group").objects.using(using)
    ours = permissions.filter(content_type__app_label__in=APPS)
    deletions = ours.filter(codename__startswith="delete_")
    of_parts = deletions.filter(codename__in=[f"delete_{name}" for name in PARTS])
    editors, _made = groups.get_or_create(name="Editors")
    editors.permissions.add(*ours.exclude(pk__in=deletions), *of_parts)
    reviewers, _made = groups.get_or_create(name="Reviewers")
    publishing = permissions.get(content_type__app_label="core", codename="publish_records")
    reviewers.permissions.add(*ours, publishing)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("entities", "0001_initial"),
        ("core", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Groups stay when this is taken back: people are in them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
