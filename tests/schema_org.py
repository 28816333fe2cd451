"""An excerpt of schema.org's vocabulary (29.0), and a check of linked data against it.

Of each type: what it is a kind of, and its own properties with the types that they may have.
"""

import re
from datetime import date

DAYS, TEXT = ("Date", "DateTime"), ("Text",)
TYPES = {
    "Thing": (
        (),
        {
            "name": TEXT,
            "alternateName": TEXT,
            "description": TEXT,
            "url": ("URL",),
            "mainEntityOfPage": ("CreativeWork", "URL"),
        },
    ),
    "CreativeWork": (
        ("Thing",),
        {
            "headline": TEXT,
            "datePublished": DAYS,
            "inLanguage": ("Text", "Language"),
            "publisher": ("Organization", "Person"),
            "about": ("Thing",),
            "mentions": ("Thing",),
        },
    ),
    "Article": (("CreativeWork",), {}),
    "NewsArticle": (("Article",), {}),
    "WebSite": (("CreativeWork",), {}),
    "Organization": (
        ("Thing",),
        {"address": ("PostalAddress", "Text"), "parentOrganization": ("Organization",)},
    ),
    "Corporation": (("Organization",), {}),
    "EducationalOrganization": (("Organization",), {}),
    "CollegeOrUniversity": (("EducationalOrganization",), {}),
    "GovernmentOrganization": (("Organization",), {}),
    "NewsMediaOrganization": (("Organization",), {}),
    "Person": (
        ("Thing",),
        {"familyName": TEXT, "givenName": TEXT, "affiliation": ("Organization",)},
    ),
    "Place": (("Thing",), {"address": ("PostalAddress", "Text")}),
    "Event": (
        ("Thing",),
        {
            "startDate": DAYS,
            "endDate": DAYS,
            "eventStatus": ("EventStatusType",),
            "location": ("Place", "PostalAddress", "Text", "VirtualLocation"),
            "organizer": ("Organization", "Person"),
        },
    ),
    "Intangible": (("Thing",), {}),
    "Role": (("Intangible",), {"roleName": ("Text", "URL"), "startDate": DAYS, "endDate": DAYS}),
    "StructuredValue": (("Intangible",), {}),
    "ContactPoint": (("StructuredValue",), {}),
    "PostalAddress": (("ContactPoint",), {"addressCountry": ("Country", "Text")}),
    "ItemList": (("Intangible",), {"itemListElement": ("ListItem", "Text", "Thing")}),
    "BreadcrumbList": (("ItemList",), {}),
    # Google reads an item's address as well: developers.google.com/search/docs, breadcrumb.
    "ListItem": (("Intangible",), {"position": ("Integer", "Text"), "item": ("Thing", "URL")}),
}
STATUSES = {"Cancelled", "MovedOnline", "Postponed", "Rescheduled", "Scheduled"}
# What Google's search needs of a node to show more than a link (same place). An event whose day
# or place no source states is shown as a link: nothing is made up for the sake of that.
NEEDED = {
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Event": {"name"},
    "NewsArticle": {"headline"},
    "Place": {"name", "address"},
    "Organization": {"name"},
    "Person": {"name"},
    "WebSite": {"name", "url"},
}


def is_day(value):
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value)
    return bool(parts) and bool(date(*(int(part or 1) for part in parts.groups())))


VALUES = {
    "Text": lambda value: isinstance(value, str) and value.strip() == value != "",
    "URL": lambda value: isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+/\S*", value),
    "Date": lambda value: isinstance(value, str) and is_day(value),
    "Integer": lambda value: type(value) is int and value > 0,
    "EventStatusType": lambda value: value in {f"https://schema.org/Event{s}" for s in STATUSES},
}


def kinds(name):
    """Return a type and all that it is a kind of."""
    return {name}.union(*map(kinds, TYPES[name][0]))


def properties(name):
    """Return {property: the types that it may have} of a type, those inherited included."""
    return {key: types for kind in kinds(name) for key, types in TYPES[kind][1].items()}


def check(node, reached="", expected=("Thing",)):
    """Hold a node, and all in it, against the vocabulary; `reached` is the property it is of.

    Between a property and its value a Role may stand, which has the property again.
    """
    known = properties(node["@type"])
    of_kind = kinds(node["@type"])
    assert of_kind & set(expected) or (reached and "Role" in of_kind), (reached, node)
    if "Role" in of_kind and reached:
        assert reached in node, node
        known[reached] = expected
    for kind in of_kind & set(NEEDED):
        assert NEEDED[kind] <= set(node), node
    for name, value in node.items():
        if name == "@type":
            continue
        assert name in known, (name, node)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                check(each, name, known[name])
            else:
                assert any(VALUES[t](each) for t in known[name] if t in VALUES), (name, each)
        assert value != []
