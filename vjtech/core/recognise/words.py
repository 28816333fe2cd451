"""A text as its folded words in one line, each letter of which knows where it was printed."""

import re

from vjtech.core.search.fold import WORD
from vjtech.core.search.tokens import JAPANESE, folded_with_map

KANJI = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff]")
HIRAGANA = re.compile("[\u3041-\u309f]")
IS_JAPANESE = re.compile(f"[{JAPANESE}]")


def script(letter):
    """Return which Japanese script a folded letter is of, or "other"."""
    if letter < "\u3005":
        return "other"
    if KATAKANA.match(letter):
        return "katakana"
    if HIRAGANA.match(letter):
        return "hiragana"
    return "kanji" if KANJI.match(letter) else "other"


class Words:
    """`key`: the words with one blank between them, none beside a Japanese letter.

    What stands between words in print, and blanks in Japanese, do not tell two keys apart.
    """

    def __init__(self, text):
        self.text = text
        self.folded, self.starts, self.ends = folded_with_map(text)
        pieces, self.at = [], []
        for match in WORD.finditer(self.folded):
            word, start = match.group(), match.start()
            if pieces and not (is_japanese(pieces[-1][-1]) or is_japanese(word[0])):
                pieces.append(" ")
                self.at.append(-1)
            pieces.append(word)
            self.at += range(start, match.end())
        self.key = "".join(pieces)

    def span(self, first, last):
        """Return where key[first:last] is printed; None if it begins or ends within a sign."""
        start, end = self.at[first], self.at[last - 1]
        if start and self.starts[start - 1] == self.starts[start]:
            return None
        if end + 1 < len(self.starts) and self.ends[end + 1] == self.ends[end]:
            return None
        return self.starts[start], self.ends[end]

    def attached(self, n):
        """Say whether the key's letters n - 1 and n stand side by side in print."""
        return 0 < n < len(self.key) and self.at[n - 1] >= 0 and self.at[n] - self.at[n - 1] == 1

    def printed(self, n):
        """Return the sign that stands for the key's letter n."""
        return self.text[self.starts[self.at[n]]]

    def before(self, n, length=2):
        """Return the folded characters in front of the key's letter n."""
        return self.folded[max(0, self.at[n] - length) : self.at[n]]

    def after(self, n, length=4):
        """Return the folded characters that follow the key's letter n - 1."""
        return self.folded[self.at[n - 1] + 1 : self.at[n - 1] + 1 + length]


def is_japanese(letter):
    return letter >= "\u3005" and IS_JAPANESE.match(letter) is not None


def key(text):
    return Words(text).key
