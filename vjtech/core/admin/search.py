"""Finding records at the desk, blind to accents, and keeping every other look-up out."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from vjtech.core.search.fold import fold_words, name_key

MOST_CHARACTERS = 200
MOST_WORDS = 10
SUFFIXES = ("", "exact", "isnull", "isempty")


class Searching:
    """For ModelAdmins: every word must be found in one of the places named here.

    `search_keys` are look-ups such as sort_key__contains; `search_nouns` are foreign keys to
    records that know their own aliases.
    """

    search_fields = ("pk",)  # only says that there is a search box
    search_help_text = _("Accents, capitals and the order of words do not matter.")
    search_keys = ()
    search_nouns = ()
    linked_by = ()  # fields by which another page of the desk links to this list
    related = ()  # what a record's text is made of, read in the same query

    def get_search_results(self, request, queryset, search_term):
        for word in fold_words(search_term[:MOST_CHARACTERS])[:MOST_WORDS]:
            queryset = queryset.filter(self.holds(word))
        return queryset, False

    def holds(self, word):
        found = Q()
        for lookup in self.search_keys:
            found |= Q(**{lookup: word})
        for path in self.search_nouns:
            noun = self.opts.get_field(path).related_model
            found |= Q(**{f"{path}__in": noun._default_manager.search(word)})
        return found

    def ranked(self, queryset, term):
        """Order options so that what is called exactly this, or begins so, comes first."""
        key = name_key(term[:MOST_CHARACTERS])
        if not key or "sort_key" not in {field.name for field in self.opts.fields}:
            return queryset
        nearness = Case(
            When(sort_key=key, then=0), When(sort_key__startswith=key, then=1), default=2
        )
        return queryset.order_by(nearness, "sort_key", "pk")

    def options(self):
        """Return the records to choose from in a form, with what their labels need."""
        queryset = self.model._default_manager.all()
        return queryset.select_related(*self.related) if self.related else queryset

    def option_label(self, record):
        return str(record)

    def lookup_allowed(self, lookup, value, request=None):
        """Allow what the filters of this list send: no paths and no regular expressions."""
        names = set(self.linked_by)
        for item in self.get_list_filter(request):
            item = item[0] if isinstance(item, (list, tuple)) else item
            simple = isinstance(item, type) and issubclass(item, SimpleListFilter)
            names.add(item.parameter_name if simple else item)
        return any(
            lookup in {name, *(f"{name}__{end}{s}" for end in ("", "id__") for s in SUFFIXES)}
            for name in names
        )
