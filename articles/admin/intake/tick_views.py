"""The step at which names are ticked and facts are made, up to saving."""

import logging

from django.contrib import messages
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.intake.marked import TickPage
from articles.admin.intake.shared import STALE, SharedViews, go
from articles.intake import saving
from articles.intake.inputs import sent
from articles.intake.saving import Overtaken, Refused
from articles.intake.ticks import Refusal, Ticks
from articles.models import IntakePiece
from vjtech.core.admin.fields import is_key

STEPS = {"all", "dismiss", "restore", "look_up", "add", "gone", "back"}
logger = logging.getLogger(__name__)


class TickViews(SharedViews):
    def tick_view(self, request, pk, number):
        piece = self._piece(request, pk, number)
        if piece.article:
            return go("intake_saved", pk, number)
        ticks = Ticks(piece)
        if request.method != "POST":
            return self._tick_page(request, piece, ticks)
        others = {n: v for n, v in ticks.stored.items() if n not in set(ticks.names)}
        typed = others | sent(request.POST, ticks.names)
        choices = piece.choices | {"tick": typed}
        by_script = request.headers.get("X-Requested-With") == "fetch"
        if not self._keep(request, piece, choices=choices):
            if by_script:
                return JsonResponse({}, status=STALE)
            return self._stale(request, piece, choices, self._tick_page, Ticks)
        if by_script:
            return JsonResponse({"version": piece.version})
        if "save" in request.POST:
            return self._save(request, piece)
        if "text" in request.POST:
            return go("intake_text", pk, number)
        return HttpResponseRedirect(self._address(piece) + self._step(request, piece))

    def _step(self, request, piece):
        """Take the step that was asked for, store it, and return where on the page it leads."""
        post = request.POST
        # Enter in the box below the text presses the first button of the page.
        if not STEPS & set(post) and not post.get("another", "").strip():
            messages.success(request, _("Kept. You can go on at any time."))
            return ""
        try:
            choices, where = step(Ticks(piece), post)
        except Refusal as error:
            messages.warning(request, str(error) or _("That cannot be done here."))
            return ""
        IntakePiece.objects.keep(piece, choices=choices)
        return where

    def _save(self, request, piece):
        try:
            article = saving.save(piece, request.user)
        except Overtaken:
            piece = self._piece(request, piece.intake_id, piece.number)
            return self._stale(request, piece, piece.choices, self._tick_page, Ticks)
        except Refused as refused:
            if refused.text is not None:
                messages.error(request, _("Not saved: something is missing here."))
                where = reverse("admin:intake_text", args=[piece.intake_id, piece.number])
                return HttpResponseRedirect(f"{where}?check")
            return self._tick_page(request, piece, refused.ticks, refused=True)
        except (IntegrityError, OperationalError):
            logger.warning("an intake could not be saved", exc_info=True)
            message = _("Nothing is saved: others were saving at this moment. Save again.")
            messages.error(request, message)
            return self._tick_page(request, piece, Ticks(piece), status=503)
        messages.success(request, _("Saved as a draft: “%(title)s”.") % {"title": article})
        return go("intake_saved", piece.intake_id, piece.number)

    def _tick_page(self, request, piece, ticks, status=200, refused=False):
        page = TickPage(ticks, self._kinds(request))
        return self._page(
            request,
            "tick",
            _("Names and facts"),
            status=status,
            at="tick",
            piece=piece,
            page=page,
            refused=refused,
            language=ticks.text.value("language"),
        )

    def _kinds(self, request):
        """Return the kinds of facts that this user may add."""
        return [kind for kind in TickPage.KINDS if request.user.has_perm(f"entities.add_{kind}")]

    def _address(self, piece):
        return reverse("admin:intake_tick", args=[piece.intake_id, piece.number])


def step(ticks, post):
    """Return the choices after the step that a form asked for, and where its result stands."""
    if "all" in post:
        return ticks.with_clear_ticked(), ""
    if "dismiss" in post:
        return ticks.dismissing(post["dismiss"]), f"#n-{post['dismiss']}"
    if "restore" in post:
        return ticks.restoring(post["restore"]), f"#n-{post['restore']}"
    if "add" in post:
        kind, _colon, passage = post["add"].partition(":")
        sentence, selected = (post.get(f"{n}-{passage}", "") for n in ("sentence", "selected"))
        choices = ticks.adding(kind, passage, sentence, selected)
        return choices, f"#f{choices['facts'][-1]['id']}"
    if not {"gone", "back"} & set(post):
        return ticks.looking_up(post.get("another", "")), "#looked-up"
    number = post.get("gone") or post.get("back")
    return ticks.putting(int(number) if is_key(number) else 0, "gone" in post), "#gone"
