"""What published nouns and facts lack, each gap in one place."""

from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from entities.models import Company, Event, Figure, Person, Place, Role, Tie
from vjtech.core.admin.mending import country_form, date_form
from vjtech.core.gaps import Gap, declare
from vjtech.core.records import State
from vjtech.core.walks import has_no

NO_COUNTRY = _("Companies and organisations without a country")
NO_COUNTRY_WHY = _(
    "They are missing from every list by country. Choose the country that a source states; leave"
    " as it is what belongs to none, such as a joint programme."
)
INFERRED = _("Inferred dates")
INFERRED_WHY = _(
    "A part of the date is our reasoning. Type the date that a source states meanwhile, or leave"
    " it as it is where none does."
)


def published(model):
    return model.objects.filter(state=State.PUBLISHED)


def companies_without_country():
    return published(Company).filter(country="")


def people_without_role():
    roles = Role.objects.filter(state=State.PUBLISHED, person=OuterRef("pk"))
    return published(Person).filter(has_no(roles))


def add(page, gap, **query):
    """Return the address of a form of a new record, prefilled, that leads back to the gap."""
    query["next"] = reverse("admin:gap", args=[gap])
    return f"{reverse(f'admin:{page}_add')}?{urlencode(query)}"


def inferred_in(*names):
    """Return the condition that a part of one of these dates is inferred."""
    condition = Q()
    for name in names:
        condition |= Q(**{f"{name}__contains": "?"}) | Q(**{f"{name}__contains": "%"})
    return condition


def inferred_dates(model, name, *related):
    """Return the gap of the inferred dates of one kind of record."""
    return Gap(
        name=f"inferred-{model._meta.model_name}",
        title=INFERRED,
        why=INFERRED_WHY,
        model=model,
        rows=lambda: published(model).filter(inferred_in(name)),
        form=date_form(model, name),
        says=lambda record: getattr(record, name).human(),
        related=related,
    )


def duplicates(model):
    return Gap(
        name=f"duplicate-{model._meta.model_name}",
        title=_("Likely duplicates"),
        why=_(
            "Their names are the same or nearly so. Merge two that are one; of two that are not,"
            " say so once."
        ),
        model=model,
        rows=None,
    )


declare(
    Gap(
        name="company-country",
        title=NO_COUNTRY,
        why=NO_COUNTRY_WHY,
        model=Company,
        rows=companies_without_country,
        form=country_form(Company),
        says=lambda company: company.get_kind_display(),
    ),
    Gap(
        name="person-role",
        title=_("People without a role"),
        why=_(
            "A reader cannot tell who they are. Add the role that a source gives them, with the"
            " passage that says so."
        ),
        model=Person,
        rows=people_without_role,
        links=lambda person: [
            (_("add role"), add("entities_role", "person-role", person=person.pk))
        ],
        says=lambda person: person.distinction or person.summary,
    ),
    inferred_dates(Event, "date"),
    inferred_dates(Tie, "date", "company", "other", "place"),
    inferred_dates(Figure, "as_of", "company", "person"),
    Gap(
        name="inferred-role",
        title=INFERRED,
        why=INFERRED_WHY,
        model=Role,
        rows=lambda: published(Role).filter(inferred_in("start", "end")),
        links=lambda role: [
            (_("mend its dates"), reverse("admin:entities_role_change", args=[role.pk]))
        ],
        says=lambda role: " – ".join(filter(None, (role.start.human(), role.end.human()))),
        related=("person", "company"),
    ),
    *map(duplicates, (Company, Person, Place)),
)
