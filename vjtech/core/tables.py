"""The columns of a list's CSV: what a person with a spreadsheet reads of each record."""

from itertools import accumulate

LONGEST = 32_000  # characters of a cell: of a longer one Excel makes the rest a row of its own


def itself(record):
    return record


class Table:
    """A kind's columns by name: a method of the table's, or else a field of one of `shapes`.

    `shapes` maps serializers to what gets of a record the object that they tell of, or None. A
    field of several parts, such as a date, takes a column for each of them.
    """

    shapes = {}
    columns = ()

    def __init__(self, origin):
        self.origin = origin
        self.written = {n: getattr(self, n) for n in self.columns if hasattr(type(self), n)}
        self.told = [(shape(), of) for shape, of in self.shapes.items()]
        fields = {}
        for serializer, _of in self.told:
            for name in serializer.fields.keys() - (set(self.columns) - self.written.keys()):
                serializer.fields.pop(name)  # nor worked out
            fields |= serializer.fields
        self.header = [part for n in self.columns for part in parts_of(n, fields.get(n))]

    def related(self, queryset):
        """Return the queryset with all that the columns need."""
        return self.told[0][0].related(queryset)

    def cells(self, record):
        """Return the text of each column."""
        found = {name: cell(write(record)) for name, write in self.written.items()}
        for serializer, of in self.told:
            told = of(record)
            if told is not None:
                found.update(flat(serializer.to_representation(told)))
        return [found.get(name, "") for name in self.header]

    # Columns of several kinds

    def url(self, record):
        return f"{self.origin}{record.get_absolute_url()}"

    def aliases(self, noun):
        return [labelled(alias.text, alias.kind, alias.language) for alias in noun.aliases.all()]

    def passages(self, fact):
        """The cited words, each with the title of the article that they stand in."""
        return [labelled(f"“{c.words}”", c.paragraph.article.title) for c in fact.passages]

    def sources(self, fact):
        """The addresses of the paragraphs that say so."""
        places = (citation.paragraph for citation in fact.passages)
        return list(dict.fromkeys(f"{self.url(p.article)}#p{p.number}" for p in places))


def parts_of(name, field):
    """Return the columns of a field: one, or one for each of its parts."""
    parts = getattr(field, "fields", None)
    return [column(name, part) for part in parts] if parts else [name]


def column(name, part):
    """Name the column of a part: `published` is the date itself, `published_printed` a part."""
    return name if part == "edtf" else f"{name}_{part}"


def flat(shape):
    for name, value in shape.items():
        if isinstance(value, dict):
            yield from ((column(name, part), cell(v)) for part, v in value.items())
        else:
            yield name, cell(value)


def cell(value):
    """Write a value as one readable cell; lists are joined by semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return joined([cell(v) for v in value])
    if isinstance(value, dict):
        first, *rest = (cell(v) for v in value.values())
        return labelled(first, *rest)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def joined(texts):
    """Return texts joined by semicolons, as many as one cell holds, and how many more there are."""
    lengths = accumulate(len(text) + 2 for text in texts)
    fitting = sum(length <= LONGEST for length in lengths)
    more = [f"… {len(texts) - fitting} more"] if fitting < len(texts) else []
    return "; ".join([*texts[:fitting], *more])


def labelled(name, *labels):
    """Return a name with what is said of it in brackets, as far as there is anything."""
    said = ", ".join(str(label) for label in labels if label)
    return f"{name} ({said})" if said else str(name)


def worded(choices, value):
    """Return the words for a value of TextChoices, at a tenth of the cost of get_…_display."""
    return choices(value).label if value in choices else value


def name_of(record):
    """Return the name of a published record; nothing where there is none."""
    return str(record) if record and record.is_published else ""
