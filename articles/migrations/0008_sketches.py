from django.db import migrations, models

import vjtech.core.fields
from articles.addresses import address_key
from articles.shingles import sketch

BATCH = 2000


def fill(apps, schema_editor):
    """Work out the new columns of the rows that are there, a stretch of ids at a time."""
    work_out(schema_editor, "articles_article", "source_url", "source_key", address_key)
    work_out(schema_editor, "articles_paragraph", "text", "sketch", sketch)


def work_out(schema_editor, table, source, column, derive):
    with schema_editor.connection.cursor() as cursor:
        last = 0
        while True:
            cursor.execute(
                f"SELECT id, {source} FROM {table} WHERE id > %s ORDER BY id LIMIT {BATCH}", [last]
            )
            rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            values = [(value, pk) for pk, text in rows if (value := derive(text))]
            if values:
                cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE id = %s", values)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_intake"),
        ("entities", "0007_state_without_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="source_key",
            field=vjtech.core.fields.FoldedField(
                default="", editable=False, max_length=200, serialize=False
            ),
        ),
        migrations.AddField(
            model_name="paragraph",
            name="sketch",
            field=vjtech.core.fields.FoldedField(
                default="", editable=False, max_length=12, serialize=False
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["source_key"], name="article_source_key"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["sort_key"], name="article_title"),
        ),
        migrations.AddIndex(
            model_name="paragraph",
            index=models.Index(fields=["sketch", "article"], name="paragraph_sketch"),
        ),
    ]
