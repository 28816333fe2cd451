"""What every page of the editors' desk shares; the apps' own admin modules stand on it."""

from vjtech.core.admin.dates import Legend, date_column, date_fields, reading
from vjtech.core.admin.fields import RecordSelect
from vjtech.core.admin.filters import CitedFilter, CountryFilter
from vjtech.core.admin.forms import DeskForm, DeskFormSet, SlugForm
from vjtech.core.admin.guard import Stale
from vjtech.core.admin.importing import Importing
from vjtech.core.admin.merging import Mergeable
from vjtech.core.admin.pages import DeskAdmin, StackedInline, TabularInline
from vjtech.core.admin.records import FactAdmin, NounAdmin, RecordAdmin, SeenOnSite, state_fields

__all__ = [
    "CitedFilter",
    "CountryFilter",
    "DeskAdmin",
    "DeskForm",
    "DeskFormSet",
    "FactAdmin",
    "Importing",
    "Legend",
    "Mergeable",
    "NounAdmin",
    "RecordAdmin",
    "RecordSelect",
    "SeenOnSite",
    "SlugForm",
    "StackedInline",
    "Stale",
    "TabularInline",
    "date_column",
    "date_fields",
    "reading",
    "state_fields",
]
