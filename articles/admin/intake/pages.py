"""The views of an intake, hung into the admin of the articles."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin.intake.paste import PasteForm
from articles.admin.intake.shared import go, next_step, publishers
from articles.admin.intake.summary import Summary
from articles.admin.intake.text_views import TextViews
from articles.admin.intake.tick_views import TickViews
from articles.intake.clean import Unreadable
from articles.intake.start import start
from articles.models import Article, Intake
from vjtech.core.admin.fields import is_key
from vjtech.core.history import revision

MOST_LISTED = 50
LATELY = 5


class IntakePages(TextViews, TickViews):
    """From what was pasted to a draft, step by step."""

    @property
    def urls(self):
        def page(view):
            return self.admin.admin_site.admin_view(view)

        piece = "intake/<int:pk>/<int:number>/"
        return [
            path("intake/", page(self.start_view), name="intake"),
            path("intake/<int:pk>/", page(self.intake_view), name="intake_pieces"),
            path("intake/<int:pk>/fate/", page(require_POST(self.fate_view)), name="intake_fate"),
            path("intake/<int:pk>/pasted/", page(self.pasted_view), name="intake_pasted"),
            path(f"{piece}text/", page(self.text_view), name="intake_text"),
            path(f"{piece}tick/", page(self.tick_view), name="intake_tick"),
            path(f"{piece}saved/", page(self.saved_view), name="intake_saved"),
        ]

    def start_view(self, request):
        self._may_add(request)
        form = PasteForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            form = PasteForm(request.POST, request.FILES)
            if form.is_valid() and (intake := self._started(request, form)):
                return go("intake_pieces", intake.pk)
        mine = Intake.objects.seen_by(request.user).select_related("editor")
        mine = mine.prefetch_related("pieces__article")
        return self._page(
            request,
            "start",
            _("Add an article"),
            form=form,
            publishers=publishers(),
            unfinished=mine.unfinished()[:MOST_LISTED],
            thrown_away=mine.filter(thrown_away__isnull=False).order_by("-thrown_away")[:LATELY],
        )

    def _started(self, request, form):
        text, file_name = form.source
        given = form.cleaned_data
        try:
            return start(
                request.user,
                text,
                address=given["address"],
                publisher=given["publisher"],
                file_name=file_name,
            )
        except Unreadable as error:
            form.add_error("file" if file_name else "text", str(error))
            return None

    def intake_view(self, request, pk):
        """List the articles of an intake; one that holds a single one goes on to it."""
        intake = self._intake(request, pk)
        pieces = list(intake.pieces.select_related("article"))
        if len(pieces) == 1 and not pieces[0].set_aside:
            return HttpResponseRedirect(next_step(pieces[0]))
        for piece in pieces:
            piece.address = next_step(piece)
        return self._page(
            request, "pieces", _("Articles in what you pasted"), intake=intake, pieces=pieces
        )

    def pasted_view(self, request, pk):
        """Show what was pasted, letter by letter."""
        text = self._intake(request, pk).text
        return HttpResponse(text, content_type="text/plain; charset=utf-8")

    def fate_view(self, request, pk):
        """Throw an intake away or take it back; set one of its articles aside or take that back."""
        intake, back = self._intake(request, pk), "back" in request.POST
        number = request.POST.get("piece")
        if number is None:
            intake.thrown_away = None if back else timezone.now()
            intake.save(update_fields=["thrown_away"])
            said = _("Taken back.") if back else _("Thrown away. Below, it can be taken back.")
            messages.success(request, said)
            return go("intake")
        pieces = intake.pieces.filter(number=number if is_key(number) else 0)
        if not pieces.filter(article__isnull=True).update(set_aside=not back):
            raise Http404
        return go("intake_pieces", intake.pk)

    def saved_view(self, request, pk, number):
        piece = self._piece(request, pk, number)
        if piece.article is None:
            return HttpResponseRedirect(next_step(piece))
        if request.method == "POST":
            if not self.admin.has_publish_permission(request):
                raise PermissionDenied
            with revision(request.user, _("Published from its intake")):
                self.admin.publish_whole(request, Article.objects.filter(pk=piece.article_id))
            return go("intake_saved", pk, number)
        waiting = piece.intake.pieces.waiting().order_by("number").first()
        return self._page(
            request,
            "saved",
            _("Saved"),
            at="saved",
            piece=piece,
            summary=Summary(piece.article),
            may_publish=self.admin.has_publish_permission(request),
            waiting=waiting,
            next_address=waiting and next_step(waiting),
        )
