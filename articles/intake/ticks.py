"""The second form of a piece: names to tick, facts to fill in; and the steps taken in it.

What is stored in the piece's `choices`, beside "text" of the first form:
"tick" {input: [values]}; "facts" [{"id", "kind", "passage", "gone"}]; "dismissed" [keys of
namings that are somebody else]; "looked_up" [{"text", "owners"}].
"""

from functools import cached_property

from articles.intake.fact_forms import FORMS
from articles.intake.facts import MOST_FACTS, Entry, wanted
from articles.intake.known import KnownFacts
from articles.intake.nouns import Nouns, value
from articles.intake.prefill import prefilled
from articles.intake.reading import Reading
from articles.intake.sentences import sentences
from articles.intake.text import Text
from articles.paragraphs import tidy
from entities.known import recogniser
from entities.models import Company, Person

MOST_LOOKED_UP = 50
MEANT = 5  # records offered for a name that was looked up


class Refusal(ValueError):
    """A step that cannot be taken; the message tells the editor why."""


class Ticks:
    def __init__(self, piece, check=False):
        self.choices = piece.choices
        self.text = Text(piece)
        self.stored = self.choices.get("tick", {})
        self.states = self.choices.get("facts", [])
        live = [state for state in self.states if not state.get("gone")]
        self.gone = [state for state in self.states if state.get("gone")]
        self.reading = Reading(
            self.text.passages,
            self.text.published,
            recogniser(),
            self.choices.get("looked_up", ()),
            self.text.value("language"),
        )
        prefixes = tuple(f"f{state['id']}-" for state in live)
        asked = wanted({k: v for k, v in self.stored.items() if k.startswith(prefixes)})
        dismissed = self.choices.get("dismissed", ())
        publisher = self.text.value("publisher_name")
        self.nouns = Nouns(self.reading, self.stored, dismissed, asked, publisher, check)
        known = KnownFacts(self.nouns)
        self.entries = [Entry(state, self.stored, self.nouns, known, check) for state in live]

    @property
    def names(self):
        """The names of all inputs that are stored; no other is."""
        return [*self.nouns.names, *(name for entry in self.entries for name in entry.names)]

    @cached_property
    def reads(self):
        return {read.passage.key: read for read in self.reading.reads}

    @property
    def stranded(self):
        """The facts whose paragraph was left out of the text after they were made."""
        return [entry for entry in self.entries if entry.passage not in self.reads]

    def entries_of(self, passage):
        return [entry for entry in self.entries if entry.passage == passage]

    def settled_of(self, passage):
        """Return the names to settle beside a passage: the first that brings them."""
        namings = self.nouns.settled.values()
        return [s for s in namings if s.naming.passage == passage and not s.naming.is_place]

    # -- steps: each returns the choices as they are after it

    def with_clear_ticked(self):
        """Tick every known name that can be nobody else."""
        ticked = {
            f"n-{settled.key}-who": [value(settled.records[0])]
            for settled in self.nouns.settled.values()
            if settled.is_clear and not settled.is_publisher
        }
        return self.choices | {"tick": self.stored | ticked}

    def dismissing(self, key):
        """Remember that a known name is somebody else here."""
        if key not in self.nouns.settled:
            raise Refusal
        dismissed = [*self.choices.get("dismissed", ()), key]
        tick = {name: v for name, v in self.stored.items() if name != f"n-{key}-who"}
        return self.choices | {"dismissed": sorted(set(dismissed)), "tick": tick}

    def restoring(self, key):
        if key not in self.choices.get("dismissed", ()):
            raise Refusal
        dismissed = [other for other in self.choices["dismissed"] if other != key]
        tick = {name: v for name, v in self.stored.items() if name != f"n-{key}-add"}
        return self.choices | {"dismissed": dismissed, "tick": tick}

    def looking_up(self, name):
        """Ask the base for a name that was not recognised; it becomes one more suggestion."""
        name, asked = tidy(name)[:300], self.choices.get("looked_up", [])
        if not name or len(asked) >= MOST_LOOKED_UP:
            raise Refusal
        meant = [*Company.objects.meant(name, MEANT), *Person.objects.meant(name, MEANT)]
        owners = [[record._meta.model_name, record.pk] for record in meant]
        others = [each for each in asked if each["text"] != name]
        return self.choices | {"looked_up": [*others, {"text": name, "owners": owners}]}

    def adding(self, kind, passage, sentence="", selected=""):
        """Begin a fact of a passage: of the words selected in it, else of the n-th sentence."""
        if kind not in FORMS or passage not in self.reads or len(self.entries) >= MOST_FACTS:
            raise Refusal
        read = self.reads[passage]
        number = max((state["id"] for state in self.states), default=0) + 1
        span = span_of(read.passage.text, sentence, selected)
        given = prefilled(kind, f"f{number}", read, span, self.nouns)
        state = {"id": number, "kind": kind, "passage": passage}
        return self.choices | {
            "facts": [*self.states, state],
            "tick": self.stored | given,
        }

    def putting(self, number, gone):
        """Set a fact aside, or bring it back."""
        states = [s | {"gone": gone} if s["id"] == number else s for s in self.states]
        return self.choices | {"facts": states}


def span_of(text, sentence, selected):
    """Return where the words begin and end of which a fact is made."""
    selected = tidy(selected)
    if selected and selected in text:
        start = text.index(selected)
        return start, start + len(selected)
    spans = sentences(text)
    if sentence.isascii() and sentence.isdigit() and int(sentence[:4]) < len(spans):
        return spans[int(sentence[:4])]
    return (0, len(text))
