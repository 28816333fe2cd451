"""What a reviewer does in the queue: publish a draft, or mark a change as reviewed."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.lacks import CHECKS
from articles.models import Article
from articles.publishing import publish, publish_whole
from articles.review import QUEUES, brought, lacking, token
from entities.lacks import asking
from vjtech.core.admin.fields import is_key
from vjtech.core.groups import PUBLISH
from vjtech.core.history import revision
from vjtech.core.records import State
from vjtech.core.reviews import mark

NEWER = gettext_lazy(
    "Not published: it was changed after you opened this page. Look again, then publish."
)


class Refused(Exception):
    """Roll back; the message tells the reviewer why."""


def act(request, name):
    """Do what a button of the queue asks, and go back to where it was pressed."""
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    key = request.POST.get("key", "")
    key = int(key) if is_key(key) else 0
    try:
        if request.POST.get("do") == "reviewed":
            said = reviewed(request.user, key)
        elif request.POST.get("do") in ("publish", "whole") and name in QUEUES:
            said = published(request, QUEUES[name].model, key)
        else:
            raise Refused(_("Nothing is done: press one of the buttons of a row."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(request.get_full_path())


def reviewed(user, key):
    if not mark(key, user):
        raise Refused(_("Somebody has marked this change as reviewed already."))
    return _("Marked as reviewed.")


def published(request, model, key):
    if not admin.site.get_model_admin(model).has_publish_permission(request):
        raise PermissionDenied
    with revision(request.user, _("Published from the review queue.")):
        record = locked(model, key)
        seen = request.POST.get("token", "")
        if request.POST.get("do") == "whole" and model is Article:
            return whole(request, record, seen)
        return single(request, record, seen)


def locked(model, key):
    """Return a draft with what `lacking` needs, held until the transaction ends."""
    held = model.objects.select_for_update().filter(pk=key, state=State.DRAFT).first()
    if held is None:
        raise Refused(_("Not published: it is no draft any more, or no longer there."))
    return asking(model.objects.filter(pk=key), CHECKS).get()


def single(request, record, seen):
    expected = str(record.version)
    if isinstance(record, Article):
        expected = token(record, brought([record])[record.pk])
    refuse(record, seen == expected)
    publish(type(record).objects.filter(pk=record.pk), request.user)
    warn = getattr(admin.site.get_model_admin(type(record)), "warn_of_hidden", None)
    if warn:
        record.state = State.PUBLISHED
        warn(request, [record])
    return _("Published: %(record)s.") % {"record": record}


def whole(request, article, seen):
    brings = brought([article])[article.pk]
    refuse(article, seen == token(article, brings))
    for brought_along in (*brings.facts, *brings.nouns):
        complain(brought_along)
    number = publish_whole([article.pk], request.user)
    words = ngettext("%(n)d record", "%(n)d records", number) % {"n": number}
    return _("Published with all that it backs: %(record)s (%(n)s).") % {
        "record": article,
        "n": words,
    }


def refuse(record, as_seen):
    """Raise Refused unless a draft is as it was seen, lacks nothing that bars it, and is sound."""
    if not as_seen:
        raise Refused(NEWER)
    barring = [lack.text for lack in lacking(record) if lack.bars]
    if barring:
        raise Refused(_("Not published: %(why)s.") % {"why": "; ".join(barring)})
    complain(record)


def complain(record):
    try:
        record.full_clean()
    except ValidationError as error:
        raise Refused(
            _("Not published, since “%(record)s” is not sound: %(why)s")
            % {"record": record, "why": " ".join(error.messages)}
        ) from error
