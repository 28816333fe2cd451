import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from vjtech.core.groups import EDITORS, REVIEWERS, granting

RIGHTS = {
    EDITORS: ("view_report", "change_report"),
    REVIEWERS: ("view_report", "change_report", "delete_report"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_search_queue"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LeftAsIs",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gap", models.CharField(max_length=40)),
                ("record", models.BigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "core_left_as_is",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("gap", "record"), name="left_as_is_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=500, verbose_name="page")),
                ("message", models.TextField(verbose_name="message")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "created",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="received"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "open"), ("settled", "settled")],
                        default="new",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="For colleagues: what was wrong and is mended, or why nothing was.",
                        max_length=2000,
                        verbose_name="what was done",
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="settled"),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reported error",
                "verbose_name_plural": "reported errors",
                "default_permissions": ("view", "change", "delete"),
                "indexes": [models.Index(fields=["state", "-created", "-id"], name="report_list")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "new")),
                        fields=("digest",),
                        name="report_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review",
                        to="reversion.revision",
                    ),
                ),
            ],
            options={
                "db_table": "core_review",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("at__isnull", True)),
                        fields=["revision"],
                        name="review_waiting",
                    )
                ],
            },
        ),
        granting("core", RIGHTS),
    ]
