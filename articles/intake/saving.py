"""An article out of an intake, with all that was ticked: in one transaction, all or nothing."""

from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from articles.intake.nouns import is_mentioned
from articles.intake.reading import PERSON
from articles.intake.text import Text, publisher_named
from articles.intake.ticks import Ticks
from articles.mentions import MENTIONS
from articles.models import ArticleTopic, IntakePiece, Paragraph
from articles.paragraphs import HEADLINE
from entities.models import Company, Person
from vjtech.core.history import revision
from vjtech.core.records import free_slug

REASON = "Intake"


class Refused(Exception):
    """Nothing is saved; `text` or `ticks` holds the forms, with what is wrong at the fields."""

    def __init__(self, text=None, ticks=None):
        super().__init__("refused")
        self.text, self.ticks = text, ticks


class Overtaken(Exception):
    """Somebody stored other choices meanwhile: nothing is saved."""


def save(piece, user):
    """Return the article made of a piece as a draft; the one that was made before, if any."""
    # Read before the transaction begins: inside one, all names of the base would be read anew.
    ticks = Ticks(piece, check=True)
    with revision(user, REASON):
        stored = IntakePiece.objects.select_for_update().get(pk=piece.pk)
        if stored.article_id:
            return stored.article
        if stored.version != piece.version:
            raise Overtaken
        text = Text(piece, check=True)
        if not text.is_valid():
            raise Refused(text=text)
        article = _article(text, user)
        _Saving(article, ticks, user).run(_paragraphs(article, text))
        IntakePiece.objects.keep(piece, article=article, set_aside=False)
        LogEntry.objects.log_actions(user.pk, [article], ADDITION, _("Added by an intake."))
        return article


def _article(text, user):
    article, cleaned = text.form.instance, text.form.cleaned_data
    publisher = publisher_named(cleaned["publisher_name"])
    if publisher is not None and publisher.pk is None:
        allowed(user, "add", type(publisher))
        publisher.slug = free_slug(publisher, publisher.name)
        publisher.save()
    article.publisher = publisher
    article.save()
    for topic in cleaned["topics"]:
        ArticleTopic.objects.create(article=article, topic=topic)
    return article


def _paragraphs(article, text):
    """Save the paragraphs; return them by the keys of their passages."""
    texts = text.passages
    return {
        passage.key: Paragraph.objects.create(
            article=article,
            number=passage.number,
            text=article.title if passage.number == HEADLINE else passage.text,
        )
        for passage in texts
    }


class _Saving:
    """One run over the names and the facts; every wrong field is found before it gives up."""

    def __init__(self, article, ticks, user):
        self.article, self.ticks, self.user = article, ticks, user
        self.wrong = False

    def run(self, paragraphs):
        for settled in self.ticks.nouns.settled.values():
            self._name(settled)
        for entry in self.ticks.entries:
            paragraph = paragraphs.get(entry.passage)
            allowed(self.user, "add", entry.model)
            if paragraph is None:
                message = _(
                    "Its paragraph was left out of the text: put it back, or set this aside."
                )
                entry.citation.add_error("words", message)
                self.wrong = True
            elif entry.save(paragraph) is None:
                self.wrong = True
        if self.wrong:
            raise Refused(ticks=self.ticks)

    def _name(self, settled):
        if not settled.form.is_valid():
            self.wrong = True
        elif settled.adds:
            settled.made = self._made(settled)
            self.wrong |= settled.made is None
        record = settled.made or settled.chosen
        if record is not None and is_mentioned(record):
            model, name = MENTIONS[type(record)]
            model.objects.get_or_create(**{"article": self.article, name: record})

    def _made(self, settled):
        """Return the new draft of a name, or None where one of its fields is wrong."""
        given = settled.form.cleaned_data
        kind, values = settled.kind, {"name": settled.name, "country": given["country"]}
        record = Person(**values) if kind == PERSON else Company(**values, kind=kind)
        allowed(self.user, "add", type(record))
        try:
            record.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                settled.form.add_error(name if name in settled.form.fields else None, messages)
            return None
        record.save()
        return record


def allowed(user, verb, model):
    if not user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}"):
        raise PermissionDenied
