"""Which of our three languages a text is in, told by its letters."""

import re

KANA = re.compile(r"[\u3040-\u30ff]")
KANJI = re.compile(r"[\u4e00-\u9fff]")
# Letters that no other language of ours has; names carry them into English, whole texts do not.
VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
WORD = re.compile(r"[^\W\d_]+")
LOOKED_AT = 20_000
MANY = 0.2


def language_of(text):
    """Return ja, vi or en; empty where there is no word."""
    text = text[:LOOKED_AT]
    letters = sum(map(len, WORD.findall(text)))
    if not letters:
        return ""
    japanese = len(KANA.findall(text))
    if japanese and japanese + len(KANJI.findall(text)) > MANY * letters:
        return "ja"
    words = WORD.findall(text)
    vietnamese = sum(bool(VIETNAMESE.search(word)) for word in words)
    return "vi" if vietnamese > MANY * len(words) else "en"
