"""What the views of an intake share: whose it is, what may be stored, and how a page is made."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Intake, IntakePiece, Publisher
from vjtech.core.admin.fields import is_key

MOST_PUBLISHERS = 2_000
STALE = 409


class SharedViews:
    """Views that stand beside those of the ModelAdmin of articles, whose rights are theirs."""

    def __init__(self, admin):
        self.admin = admin

    def _may_add(self, request):
        if not self.admin.has_add_permission(request):
            raise PermissionDenied

    def _intake(self, request, pk):
        self._may_add(request)
        seen = Intake.objects.seen_by(request.user)
        return get_object_or_404(seen, pk=pk if is_key(pk) else 0)

    def _piece(self, request, pk, number):
        intake = self._intake(request, pk)
        pieces = IntakePiece.objects.select_related("article", "intake")
        return get_object_or_404(pieces, intake=intake, number=number if is_key(number) else 0)

    def _keep(self, request, piece, **values):
        """Store values if the form was opened on what is stored now; say whether."""
        if request.POST.get("version") != str(piece.version):
            return False
        return IntakePiece.objects.keep(piece, **values)

    def _stale(self, request, piece, choices, show, form):
        """Show what was typed again, on top of what another window has stored meanwhile."""
        piece.refresh_from_db()
        if piece.article_id:  # sent twice: the first has made the article
            return go("intake_saved", piece.intake_id, piece.number)
        piece.choices = choices
        message = _(
            "Not stored yet: this was changed in another window after you had opened it here."
            " Below is what you typed; send it again to keep it in place of the other."
        )
        messages.warning(request, message)
        return show(request, piece, form(piece), status=STALE)

    def _page(self, request, name, title, status=200, **context):
        request.current_app = self.admin.admin_site.name
        context |= self.admin.admin_site.each_context(request) | {
            "title": title,
            "opts": self.admin.opts,
        }
        context["is_nav_sidebar_enabled"] = False  # the text and what is asked of it need the room
        if "piece" in context:
            context["several"] = context["piece"].intake.pieces.count() > 1
        return TemplateResponse(request, f"admin/intake/{name}.html", context, status=status)


def next_step(piece):
    """Return the address at which a piece is gone on with."""
    page = "intake_saved" if piece.article_id else f"intake_{piece.step}"
    return reverse(f"admin:{page}", args=[piece.intake_id, piece.number])


def go(page, *args):
    return HttpResponseRedirect(reverse(f"admin:{page}", args=args))


def publishers():
    return Publisher.objects.values_list("name", flat=True)[:MOST_PUBLISHERS]
