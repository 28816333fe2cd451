"""Which fields of a fact's forms stand side by side, and which are folded away."""

DATE = ("{0}", "{0}_printed", "{0}_reason")
QUANTITY = ("qualifier", "value", "value_high", "unit", "currency")
SPEAKER = ("c.speaker", "c.speaker_text", "c.speaks_for")


def date(name):
    return tuple(part.format(name) for part in DATE)


def of_citation(names):
    return tuple(f"c.{name}" for name in names)


# Lines of names; those of the citation's form begin with "c.".
SHOWN = {
    "event": (("title",), ("kind", "status", "place"), date("date")),
    "target": (
        ("metric", "scope"),
        ("kind", "direction", "c.act"),
        of_citation(QUANTITY),
        ("c.printed", *of_citation(date("due"))),
    ),
    "role": (("person", "title", "company"),),
    "tie": (("company", "kind", "other", "place"), ("status", "detail"), date("date")),
    "figure": (
        ("company", "person", "text"),
        ("measure", "scope"),
        QUANTITY,
        ("printed", *date("as_of")),
    ),
}
FOLDED = {
    "event": (("summary",), SPEAKER),
    "target": (("c.baseline", "c.baseline_words"), SPEAKER),
    "role": (date("start"), date("end"), SPEAKER),
    "tie": (SPEAKER,),
    "figure": (SPEAKER,),
}


class Laid:
    """An entry with its fields in lines, for the template."""

    def __init__(self, entry):
        self.entry = entry
        self.shown = [self._line(names) for names in SHOWN[entry.kind]]
        self.folded = [self._line(names) for names in FOLDED[entry.kind]]
        self.unfolded = any(
            field.form.is_bound and field.errors for line in self.folded for field in line
        )

    def _line(self, names):
        return [
            self.entry.citation[name[2:]] if name.startswith("c.") else self.entry.fact[name]
            for name in names
        ]
