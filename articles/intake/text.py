"""The text of an article to be: which lines it keeps, and what is said of it as a whole."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.intake.fields import desk_field
from articles.intake.inputs import names_of, opened
from articles.models import Article, Publisher, Topic
from articles.paragraphs import HEADLINE, tidy
from vjtech.core.admin import DeskForm
from vjtech.core.admin.fields import TidyField
from vjtech.core.dates import today
from vjtech.core.search.fold import name_key

MOST_PARAGRAPHS = 300  # each has inputs in the form that follows
TITLE = "title"  # the key of the headline among the passages


@dataclass(frozen=True)
class Passage:
    """A paragraph of the article to be; `key` stays the same when others are put back or cut."""

    key: str
    number: int
    text: str


class ArticleForm(DeskForm):
    use_required_attribute = False

    publisher_name = TidyField(
        label=gettext_lazy("publisher"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "publishers"}),
        help_text=gettext_lazy("A name that is not in the list yet is added to it."),
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=gettext_lazy("topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Article
        formfield_callback = desk_field
        fields = (
            *("title", "source_url", "language", "relevance"),
            *("published", "published_printed", "published_reason", "retrieved"),
            *("credits", "text_kind", "rights", "truncated", "note"),
        )

    def clean_title(self):
        return tidy(self.cleaned_data["title"])

    def clean_publisher_name(self):
        return tidy(self.cleaned_data["publisher_name"])


class Text:
    """The first form of a piece: the article's own fields, and a tick at each line it keeps."""

    def __init__(self, piece, check=False):
        self.found = piece.found
        self.stored = piece.choices.get("text") or self._as_found(piece)
        self.form = opened(ArticleForm, self.stored, check=check)

    def _as_found(self, piece):
        found, intake = piece.found, piece.intake
        given = {
            "title": found["title"],
            "source_url": intake.address or found["address"],
            "publisher_name": intake.publisher or found["publisher"],
            "language": found["language"] or Article.Language.ENGLISH,
            "relevance": Article.Relevance.CORE,
            "published": found["published"],
            "published_printed": found["published_printed"],
            "retrieved": today().isoformat(),
            "credits": found["credits"],
            "text_kind": Article.TextKind.SOURCE,
            "rights": Article.Rights.PASSAGES,
        }
        kept = {f"keep-{n}": ["on"] for n, line in enumerate(found["lines"]) if not line["cut"]}
        return {name: [value] for name, value in given.items()} | kept

    @property
    def lines(self):
        """The lines as they stand: what was found, and what the editor did with each."""
        number = HEADLINE
        for n, line in enumerate(self.found["lines"]):
            text = tidy(self.value(f"text-{n}") or line["text"])
            keeps = f"keep-{n}" in self.stored
            number += keeps
            yield {
                **line,
                "index": n,
                "keeps": keeps,
                "place": number if keeps else None,
                "now": text,
                "edited": text != line["text"],
            }

    @property
    def names(self):
        """The names of all inputs of this form; no other is ever stored."""
        lines = range(len(self.found["lines"]))
        own = [f"{name}-{n}" for name in ("keep", "text") for n in lines]
        return [*names_of(self.form), *own]

    @property
    def passages(self):
        """The headline and the paragraphs that are kept, numbered."""
        kept = [line for line in self.lines if line["keeps"]]
        return [
            Passage(TITLE, HEADLINE, tidy(self.value("title"))),
            *(Passage(str(line["index"]), line["place"], line["now"]) for line in kept),
        ]

    @property
    def published(self):
        return self.value("published")

    def value(self, name):
        return (self.stored.get(name) or [""])[0]

    def is_valid(self):
        """Check the article's fields, and that there is a text; only where it was opened so."""
        valid, kept = self.form.is_valid(), sum(line["keeps"] for line in self.lines)
        if valid and not kept:
            self.form.add_error(None, _("Keep at least one paragraph."))
        elif valid and kept > MOST_PARAGRAPHS:
            message = _("These are more than %(n)d paragraphs: leave out what says nothing new.")
            self.form.add_error(None, message % {"n": MOST_PARAGRAPHS})
        return self.form.is_valid()


def publisher_named(name):
    """Return the publisher of this name, a new one that is not saved yet, or None for no name."""
    if not name:
        return None
    alike = list(Publisher.objects.filter(sort_key=name_key(name)))
    exact = [publisher for publisher in alike if publisher.name == name]
    return (exact or alike or [Publisher(name=name)])[0]
