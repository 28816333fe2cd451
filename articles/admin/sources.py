from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import Paragraph, Publisher, Topic
from vjtech.core.admin import DeskAdmin, SeenOnSite, SlugForm

PASSAGE = 90  # characters of a paragraph in a list of options


@admin.register(Publisher)
class PublisherAdmin(DeskAdmin):
    form = SlugForm
    fields = ("name", "company", "slug")
    autocomplete_fields = ("company",)
    related = ("company",)
    search_keys = ("sort_key__contains",)
    search_nouns = ("company",)
    list_display = ("name", "company", "slug")


@admin.register(Topic)
class TopicAdmin(SeenOnSite, DeskAdmin):
    form = SlugForm
    fields = ("name", "slug")
    search_keys = ("sort_key__contains",)
    list_display = ("name", "slug")


@admin.register(Paragraph)
class ParagraphAdmin(DeskAdmin):
    """Only chosen from: a paragraph is edited on its article's page, where its citations follow."""

    related = ("article",)
    search_keys = ("article__sort_key__contains", "text__icontains")
    ordering = ("-article__recency", "-article", "number")
    list_display = ("article", "number", "text")

    def guardian(self, paragraph):
        return paragraph.article

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def option_label(self, paragraph):
        text = Truncator(paragraph.text).chars(PASSAGE)
        title = Truncator(paragraph.article.title).chars(PASSAGE)
        return _("¶%(number)d of “%(title)s”: %(text)s") % {
            "number": paragraph.number,
            "title": title,
            "text": text,
        }

    def holds(self, word):
        found = super().holds(word)
        return found | Q(number=int(word)) if word.isdecimal() and len(word) < 5 else found

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self._to_article(request, object_id)

    def delete_view(self, request, object_id, extra_context=None):
        return self._to_article(request, object_id)

    def _to_article(self, request, object_id):
        paragraph = self.get_object(request, object_id or "")
        if paragraph is None or not self.has_view_permission(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id or "")
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[paragraph.article_id])
        )
