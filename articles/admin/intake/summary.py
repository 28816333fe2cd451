"""What was saved of an intake: the article, whom it mentions, and the facts that it backs."""

from django.urls import reverse

from articles.admin.text import cited
from articles.evidence import CITATIONS


class Summary:
    def __init__(self, article):
        self.article = article
        self.page = change_page(article)
        mentions = (article.companymentions, article.personmentions)
        names = ("company", "person")
        self.nouns = [
            linked(getattr(mention, name))
            for mentions, name in zip(mentions, names, strict=True)
            for mention in mentions.select_related(name).order_by(f"{name}__sort_key")
        ]
        self.facts = [
            linked(citation.fact) | {"number": citation.paragraph.number, "words": citation.words}
            for model in CITATIONS
            for citation in cited(model)
            .filter(paragraph__article=article)
            .select_related("paragraph", model.fact_field)
            .select_related(*ends(model))
        ]
        self.facts.sort(key=lambda fact: fact["number"])
        self.drafts = [noun for noun in self.nouns if not noun["record"].is_published]


def ends(model):
    fact = model._meta.get_field(model.fact_field).related_model
    return [f"{model.fact_field}__{end}" for end in fact.ends]


def linked(record):
    return {"record": record, "page": change_page(record), "kind": record._meta.verbose_name}


def change_page(record):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
