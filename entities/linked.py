"""Companies, people and events in the words of schema.org."""

from entities.models import Company, Event
from entities.models.event import Part
from vjtech.core.linked import iso, node

BODIES = {
    Company.Kind.UNIVERSITY: "CollegeOrUniversity",
    Company.Kind.GOVERNMENT: "GovernmentOrganization",
    Company.Kind.MEDIA: "NewsMediaOrganization",
    Company.Kind.COMPANY: "Corporation",
}
ATTENDED = {
    Event.Status.CANCELLED: "https://schema.org/EventCancelled",
    Event.Status.PLANNED: "https://schema.org/EventScheduled",
}


def company(record, aliases, origin):
    parent = record.parent if record.parent and record.parent.is_published else None
    return node(
        BODIES.get(record.kind, "Organization"),
        **named(record, aliases, origin),
        address=record.country and node("PostalAddress", addressCountry=record.country),
        parentOrganization=parent and reference("Organization", parent, origin),
    )


def person(record, aliases, roles, origin):
    return node(
        "Person",
        **named(record, aliases, origin),
        familyName=record.family_name,
        givenName=record.given_name,
        # A role says when it was seen, not that it lasts.
        affiliation=[held(role, origin) for role in roles],
    )


def role(record, origin):
    """Return the person in this role alone; days stand only where stated and not inferred."""
    days = {"startDate": iso(record.start), "endDate": iso(record.end)}
    person = reference("Person", record.person, origin)
    return person | {"affiliation": held(record, origin) | {k: d for k, d in days.items() if d}}


def held(role, origin):
    organisation = reference("Organization", role.company, origin)
    return node("Role", roleName=role.title, affiliation=organisation)


def event(record, origin):
    """Return an event; its days stand only where they are stated and not inferred."""
    date, place = record.date, record.place
    ends = [str(atom) for atom in date.split("/")] if date and date.lasting else [date, date]
    organisers = [
        *(("Organization", p.company) for p in record.shown_companies if p.part == Part.ORGANISER),
        *(("Person", p.person) for p in record.shown_people if p.part == Part.ORGANISER),
    ]
    return node(
        "Event",
        name=record.title,
        url=f"{origin}{record.get_absolute_url()}",
        description=record.summary,
        startDate=iso(ends[0]),
        endDate=iso(ends[-1]),
        eventStatus=ATTENDED.get(record.status),
        location=place and place.is_published and location(place, origin),
        organizer=[reference(*each, origin) for each in organisers],
    )


def location(place, origin):
    return node(
        "Place",
        name=place.name,
        url=f"{origin}{place.get_absolute_url()}",
        # Search engines pass over an event at a place without an address.
        address=node("PostalAddress", addressCountry=place.country)
        if place.country
        else place.name,
    )


def named(record, aliases, origin):
    """Return the properties that nouns share; misprints are no names."""
    return {
        "name": record.name,
        "alternateName": [a.text for a in aliases if a.kind != a.Kind.MISPRINT],
        "url": f"{origin}{record.get_absolute_url()}",
        "description": record.summary,
    }


def reference(kind, record, origin):
    return node(kind, name=str(record), url=f"{origin}{record.get_absolute_url()}")
