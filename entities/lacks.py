"""What a draft lacks before it should be published: worded, and where it is mended."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entities.models import (
    Company,
    Event,
    EventCompany,
    EventPerson,
    Figure,
    Person,
    Place,
    Role,
    Target,
    TargetParty,
    Tie,
)


@dataclass(frozen=True)
class Lack:
    text: str
    address: str
    bars: bool = False  # from being published at all
    end: bool = False  # whom it is about, which an article brings with it


@dataclass(frozen=True)
class Check:
    """How a kind is checked: `asks` are annotations, `tell(record)` yields what is lacking."""

    tell: Callable
    asks: dict = field(default_factory=dict)


def page(record, anchor=""):
    meta = record._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    return f"{address}#{anchor}" if anchor else address


def of_noun(noun):
    if not noun.country:
        yield Lack(_("no country"), page(noun, "id_country"))


def of_person(person):
    if not person.has_role:
        query = urlencode({"person": person.pk, "next": reverse("admin:review")})
        yield Lack(_("no role"), f"{reverse('admin:entities_role_add')}?{query}")


def of_fact(fact):
    if not fact.is_cited:
        yield Lack(_("no citation"), page(fact, "citations-group"), bars=True)
    for end in (getattr(fact, name) for name in fact.ends):
        if end is not None and not end.is_published:
            yield Lack(_("“%(end)s” is not published") % {"end": end}, page(end), end=True)


def of_event(event):
    yield from of_fact(event)
    if not event.date:
        yield Lack(_("no date"), page(event, "id_date"))
    if not (event.has_company or event.has_person):
        yield Lack(_("nobody who took part"), page(event, "company_parts-group"))


def of_figure(figure):
    yield from of_fact(figure)
    if not figure.as_of:
        yield Lack(_("no date"), page(figure, "id_as_of"))


def of_target(target):
    yield from of_fact(target)
    if not target.has_party:
        yield Lack(_("nobody whose target it is"), page(target, "parties-group"))


def is_there(model, name):
    return Exists(model.objects.filter(**{name: OuterRef("pk")}))


def cited(fact):
    relation = fact._meta.get_field("citations")
    return {"is_cited": is_there(relation.related_model, relation.field.name)}


TAKING_PART = {
    "has_company": is_there(EventCompany, "event"),
    "has_person": is_there(EventPerson, "event"),
}

CHECKS = {
    Company: lambda: Check(of_noun),
    Place: lambda: Check(of_noun),
    Person: lambda: Check(of_person, {"has_role": is_there(Role, "person")}),
    Role: lambda: Check(of_fact, cited(Role)),
    Tie: lambda: Check(of_fact, cited(Tie)),
    Event: lambda: Check(of_event, cited(Event) | TAKING_PART),
    Figure: lambda: Check(of_figure, cited(Figure)),
    Target: lambda: Check(
        of_target, cited(Target) | {"has_party": is_there(TargetParty, "target")}
    ),
}


def asking(queryset, checks=CHECKS):
    """Annotate records with what `lacks` goes by, and fetch the records they are about."""
    model = queryset.model
    queryset = queryset.annotate(**checks[model]().asks)
    ends = getattr(model, "ends", ())
    return queryset.select_related(*ends) if ends else queryset


def lacks(record, checks=CHECKS):
    """Return what an annotated record lacks."""
    return list(checks[type(record)]().tell(record))
