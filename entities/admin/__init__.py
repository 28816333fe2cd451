"""The desk's pages of nouns and facts.

The rows of citations come from articles.admin: the sources know the facts, not the other way.
"""

import entities.gaps  # noqa: F401  (declares what the page of gaps lists)
from entities.admin import identity
from entities.admin.events import EventAdmin
from entities.admin.facts import FigureAdmin, RoleAdmin, TieAdmin
from entities.admin.nouns import CompanyAdmin, PersonAdmin, PlaceAdmin
from entities.admin.targets import TargetAdmin

__all__ = [
    "CompanyAdmin",
    "EventAdmin",
    "FigureAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "RoleAdmin",
    "TargetAdmin",
    "TieAdmin",
    "identity",
]
