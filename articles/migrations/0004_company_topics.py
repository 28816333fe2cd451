import django.db.models.deletion
from django.db import migrations, models

FILL = (
    "INSERT INTO articles_companytopic (company_id, topic_id, articles)"
    " SELECT m.company_id, t.topic_id, COUNT(*) FROM articles_article a"
    " JOIN articles_companymention m ON m.article_id = a.id"
    " JOIN articles_articletopic t ON t.article_id = a.id WHERE a.recency IS NOT NULL"
    " GROUP BY m.company_id, t.topic_id"
)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_walks"),
        ("entities", "0005_page_walks"),
    ]

    operations = [
        migrations.CreateModel(
            name="CompanyTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("articles", models.PositiveIntegerField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topic_counts",
                        to="entities.company",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="company_counts",
                        to="articles.topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "articles of a company on a topic",
                "verbose_name_plural": "articles of companies by topic",
                "ordering": ("id",),
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["company", "topic"], name="company_topics"),
                    models.Index(fields=["topic", "company"], name="topic_companies"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="figurecitation",
            index=models.Index(fields=["speaker", "-id"], name="figure_speaker"),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["speaker", "-id"], name="statement_speaker"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
