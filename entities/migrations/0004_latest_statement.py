import datetime

from django.db import migrations, models

import vjtech.core.recency


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0003_walks"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="target",
            name="target_list",
        ),
        migrations.AddField(
            model_name="event",
            name="backing",
            field=models.SmallIntegerField(editable=False, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="figure",
            name="backing",
            field=models.SmallIntegerField(editable=False, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="role",
            name="backing",
            field=models.SmallIntegerField(editable=False, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="target",
            name="backing",
            field=models.SmallIntegerField(editable=False, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="target",
            name="due",
            field=models.CharField(editable=False, max_length=40, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="target",
            name="due_earliest",
            field=models.DateField(editable=False, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="target",
            name="due_latest",
            field=models.DateField(editable=False, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="target",
            name="latest_act",
            field=models.CharField(editable=False, max_length=16, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="target",
            name="latest_unit",
            field=models.CharField(editable=False, max_length=60, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="target",
            name="revised",
            field=models.BooleanField(editable=False, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="tie",
            name="backing",
            field=models.SmallIntegerField(editable=False, null=True, serialize=False),
        ),
        migrations.AddField(
            model_name="target",
            name="due_day",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(due_earliest__isnull=True, then=models.Value(9999999)),
                    models.When(
                        due_earliest=datetime.date(1, 1, 1),
                        then=vjtech.core.recency.DayNumber("due_latest"),
                    ),
                    default=vjtech.core.recency.DayNumber("due_earliest"),
                    output_field=models.BigIntegerField(),
                ),
                output_field=models.BigIntegerField(),
                serialize=False,
            ),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["state", "due_day", "id"], name="target_list"),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["state", "kind", "due_day", "id"], name="target_kind"),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(
                fields=["state", "latest_unit", "due_day", "id"], name="target_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["state", "latest_act", "due_day", "id"], name="target_act"),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(
                fields=["state", "due_latest", "due_day", "id"], name="target_ahead"
            ),
        ),
    ]
