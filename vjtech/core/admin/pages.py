"""The base classes of every page and every group of rows at the desk."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme

from vjtech.core.admin.fields import DeskFields
from vjtech.core.admin.forms import DeskForm, DeskFormSet
from vjtech.core.admin.guard import Guarded
from vjtech.core.admin.history import Historic
from vjtech.core.admin.recovery import Recovering
from vjtech.core.admin.search import Searching


class DeskAdmin(Guarded, Historic, Recovering, Searching, DeskFields, admin.ModelAdmin):
    form = DeskForm
    list_per_page = 50
    list_max_show_all = 200
    save_on_top = True
    view_on_site = False

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return queryset.select_related(*self.related) if self.related else queryset

    def desk_page(self, request, template, context, status=200):
        """Return a page of our own beside the stock ones."""
        request.current_app = self.admin_site.name
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/{template}", context, status=status)

    def response_post_save_add(self, request, obj):
        """Go on to the page that the link to this one came from, if it says so in `next`."""
        address = request.GET.get("next", "")
        if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
            return HttpResponseRedirect(address)
        return super().response_post_save_add(request, obj)


class Rows(DeskFields):
    """For inlines; `related` names the foreign keys that showing a row follows."""

    form = DeskForm
    formset = DeskFormSet
    extra = 0
    max_num = 500
    view_on_site = False
    related = ()

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return queryset.select_related(*self.related) if self.related else queryset

    def get_formset(self, request, obj=None, **kwargs):
        # A forged form may claim any number of rows; Django would make a thousand more of them.
        return super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)


class TabularInline(Rows, admin.TabularInline):
    pass


class StackedInline(Rows, admin.StackedInline):
    pass
