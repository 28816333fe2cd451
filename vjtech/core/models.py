import uuid

from django.db import models


class ChangeCount(models.Model):
    backend = models.IntegerField(primary_key=True)
    count = models.BigIntegerField(default=0)

    class Meta:
        db_table = "core_change_count"

    def __str__(self):
        return f"{self.backend}: {self.count}"


class Base(models.Model):
    """The identity of this base: renewed by a restore, so that versions never repeat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)

    class Meta:
        db_table = "core_base"
        # Here because publishing is one right over records of every kind.
        permissions = [("publish_records", "Can publish and unpublish records")]

    def __str__(self):
        return str(self.id)


class SearchQueue(models.Model):
    """A record whose entry in an index must be worked out again; triggers fill it."""

    seq = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=20)
    record = models.BigIntegerField()

    class Meta:
        db_table = "core_search_queue"

    def __str__(self):
        return f"{self.name} {self.record}"
