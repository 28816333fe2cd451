import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from vjtech.core.groups import EDITORS, REVIEWERS, granting

NOUNS = ("company", "person", "place")
# To merge takes the right to delete a record; both groups mark pairs and see merges.
RIGHTS = [
    *(f"view_{noun}merge" for noun in NOUNS),
    *(f"{verb}_{noun}pair" for verb in ("add", "change", "delete", "view") for noun in NOUNS),
]


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0007_state_without_index"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CompanyMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "winner_name",
                    models.CharField(editable=False, max_length=300, verbose_name="kept"),
                ),
                (
                    "loser_name",
                    models.CharField(editable=False, max_length=300, verbose_name="merged into it"),
                ),
                (
                    "loser_slug",
                    models.SlugField(editable=False, max_length=120, verbose_name="its slug"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "made",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="when",
                    ),
                ),
                ("undone", models.DateTimeField(editable=False, null=True, verbose_name="undone")),
                (
                    "undo_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why undone"),
                ),
                (
                    "steps",
                    models.JSONField(
                        default=list,
                        editable=False,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
                (
                    "winner",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merges",
                        to="entities.company",
                        verbose_name="kept",
                    ),
                ),
            ],
            options={
                "verbose_name": "merge of companies",
                "verbose_name_plural": "merges of companies",
                "ordering": ("-id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "winner_name",
                    models.CharField(editable=False, max_length=300, verbose_name="kept"),
                ),
                (
                    "loser_name",
                    models.CharField(editable=False, max_length=300, verbose_name="merged into it"),
                ),
                (
                    "loser_slug",
                    models.SlugField(editable=False, max_length=120, verbose_name="its slug"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "made",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="when",
                    ),
                ),
                ("undone", models.DateTimeField(editable=False, null=True, verbose_name="undone")),
                (
                    "undo_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why undone"),
                ),
                (
                    "steps",
                    models.JSONField(
                        default=list,
                        editable=False,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
                (
                    "winner",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merges",
                        to="entities.person",
                        verbose_name="kept",
                    ),
                ),
            ],
            options={
                "verbose_name": "merge of people",
                "verbose_name_plural": "merges of people",
                "ordering": ("-id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlaceMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "winner_name",
                    models.CharField(editable=False, max_length=300, verbose_name="kept"),
                ),
                (
                    "loser_name",
                    models.CharField(editable=False, max_length=300, verbose_name="merged into it"),
                ),
                (
                    "loser_slug",
                    models.SlugField(editable=False, max_length=120, verbose_name="its slug"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "made",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="when",
                    ),
                ),
                ("undone", models.DateTimeField(editable=False, null=True, verbose_name="undone")),
                (
                    "undo_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why undone"),
                ),
                (
                    "steps",
                    models.JSONField(
                        default=list,
                        editable=False,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
                (
                    "winner",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merges",
                        to="entities.place",
                        verbose_name="kept",
                    ),
                ),
            ],
            options={
                "verbose_name": "merge of places",
                "verbose_name_plural": "merges of places",
                "ordering": ("-id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CompanyPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="What tells the two apart.",
                        max_length=300,
                        verbose_name="why",
                    ),
                ),
                (
                    "made",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        editable=False,
                        serialize=False,
                        verbose_name="when",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="entities.company",
                        verbose_name="one",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="entities.company",
                        verbose_name="the other",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair of companies that are not the same",
                "verbose_name_plural": "companies that are not the same",
                "ordering": ("-made", "-id"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("one", "other"),
                        django.db.models.functions.comparison.Greatest("one", "other"),
                        name="companypair_once",
                        violation_error_message="These two are marked already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True),
                        name="companypair_are_two",
                        violation_error_message="A record is the same as itself: choose two.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="What tells the two apart.",
                        max_length=300,
                        verbose_name="why",
                    ),
                ),
                (
                    "made",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        editable=False,
                        serialize=False,
                        verbose_name="when",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="entities.person",
                        verbose_name="one",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="entities.person",
                        verbose_name="the other",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair of people who are not the same",
                "verbose_name_plural": "people who are not the same",
                "ordering": ("-made", "-id"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("one", "other"),
                        django.db.models.functions.comparison.Greatest("one", "other"),
                        name="personpair_once",
                        violation_error_message="These two are marked already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True),
                        name="personpair_are_two",
                        violation_error_message="A record is the same as itself: choose two.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlacePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="What tells the two apart.",
                        max_length=300,
                        verbose_name="why",
                    ),
                ),
                (
                    "made",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        editable=False,
                        serialize=False,
                        verbose_name="when",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="entities.place",
                        verbose_name="one",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="entities.place",
                        verbose_name="the other",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair of places that are not the same",
                "verbose_name_plural": "places that are not the same",
                "ordering": ("-made", "-id"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("one", "other"),
                        django.db.models.functions.comparison.Greatest("one", "other"),
                        name="placepair_once",
                        violation_error_message="These two are marked already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True),
                        name="placepair_are_two",
                        violation_error_message="A record is the same as itself: choose two.",
                    ),
                ],
            },
        ),
        granting("entities", {EDITORS: RIGHTS, REVIEWERS: RIGHTS}),
    ]
