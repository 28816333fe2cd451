"""Who is who: records merged into one, and pairs that are known to be two."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entities.models.company import Company
from entities.models.person import Person
from entities.models.place import Place
from vjtech.core.merging.tables import Merge
from vjtech.core.pairs import Pair

WINNER = {"on_delete": models.SET_NULL, "null": True, "editable": False, "related_name": "merges"}
END = {"on_delete": models.CASCADE, "related_name": "+"}


class CompanyMerge(Merge):
    winner = models.ForeignKey(Company, verbose_name=_("kept"), **WINNER)

    class Meta(Merge.Meta):
        verbose_name = _("merge of companies")
        verbose_name_plural = _("merges of companies")


class PersonMerge(Merge):
    winner = models.ForeignKey(Person, verbose_name=_("kept"), **WINNER)

    class Meta(Merge.Meta):
        verbose_name = _("merge of people")
        verbose_name_plural = _("merges of people")


class PlaceMerge(Merge):
    winner = models.ForeignKey(Place, verbose_name=_("kept"), **WINNER)

    class Meta(Merge.Meta):
        verbose_name = _("merge of places")
        verbose_name_plural = _("merges of places")


class CompanyPair(Pair):
    one = models.ForeignKey(Company, verbose_name=_("one"), **END)
    other = models.ForeignKey(Company, verbose_name=_("the other"), **END)

    class Meta(Pair.Meta):
        verbose_name = _("pair of companies that are not the same")
        verbose_name_plural = _("companies that are not the same")


class PersonPair(Pair):
    one = models.ForeignKey(Person, verbose_name=_("one"), **END)
    other = models.ForeignKey(Person, verbose_name=_("the other"), **END)

    class Meta(Pair.Meta):
        verbose_name = _("pair of people who are not the same")
        verbose_name_plural = _("people who are not the same")


class PlacePair(Pair):
    one = models.ForeignKey(Place, verbose_name=_("one"), **END)
    other = models.ForeignKey(Place, verbose_name=_("the other"), **END)

    class Meta(Pair.Meta):
        verbose_name = _("pair of places that are not the same")
        verbose_name_plural = _("places that are not the same")
