from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.shingles import SKETCH, sketch
from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel


class Paragraph(NaturalModel):
    """A numbered passage of an article: number 0 is the headline."""

    natural = ("article", "number")

    article = models.ForeignKey(Article, models.CASCADE, related_name="paragraphs")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))
    sketch = FoldedField("text", sketch, max_length=SKETCH)

    objects = NaturalManager()

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ("article", "number")
        indexes = [models.Index(fields=("sketch", "article"), name="paragraph_sketch")]
        constraints = [
            models.UniqueConstraint(fields=("article", "number"), name="paragraph_number_once")
        ]

    def __str__(self):
        return f"{self.article}, ¶{self.number}"

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#p{self.number}"

    def clean(self):
        super().clean()
        self.text = " ".join(self.text.split())
        if self.number == 0 and self.article_id and self.text != self.article.title:
            raise ValidationError({"text": _("Paragraph 0 is the headline: it repeats the title.")})
