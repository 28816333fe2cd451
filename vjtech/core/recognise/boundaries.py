"""Where a name may begin and end: not inside a word, nor inside a longer Japanese name."""

import re

from vjtech.core.recognise.words import script

APOSTROPHES = "'’‘ʼ`´"
POSSESSIVE = re.compile(rf"[{APOSTROPHES}](?:s(?![^\W_])|(?![^\W_]))")
# What joins a name to more of an address, a price or a file name.
JOINED_AFTER = re.compile(r"[$€£¥₫@_]|\.[^\W_]")
JOINED_BEFORE = re.compile(rf"[@_]|[^\W_][{APOSTROPHES}.]")

PARTICLES_BEFORE = "はがをにのともやへで"
PARTICLE = re.compile("[はがをにのともやへで]|から|まで|より|さん|など|だ|して|ならび|および")
# Words of kanji that leave a name in front of them whole: 日本企業, 横浜市内, but not 日本銀行.
FOLLOWING = (
    "都道府県市区郡町村国省庁州社氏様君側内外発製版系的間等初人語式流産勢"
    " 政府 企業 市場 国内 国外 国民 全国 全土 社会 代表 時間 支社 支店 本社 本店 工場 拠点"
    " 事務所 大使 大使館 領事館 総領事 首相 大統領 大臣 知事 市長 社長 会長 副社長 部長 課長"
    " 博士 教授 先生 議員 選手 記者 両国 双方 関係 関係者 向 経由 出身 在住 訪問 滞在 進出"
    " 法人 現地法人 株式会社 有限会社 株 地方 地区 地域 周辺 近郊 中心部 北部 南部 東部 西部"
    " 中部 湾 港 駅 空港 国際空港 経済 産業 文化 料理 製品 技術 投資 輸出 輸入 留学 留学生"
    " 旅行 観光 友好 協力 共同 開発 以外 以内 全体 全域 各地 当局 当時 及 並 大手 最大 初 同士"
)
FOLLOWED = re.compile(
    "(?:{}){{1,3}}(?![\u3005-\u3007\u3400-\u9fff])".format(
        "|".join([f"[{FOLLOWING.split()[0]}]", *FOLLOWING.split()[1:]])
    )
)
FOLLOWED_BY_KATAKANA = re.compile(
    "オフィス|センター|チーム|サイド|グループ|メーカー|エリア|ビザ|ブランド|ユーザー|ホールディングス"
)
PRECEDED = re.compile(
    "(?:^|[^\u3005-\u3007\u3400-\u9fff])(?:[在駐対訪元旧前新同各米仏英]"
    "|株式会社|有限会社|合同会社|一般社団法人|一般財団法人|独立行政法人|国立大学法人|学校法人)$"
    "|[都道府県市区郡町村州国]$"
)
LONGEST_BEFORE = 8


def may_begin(words, n):
    """Say whether a name may begin with the key's letter n."""
    if not words.attached(n):
        return not JOINED_BEFORE.search(words.before(n))
    left, right = script(words.key[n - 1]), script(words.key[n])
    if left != right:
        return True
    if left == "hiragana":
        return words.key[n - 1] in PARTICLES_BEFORE
    return left == "kanji" and PRECEDED.search(words.before(n, LONGEST_BEFORE)) is not None


def may_end(words, n):
    """Say whether a name may end before the key's letter n."""
    if not words.attached(n):
        return _unjoined(words.after(n))
    left, right = script(words.key[n - 1]), script(words.key[n])
    if left == "kanji" and right == "katakana":
        return FOLLOWED_BY_KATAKANA.match(words.folded, words.at[n]) is not None
    if left != right:
        return True
    if left == "hiragana":
        return PARTICLE.match(words.folded, words.at[n]) is not None
    if left == "other":
        return _plural(words, n)
    return left == "kanji" and FOLLOWED.match(words.folded, words.at[n]) is not None


def _plural(words, n):
    """Say whether an s follows that makes capitals a plural: FPTs."""
    ends = n + 1 == len(words.key) or not words.attached(n + 1)
    return ends and words.printed(n) == "s" and words.printed(n - 1).isupper()


def _alone(words, start, end):
    """Say whether a kanji by itself, which is no name within a word, has none beside it."""
    if end - start > 1 or script(words.key[start]) != "kanji":
        return True
    beside = [n for n, joint in ((start - 1, start), (end, end)) if words.attached(joint)]
    return all(script(words.key[n]) != "kanji" for n in beside)


def _unjoined(after):
    if after[:1] in APOSTROPHES and after:
        return POSSESSIVE.match(after) is not None or not after[1:2].isalnum()
    return not JOINED_AFTER.match(after)


def whole(words, hits):
    """Return those of the (start, end, …) hits in the key that stand at boundaries.

    Known names may stand side by side: 日本経済産業省 is 日本 and 経済産業省.
    """
    hits = [hit for hit in hits if _alone(words, *hit[:2])]
    ending, beginning = set(), set()
    good_ends, good_starts = set(), set()
    for hit in sorted(hits, key=lambda hit: -hit[0]):
        start, end = hit[:2]
        if (end in good_starts and _may_meet(words, end)) or may_end(words, end):
            ending.add(hit)
            good_starts.add(start)
    for hit in sorted(hits, key=lambda hit: hit[1]):
        start, end = hit[:2]
        if (start in good_ends and _may_meet(words, start)) or may_begin(words, start):
            beginning.add(hit)
            good_ends.add(end)
    return [hit for hit in hits if hit in ending and hit in beginning]


def _may_meet(words, n):
    """Say whether two known names may stand side by side here: two of kanji, or of two scripts."""
    left, right = script(words.key[n - 1]), script(words.key[n])
    return left != right or left == "kanji"
