from entities.models.company import Company, CompanyAlias, CompanyFormerSlug
from entities.models.event import Event, EventCompany, EventFormerSlug, EventPerson
from entities.models.figure import Figure, FigureFormerSlug
from entities.models.identity import (
    CompanyMerge,
    CompanyPair,
    PersonMerge,
    PersonPair,
    PlaceMerge,
    PlacePair,
)
from entities.models.person import Person, PersonAlias, PersonFormerSlug
from entities.models.place import Place, PlaceAlias, PlaceFormerSlug
from entities.models.role import Role, RoleFormerSlug
from entities.models.target import Target, TargetFormerSlug, TargetParty
from entities.models.tie import Tie, TieFormerSlug

__all__ = [
    "Company",
    "CompanyAlias",
    "CompanyFormerSlug",
    "CompanyMerge",
    "CompanyPair",
    "Event",
    "EventCompany",
    "EventFormerSlug",
    "EventPerson",
    "Figure",
    "FigureFormerSlug",
    "Person",
    "PersonAlias",
    "PersonFormerSlug",
    "PersonMerge",
    "PersonPair",
    "Place",
    "PlaceAlias",
    "PlaceFormerSlug",
    "PlaceMerge",
    "PlacePair",
    "Role",
    "RoleFormerSlug",
    "Target",
    "TargetFormerSlug",
    "TargetParty",
    "Tie",
    "TieFormerSlug",
]
