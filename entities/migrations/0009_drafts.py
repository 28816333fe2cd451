from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0008_identity"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="role",
            index=models.Index(
                condition=models.Q(("state", "draft")), fields=["id"], name="role_drafts"
            ),
        ),
        migrations.AddIndex(
            model_name="tie",
            index=models.Index(
                condition=models.Q(("state", "draft")), fields=["id"], name="tie_drafts"
            ),
        ),
    ]
