"""The sources of a brief: each article gets its number where it is first referred to."""


class Sources:
    """Numbers the articles behind facts in the order in which a page refers to them."""

    def __init__(self):
        self._articles = {}  # key → (number, article, {paragraph's number: citations})

    def places(self, passages):
        """Return the (article's number, paragraph's number) of these, each once, in order."""
        return sorted({self._place(citation) for citation in passages})

    def _place(self, citation):
        paragraph = citation.paragraph
        unseen = len(self._articles) + 1, paragraph.article, {}
        number, _article, cited = self._articles.setdefault(paragraph.article_id, unseen)
        citations = cited.setdefault(paragraph.number, [])
        if all(citation.words != other.words for other in citations):
            citations.append(citation)
        return number, paragraph.number

    def listed(self):
        """Return (number, article, [(paragraph's number, its citations)]), words once each."""
        found = self._articles.values()
        return [(number, article, sorted(cited.items())) for number, article, cited in found]
