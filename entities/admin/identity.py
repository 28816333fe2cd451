from django.contrib import admin

from entities.models import (
    CompanyMerge,
    CompanyPair,
    PersonMerge,
    PersonPair,
    PlaceMerge,
    PlacePair,
)
from vjtech.core.admin.identity import MergeAdmin, PairAdmin

admin.site.register((CompanyMerge, PersonMerge, PlaceMerge), MergeAdmin)
admin.site.register((CompanyPair, PersonPair, PlacePair), PairAdmin)
