import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_state_without_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "started",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="started"),
                ),
                ("text", models.TextField(verbose_name="text as pasted")),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="file")),
                (
                    "address",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="address of the original"
                    ),
                ),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=200, verbose_name="publisher"),
                ),
                (
                    "thrown_away",
                    models.DateTimeField(blank=True, null=True, verbose_name="thrown away"),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="intakes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="editor",
                    ),
                ),
            ],
            options={
                "verbose_name": "intake",
                "verbose_name_plural": "intakes",
                "ordering": ("-started", "-id"),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="IntakePiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("found", models.JSONField(verbose_name="found")),
                ("choices", models.JSONField(blank=True, default=dict, verbose_name="choices")),
                (
                    "step",
                    models.CharField(
                        choices=[("text", "text"), ("tick", "names and facts")],
                        default="text",
                        max_length=4,
                        verbose_name="step",
                    ),
                ),
                ("set_aside", models.BooleanField(default=False, verbose_name="set aside")),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="intake_piece",
                        to="articles.article",
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="articles.intake",
                    ),
                ),
            ],
            options={
                "verbose_name": "article of an intake",
                "verbose_name_plural": "articles of intakes",
                "ordering": ("intake", "number"),
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("intake", "number"), name="intake_piece_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("article__isnull", True), ("set_aside", False), _connector="OR"
                        ),
                        name="intake_piece_one_fate",
                    ),
                ],
            },
        ),
    ]
