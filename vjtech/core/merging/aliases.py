"""What kind of alias a name is beside another one, guessed from its letters for an editor."""

import re

from vjtech.core.names import Alias
from vjtech.core.search.fold import fold_words

KANA = re.compile("[\u3040-\u30ff]")
HAN = re.compile("[\u3400-\u9fff]")
VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
BY_COUNTRY = {"JP": "ja", "CN": "zh", "TW": "zh", "KR": "ko"}
LONGEST_SHORT = 8


def guess(name, beside, country=""):
    """Return (kind, language) that a name most likely is as an alias of what is called `beside`."""
    kinds = Alias.Kind
    if KANA.search(name):
        return kinds.NATIVE, "ja"
    if HAN.search(name):
        return kinds.NATIVE, BY_COUNTRY.get(country, "")
    if VIETNAMESE.search(name):
        return kinds.NATIVE, "vi"
    words, others = fold_words(name), fold_words(beside)
    if set(words) == set(others):
        return kinds.ROMANISED, ""
    if " " not in name and name.isupper() and len(name) <= LONGEST_SHORT:
        return kinds.SHORT, ""
    if words and set(words) < set(others):
        return kinds.SHORT, ""
    if others and set(others) < set(words):
        return kinds.OFFICIAL, ""
    if VIETNAMESE.search(beside) or HAN.search(beside) or KANA.search(beside):
        return kinds.TRANSLATED, "en"
    return kinds.ROMANISED, ""
