"""What of the nouns, of an event and of a target is found, and by which filters narrowed."""

from entities.models import Company, Event, Person, Place, Target
from vjtech.core.recency import ID_BITS
from vjtech.core.search.index import Document, Index, date_tags
from vjtech.core.search.spellings import declare

ON_SUBJECT = "s"  # the tag of a fact that more than background articles back

# The facts that an article's publication makes public or hides.
CITED_BY = (
    "SELECT c.{fact}_id AS id FROM articles_{table} c"
    " JOIN articles_paragraph p ON p.id = c.paragraph_id WHERE p.article_id = {{row}}.id"
)
# Those that a paragraph takes along to another article.
CITED_IN = "SELECT c.{fact}_id AS id FROM articles_{table} c WHERE c.paragraph_id = {{row}}.id"


def on_subject(model, ids):
    return set(model.objects.filter(pk__in=ids).on_subject().values_list("pk", flat=True))


def events(ids):
    """Yield the documents of the public events among these."""
    subject = on_subject(Event, ids)
    chosen = Event.objects.published().filter(pk__in=ids).select_related("place")
    for event in chosen.prefetch_related("company_parts", "person_parts"):
        place = event.place.name if event.place else ""
        key = (event.day << ID_BITS) + event.pk
        tags = event_tags(event, event.pk in subject)
        yield Document(event.pk, key, event.title, f"{event.summary}\n{place}", tuple(tags))


def event_tags(event, is_on_subject):
    yield from date_tags(event.date)
    yield f"k{event.kind}"
    if event.place and event.place.country:
        yield f"n{event.place.country}"
    if is_on_subject:
        yield ON_SUBJECT
    yield from (f"c{part.company_id}" for part in event.company_parts.all())
    yield from (f"p{part.person_id}" for part in event.person_parts.all())


def targets(ids):
    """Yield the documents of the public targets among these."""
    subject = on_subject(Target, ids)
    chosen = Target.objects.published().filter(pk__in=ids)
    for target in chosen.prefetch_related("parties__company", "parties__person"):
        parties = target.parties.all()
        named = (party.company or party.person or party.text for party in parties)
        shown = (str(party) for party in named if getattr(party, "is_published", True))
        body = "\n".join((target.scope, *shown))
        tags = [f"k{target.kind}", *(f"c{p.company_id}" for p in parties if p.company_id)]
        tags += [ON_SUBJECT] if target.pk in subject else []
        yield Document(target.pk, target.pk, target.metric, body, tuple(tags))


EVENTS = Index(
    "event",
    events,
    {
        "entities.Event": "id",
        "entities.EventCompany": "event_id",
        "entities.EventPerson": "event_id",
        "entities.Place": "SELECT id FROM entities_event WHERE place_id = {row}.id",
        "articles.EventCitation": "event_id",
        "articles.Article": CITED_BY.format(fact="event", table="eventcitation"),
        "articles.Paragraph": (
            CITED_IN.format(fact="event", table="eventcitation"),
            ("UPDATE",),
        ),
    },
)
TARGETS = Index(
    "target",
    targets,
    {
        "entities.Target": "id",
        "entities.TargetParty": "target_id",
        "entities.Company": "SELECT target_id AS id FROM entities_targetparty"
        " WHERE company_id = {row}.id",
        "entities.Person": "SELECT target_id AS id FROM entities_targetparty"
        " WHERE person_id = {row}.id",
        "articles.Statement": "target_id",
        "articles.Article": CITED_BY.format(fact="target", table="statement"),
        "articles.Paragraph": (
            CITED_IN.format(fact="target", table="statement"),
            ("UPDATE",),
        ),
    },
)


def names_of(model):
    """Index a noun's name and aliases, drafts too: whoever asks leaves out what is not for them."""

    def documents(ids):
        for noun in model.objects.filter(pk__in=ids).prefetch_related("aliases"):
            aliases = "\n".join(alias.text for alias in noun.aliases.all())
            yield Document(noun.pk, noun.pk, noun.name, aliases)

    label = model._meta.label
    return Index(model._meta.model_name, documents, {label: "id", f"{label}Alias": "owner_id"})


COMPANIES, PEOPLE, PLACES = names_of(Company), names_of(Person), names_of(Place)

declare(Place)
declare(Company)
declare(Person, short_identifies=False)
