"""What every record of the base has: a slug, a state, a version, and one gate to the public."""

from functools import cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.db.models.lookups import IsNull
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from vjtech.core.history import changing
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.search.fold import fold

SLUG_LENGTH = 120


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class RecordQuerySet(models.QuerySet):
    def published(self):
        """Return what the public may see: the only gate there is."""
        return self.filter(state=State.PUBLISHED)

    def by_slug(self, slug):
        """Return the record of this slug, or of this former slug; DoesNotExist if neither."""
        record = self.filter(slug=slug).first()
        if record is None and hasattr(self.model, "former_slugs"):
            record = self.filter(former_slugs__slug=slug).first()
        if record is None:
            raise self.model.DoesNotExist(slug)
        return record

    def publish(self):
        changing(self)
        return self.update(state=State.PUBLISHED, version=F("version") + 1, updated=timezone.now())

    def unpublish(self):
        changing(self)
        return self.update(state=State.DRAFT, version=F("version") + 1, updated=timezone.now())


class Record(NaturalModel):
    stamps = ("created", "updated", "version")

    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text=_("The last part of its address. Made from the name when left empty."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    created = models.DateTimeField(default=timezone.now, editable=False, serialize=False)
    updated = models.DateTimeField(default=timezone.now, editable=False, serialize=False)
    version = models.PositiveIntegerField(default=1, editable=False, serialize=False)

    objects = NaturalManager.from_queryset(RecordQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = free_slug(self, self.slug_source())
        if self.pk and not self._state.adding:
            self.version += 1
            self.updated = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "version", "updated"}
            self._keep_former_slug()
        super().save(*args, **kwargs)
        self._loaded_slug = self.slug

    @classmethod
    def from_db(cls, db, field_names, values):
        record = super().from_db(db, field_names, values)
        record._loaded_slug = record.__dict__.get("slug")
        return record

    @property
    def is_published(self):
        return self.state == State.PUBLISHED

    def slug_source(self):
        """Return the words that a slug is made from."""
        return str(self)

    def _keep_former_slug(self):
        former = getattr(self, "_loaded_slug", None)
        if former and former != self.slug and hasattr(self, "former_slugs"):
            self.former_slugs.filter(slug=self.slug).delete()
            # Another record may have had it before: the last one to have it keeps it.
            self.former_slugs.model.objects.update_or_create(slug=former, defaults={"record": self})


def detail_address(record):
    """Return the address of a record's page: the route `<model>_detail`, by slug."""
    return f"{_folder(record._meta.model_name, get_script_prefix())}{record.slug}/"


@cache
def _folder(name, script_prefix):
    # A list links to a hundred pages: to reverse each took a fifth of its rendering.
    return reverse(f"{name}_detail", args=["-"]).removesuffix("-/")


def first_slug(record):
    """Return the first slug that a record had (prefetched): no other record is ever given it."""
    former = sorted(record.former_slugs.all(), key=lambda row: row.pk)
    return former[0].slug if former else record.slug


class Linked(NamedTuple):
    """As much of a record as a link to its page shows."""

    model: type
    slug: str
    name: str

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{_folder(self.model._meta.model_name, get_script_prefix())}{self.slug}/"


class FormerSlug(NaturalModel):
    """An address that a record had; a subclass adds `record` with related_name former_slugs."""

    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True)

    objects = NaturalManager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.slug


class Backing(models.IntegerChoices):
    """By which published articles a fact is cited: by background alone, or by more."""

    BACKGROUND = 1
    SUBJECT = 2


class FactQuerySet(RecordQuerySet):
    def published(self):
        """Return facts that are published, whose ends are, and that a published article backs."""
        return super().published().filter(self.model.ends_published(), backing__isnull=False)

    def on_subject(self):
        """Return the facts that an article backs which is more than background."""
        return self.filter(backing=Backing.SUBJECT)

    def with_passages(self):
        """Fetch each fact's public citations as `passages`."""
        citations = self.model._meta.get_field("citations").related_model.objects.public()
        return self.prefetch_related(Prefetch("citations", citations, to_attr="passages"))


class Fact(Record):
    """A record that stands on citations; `ends` names the records it is about.

    The reverse accessor `citations` comes from the app of the sources, whose triggers keep
    `backing`: a Backing, null where no published article cites the fact.
    """

    ends = ()

    backing = models.SmallIntegerField(null=True, editable=False, serialize=False)

    objects = NaturalManager.from_queryset(FactQuerySet)()

    class Meta:
        abstract = True

    @classmethod
    def ends_published(cls):
        """Return the condition that each end, where there is one, is published."""
        condition = Q()
        for field in map(cls._meta.get_field, cls.ends):
            # Looked up for each row: to join, PostgreSQL would first read all that may be an end.
            ends = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
            found = ends.filter(state=State.PUBLISHED).order_by().values("pk")
            end = Q(IsNull(Subquery(found), False))
            condition &= end | Q(**{f"{field.name}__isnull": True}) if field.null else end
        return condition


def free_slug(row, words):
    """Return a slug made from the words that no other row of its model has or had."""
    base = slugify(fold(words))[: SLUG_LENGTH - 5].strip("-") or "record"
    others = type(row).objects.exclude(pk=row.pk)
    lookups = ["slug", *(["former_slugs__slug"] if hasattr(row, "former_slugs") else [])]
    slug, n = base, 1
    while any(others.filter(**{lookup: slug}).exists() for lookup in lookups):
        n += 1
        slug = f"{base}-{n}"
    return slug


def refuse_ring(instance, name, message):
    """Raise ValidationError where the way up by the named foreign key comes back on itself."""
    seen, above = {instance.pk}, getattr(instance, name)
    while above is not None:
        if above.pk in seen and above.pk is not None:
            raise ValidationError({name: message})
        seen.add(above.pk)
        above = getattr(above, name)


def require_one(instance, names, message):
    """Raise ValidationError unless exactly one of the named attributes is set."""
    if sum(bool(getattr(instance, name)) for name in names) != 1:
        raise ValidationError({names[0]: message})
