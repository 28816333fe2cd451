"""What the tests of merging share: pairs of records with every kind of link, and whole dumps."""

import json
from io import StringIO

from django.apps import apps
from django.core.management import call_command

from entities.models import EventCompany, EventPerson, TargetParty
from tests.factories import (
    add_paragraph,
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_target,
    make_tie,
    make_topic,
)
from vjtech.core.merging.links import links
from vjtech.core.merging.merge import merge
from vjtech.core.merging.tables import Merge
from vjtech.core.pairs import mark_distinct

OURS = ("entities", "articles")


def dump():
    """Return every row of our apps but the merges, as dumpdata has it, in no order."""
    tables = [m for label in OURS for m in apps.get_app_config(label).get_models()]
    merges = [f"{m._meta.label}" for m in tables if issubclass(m, Merge)]
    options = {"use_natural_foreign_keys": True, "format": "json", "exclude": merges}
    out = StringIO()
    call_command("dumpdata", *OURS, stdout=out, **options)
    rows = json.loads(out.getvalue())
    for row in rows:
        if row["model"] == "articles.companytopic":  # counted anew, in rows of their own
            del row["pk"]
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


def rows_of(record):
    """Return how many rows of each table point to a record: {(table, column): number}."""
    found = {}
    for table, fields in links(type(record)).items():
        for field in fields:
            rows = table._base_manager.filter(**{field.name: record.pk})
            found[table.__name__, field.name] = rows.count()
    return found


def cite_twice(kept, dropped, **fields):
    """Cite two facts by one passage of the same words, and the second by another one."""
    article = make_article()
    paragraph = add_paragraph(article, "Both say so here.")
    cite(kept, paragraph=paragraph, words="say so", **fields)
    cite(dropped, paragraph=paragraph, words="say so", **fields)
    cite(dropped, paragraph=paragraph, words="Both", **fields)


def spoken(person, body):
    """Have a person speak for a body in a citation of each kind."""
    saying = {"speaker": person, "speaks_for": body}
    for fact in (make_role(), make_tie(), make_event(), make_figure(), make_target()):
        cite(fact, **saying)


def make_companies():
    """Return two companies, linked in every way there is, to others and to each other."""
    country = make_place("Japan", kind="country")
    group = make_company("Group", country="JP")
    one = make_company(
        "Fuji Kogyo", aliases=["Fuji", {"text": "富士", "kind": "native"}], country="JP"
    )
    two = make_company(
        "富士工業",
        aliases=[{"text": "富士", "kind": "native", "language": "ja"}, "Fuji Industries"],
        kind="research",
        parent=group,
        summary="It makes machines.",
        state="draft",
    )
    for company, former in ((one, "fuji-old"), (two, "kogyo-old")):
        company.former_slugs.create(slug=former)
        make_company(parent=company)
    make_publisher(company=two)
    topic = make_topic()
    make_article(companies=[one, two], topics=[topic])
    make_article(companies=[two], topics=[topic])
    person, other, event = make_person(), make_company(), make_event(companies=[one, two])
    same = {"person": person, "title": "Director"}
    mine = make_role(company=one, start="2019", **same, article=None)
    cite_twice(mine, make_role(company=two, start="2019", end="2021", **same, article=None))
    make_role(company=two, **same, start="2015")
    cite_twice(
        make_tie(one, other, article=None, state="draft"), make_tie(two, other, article=None)
    )
    make_tie(other, two, kind="client_of")
    make_tie(two, None, kind="office_in", place=country)
    make_tie(one, two)
    make_tie(two, one, kind="client_of")
    EventCompany.objects.create(event=event, company=two, part="host")
    target = make_target(companies=[one])
    TargetParty.objects.create(target=target, company=two)
    TargetParty.objects.create(target=target, company=two, part="supporter")
    figures = [make_figure("staff", company=company, article=None) for company in (one, two)]
    figures[1].former_slugs.create(slug="staff-before")
    cite_twice(*figures)
    make_figure("offices", company=two)
    spoken(make_person(), two)
    spoken(make_person(), one)
    third = make_company()
    mark_distinct(one, third, None, "Another town")
    mark_distinct(third, two, None)
    mark_distinct(two, other, None)
    merge(two, make_company("Fuji Labs", country="JP"))
    return fresh(one, two)


def make_people():
    """Return two people, linked in every way there is."""
    one = make_person("Nguyen Van A", family_name="Nguyen", country="VN")
    two = make_person("Nguyễn Văn A", aliases=["A"], distinction="of FPT", state="draft")
    two.former_slugs.create(slug="van-a")
    make_article(people=[one, two])
    make_article(people=[two])
    company, event = make_company(), make_event(people=[one, two])
    roles = [make_role(p, company, title="Chair", article=None) for p in (one, two)]
    cite_twice(*roles)
    make_role(two, company, title="Founder")
    EventPerson.objects.create(event=event, person=two, part="host")
    target = make_target()
    for person in (one, two):
        TargetParty.objects.create(target=target, person=person)
    make_figure("followers", person=one)
    make_figure("followers", person=two)
    spoken(two, company)
    mark_distinct(two, make_person(), None)
    merge(two, make_person())
    return fresh(one, two)


def make_places():
    """Return two places, linked in every way there is; the second lies indirectly in the first."""
    one = make_place("Da Nang", country="VN")
    two = make_place("Đà Nẵng", aliases=["Danang"], kind="province", parent=make_place(parent=one))
    two.former_slugs.create(slug="tourane")
    make_place(parent=two)
    company = make_company()
    for place in (one, two):
        make_tie(company, None, kind="office_in", place=place)
        make_event(place=place)
    mark_distinct(two, make_place(), None)
    merge(two, make_place())
    return fresh(one, two)


def fresh(*records):
    return tuple(type(record).objects.get(pk=record.pk) for record in records)
