"""The pages of the facts that are a sentence: who held which role, which body stands to which."""

from django.urls import reverse
from django.utils.text import capfirst

from entities import linked
from entities.models import Role, Tie
from vjtech.core.linked import trail
from vjtech.core.views import RecordDetailView


class SentenceView(RecordDetailView):
    """A fact that is listed on the pages of its ends; `subject` names the end it begins with."""

    subject = ""

    def described(self, context):
        record = context["record"]
        return f"{record}: {' … '.join(passage.words for passage in record.passages)}"

    def trail(self, record, origin):
        subject = getattr(record, self.subject)
        kind = subject._meta
        steps = [
            ("vjtech", "/"),
            (capfirst(kind.verbose_name_plural), reverse(f"{kind.model_name}_list")),
            *((str(each), each.get_absolute_url()) for each in (subject, record)),
        ]
        return trail(origin, *steps)


class RoleDetailView(SentenceView):
    template_name = "entities/role_detail.html"
    subject = "person"

    def get_queryset(self):
        return Role.objects.published().select_related("person", "company").with_passages()

    def linked(self, context, origin):
        return [linked.role(context["record"], origin)]


class TieDetailView(SentenceView):
    template_name = "entities/tie_detail.html"
    subject = "company"

    def get_queryset(self):
        return Tie.objects.published().select_related("company", "other", "place").with_passages()
