"""What a spreadsheet of one kind holds: its columns, its key, and the rows that are stored."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vjtech.core.importing.columns import Reference, tidy
from vjtech.core.importing.known import batches
from vjtech.core.records import SLUG_LENGTH
from vjtech.core.search.fold import fold

AT_ONCE = 500  # rows of an export that are fetched together


class Sheet:
    """Base of the kinds' sheets; `name` stands in addresses and names the file."""

    model = None
    name = ""
    key = ()
    columns = ()
    notes = ()
    up = ""  # the foreign key to its own kind, if it has one

    def references(self, cells):
        """Return (model, slug) of each record without which a row's key cannot be read."""
        return ()

    def once_called(self, keys):
        """Return (model, slug) of what may have had these keys before."""
        return ()

    @cached_property
    def by_name(self):
        return {column.name: column for column in self.columns}

    @cached_property
    def by_attribute(self):
        return {column.attribute: column.name for column in self.columns}

    @cached_property
    def rights(self):
        """The permissions that an import takes: all that it may do to records and their rows."""
        models = [(self.model, ("add", "change"))]
        models += [(c.widget.rows, ("add", "change", "delete")) for c in self.columns if c.is_rows]
        return [
            f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
            for model, verbs in models
            for verb in verbs
        ]

    @property
    def title(self):
        return self.model._meta.verbose_name_plural

    def fetched(self, rows):
        """Return the rows with all that writing them in cells takes."""
        fields = [c.attribute for c in self.columns if isinstance(c.widget, Reference)]
        prefetched = [column.prefetch() for column in self.columns if column.is_rows]
        return rows.select_related(*fields).prefetch_related(*prefetched)

    def cells(self, rows):
        """Yield the cells of each row, some rows at a time."""
        fetched = self.fetched(rows.order_by("pk")).iterator(chunk_size=AT_ONCE)
        for row in fetched:
            yield [column.export(row) for column in self.columns]

    def header(self):
        return [column.name for column in self.columns]

    def required(self, column):
        """Say whether a new row cannot do without this column."""
        if column.is_rows:
            return False
        field = self.model._meta.get_field(column.attribute)
        return not field.blank and not field.has_default()

    def guardian(self, row):
        """Return the Record whose version grows when this row is stored."""
        return row

    @property
    def guardians(self):
        """The model of the guardians."""
        return self.model

    def of(self, records):
        """Return this sheet's rows of some records of the list."""
        return records

    def uncited(self, plan):
        """Return how many rows would be published facts that cite no passage."""
        return 0

    def named(self, row):
        return f"{row} ({row.slug})"


class RecordSheet(Sheet):
    """Records, known by their slugs."""

    key = ("slug",)

    def once_called(self, keys):
        return [(self.model, slug) for slug in keys]

    def key_of(self, cells, known):
        slug = tidy(cells["slug"])
        if not slug:
            name = next((cells[c] for c in ("name", "title", "metric") if cells.get(c)), "")
            free = slugify(fold(name[:SLUG_LENGTH]))
            hint = _(" For a new record write a new one, such as “%(slug)s”.") % {"slug": free}
            reason = _("Each row needs its slug: it says which record it is.")
            raise ValidationError({"slug": reason + (hint if free else "")})
        if len(slug) > SLUG_LENGTH:
            reason = _("Longer than %(most)d characters.") % {"most": SLUG_LENGTH}
            raise ValidationError({"slug": reason})
        try:
            validate_slug(slug)
        except ValidationError as error:
            raise ValidationError({"slug": error.messages}) from None
        return slug

    def stored(self, keys, known, lock=False):
        """Return the stored records of these keys, by key."""
        found = {}
        for some in batches(keys):
            rows = self.fetched(self.model._base_manager.filter(slug__in=some))
            rows = rows.select_for_update(of=("self",)) if lock else rows
            found |= {row.slug: row for row in rows}
        return found

    def new(self, key, known):
        if now := known.now_called(self.model, key):
            reason = _("“%(slug)s” is a former address of “%(now)s”: write that.")
            raise ValidationError(reason % {"slug": key, "now": now})
        return self.model(slug=key)


class FactSheet(RecordSheet):
    def uncited(self, plan):
        rows = [row.instance for row in plan.shown if row.instance and row.instance.is_published]
        uncited = sum(not record.pk for record in rows)
        for some in batches(record.pk for record in rows if record.pk):
            uncited += self.model._base_manager.filter(pk__in=some, citations=None).count()
        return uncited


class AliasSheet(Sheet):
    """Aliases, known by their owner, text and kind; `owner` names the column of the owner."""

    owner = ""

    @property
    def key(self):
        return (self.owner, "text", "kind")

    def references(self, cells):
        return [(self.owner_model, tidy(cells[self.owner]))]

    @property
    def owner_model(self):
        return self.model._meta.get_field("owner").related_model

    def key_of(self, cells, known):
        key = {}
        for name in self.key:
            column = self.by_name[name]
            try:
                if not tidy(cells[name]):
                    raise ValidationError(_("Must not be empty: it says which alias this is."))
                key[name] = column.clean(cells, known=known)
            except ValidationError as error:
                raise ValidationError({name: error.messages}) from None
        return tuple(key.values())

    def stored(self, keys, known, lock=False):
        owners = {owner.pk: owner for owner, _text, _kind in keys}
        found = {}
        for some in batches(owners):
            if lock:
                fresh = self.owner_model._base_manager.filter(pk__in=some).select_for_update()
                for owner in fresh:
                    owners[owner.pk].version = owner.version
            for row in self.model._base_manager.filter(owner__in=some):
                row.owner = owners[row.owner_id]
                found[row.owner, row.text, row.kind] = row
                found.setdefault((row.owner, tidy(row.text), row.kind), row)
        return found

    def new(self, key, known):
        owner, text, kind = key
        return self.model(owner=owner, text=text, kind=kind)

    def guardian(self, row):
        return row.owner

    @property
    def guardians(self):
        return self.owner_model

    def named(self, row):
        return f"{row.owner}: {row.text} ({row.get_kind_display()})"

    def of(self, records):
        return self.model._base_manager.filter(owner__in=records)
