"""Full-text search in plain Python, to hold the databases against: slow and simple."""

from vjtech.core.search.held import token_lists


class Plain:
    """All documents as their tokens, the newest first."""

    def __init__(self, documents):
        self.rows = []
        for document in sorted(documents, key=lambda d: -d.key):
            title, body = token_lists(document)
            texts = [[t.text for t in title]], [[t.text for t in title], [t.text for t in body]]
            exact = {t.exact for t in title}, {t.exact for t in (*title, *body)}
            self.rows.append((document, texts, exact))

    def answer(self, one):
        tiers = {}
        for document, texts, exact in self.rows:
            within, query = one.within, one.query
            if not all(set(group) & set(document.tags) for group in within.tags):
                continue
            if not (within.low or 0) <= document.key < (within.high or 1 << 62):
                continue
            if any(self.holds(term, texts[1]) for term in query.unwanted):
                continue
            tier = self.tier(query, texts, exact)
            if tier is not None:
                tiers.setdefault(tier, []).append((tier, document.key))
        return [pair for tier in sorted(tiers) for pair in tiers[tier]]

    def tier(self, query, texts, exact):
        number = 0
        for where in (0, 1):
            found = all(self.holds(term, texts[where]) for term in query.wanted)
            for accents in (True, False) if query.exact else (False,):
                if found and (not accents or set(query.exact) <= exact[where]):
                    return number
                number += 1
        return None

    def holds(self, term, texts):
        if any(self.stands(phrase, words) for phrase in term.others for words in texts):
            return True
        if term.phrase:
            return any(self.stands(term.phrase, words) for words in texts)
        return all(self.holds(part, texts) for part in term.parts)

    def stands(self, phrase, words):
        *first, last = phrase.tokens
        return any(
            words[i : i + len(first)] == first
            and (word == last or (phrase.prefix and word.startswith(last)))
            for i, word in enumerate(words[len(first) :])
        )
