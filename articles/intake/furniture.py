"""What a line of a news page is, told by its own words, in English, Vietnamese and Japanese.

When in doubt a line is text: what is wrongly kept an editor sees, what is wrongly cut she may not.
"""

import re

from articles.intake.dated import bare, stated
from articles.intake.pieces import LONGEST_SIGN
from articles.intake.plain import listed

# Kinds of lines. All but the last three are the page's own words.
SYMBOL, SEPARATOR = "symbol", "separator"
NAV, SHARE, COPYRIGHT = "nav", "share", "copyright"
END, RELATED, POINTER = "end", "related", "pointer"
DATE, CREDIT, CAPTION = "date", "credit", "caption"
SHORT, HEADLINE, PARAGRAPH = "short", "headline", "paragraph"
TEXT = {SHORT, HEADLINE, PARAGRAPH}


NAVIGATION = listed("""
    log in, login, sign in, sign up, register, menu, search, home, homepage, skip to content,
    skip to main content, subscribe, subscribe now, newsletter, advertisement, advertise with us,
    sponsored, sponsored content, contact, contact us, connect with us, follow us, about us,
    sitemap, privacy policy, terms of use, terms of service, cookie policy, accept all cookies,
    back to top, back, next, previous, top, latest news, breaking news, hotline, language, tags,
    tag, topics, đăng nhập, đăng ký, trang chủ, tìm kiếm, liên hệ, quảng cáo, danh mục, thông báo,
    mới nhất, về đầu trang, trở lại, quay lại, giới thiệu, đặt báo, đường dây nóng, chuyên mục,
    từ khóa, theo dõi chúng tôi, chính sách bảo mật, điều khoản sử dụng, ログイン, 会員登録,
    新規会員登録, メニュー, 検索, ホーム, トップ, トップページ, 広告, お問い合わせ, サイトマップ,
    プライバシーポリシー, 利用規約, ページトップへ, 先頭へ戻る, 一覧へ戻る, 戻る, 次へ, 前へ,
    目次, タグ, 購読, 無料会員登録, 有料会員限定, ニュース一覧
""")
SHARING = listed("""
    share, share this, share this article, share on facebook, share on twitter, share on x,
    shares, reactions, tweet, facebook, twitter, x, linkedin, whatsapp, zalo, telegram, pinterest,
    email, e-mail, print, print this, print this page, copy link, link copied, like, like this,
    save, bookmark, comment, comments, leave a comment, leave a reply, post a comment,
    no comments, reply, listen, font size, google news, instagram, youtube, messenger, line,
    reddit, chia sẻ, bình luận, gửi bình luận, ý kiến, in bài viết, in bài, lưu bài, lưu, thích,
    sao chép, sao chép liên kết, nghe, nghe đọc bài, cỡ chữ, gửi email, quan tâm,
    chia sẻ bài viết, シェア, シェアする, ツイート, ポスト, ポストする, 印刷, 印刷する, 保存,
    コメント, コメントする, はてなブックマーク, はてブ, ブックマーク, ブックマークする, いいね,
    リンクをコピー, urlをコピー, メールで送る, 文字サイズ, 共有, この記事をシェア,
    この記事をシェアする, フェイスブック, lineで送る, フォロー, フォローする
""")
ENDS = listed("""
    continue reading, read more, read full story, read the full article, read the full story,
    show more, see more, view more, more, more details, learn more, load more, đọc tiếp, đọc thêm,
    xem thêm, xem tiếp, xem chi tiết, chi tiết, tải thêm, 続きを読む, 続きを見る, もっと見る,
    もっと読む, 詳細を見る, 詳しくはこちら, 全文を読む, 記事全文を読む
""")
RELATED_MARKS = listed("""
    related, related news, related articles, related stories, related posts, related topics,
    related content, related links, recommended, recommended for you, recommended articles,
    you may also like, you might also like, you may be interested in, more news, more stories,
    more from this section, more on this topic, more on this story, more like this, read also,
    also read, read next, up next, see also, other news, other articles, trending, trending now,
    most viewed, most read, most popular, popular, popular news, popular posts, don't miss,
    don’t miss, editor's picks, editor’s picks, editors’ picks, latest, latest articles,
    latest stories, recent posts, in the same category, same category, what's new, tin liên quan,
    bài liên quan, bài viết liên quan, tin tức liên quan, tin cùng chuyên mục, cùng chuyên mục,
    tin khác, các tin khác, bài viết khác, tin mới, tin mới nhất, bài mới, bài viết mới,
    đọc nhiều, đọc nhiều nhất, xem nhiều, xem nhiều nhất, tin đọc nhiều, tin nổi bật,
    có thể bạn quan tâm, bạn có thể quan tâm, có thể bạn thích, đừng bỏ lỡ, tin nóng, đáng chú ý,
    tin cũ hơn, tin mới hơn, chủ đề liên quan, sự kiện liên quan, 関連記事, 関連ニュース,
    関連リンク, 関連情報, 関連コンテンツ, 関連トピックス, あわせて読みたい, 合わせて読みたい,
    おすすめ記事, おすすめ, こちらもおすすめ, あなたにおすすめ, あなたへのおすすめ, ランキング,
    アクセスランキング, 人気記事, 人気記事ランキング, 最新記事, 最新ニュース, 新着記事,
    新着ニュース, その他のニュース, その他の記事, ほかのニュース, よく読まれている記事,
    ピックアップ, 注目記事, この記事を読んだ人におすすめ
""")
# A line that points to another story: the mark, a colon and its title.
POINTS = re.compile(
    r"(?:>>+|»+|→|▶|►)\s*\S"
    r"|(?:read (?:more|also|next)|also read|see (?:also|more)|related(?: news)?|more"
    r"|xem thêm|đọc thêm|xem tiếp|tin liên quan|関連(?:記事|ニュース)?|あわせて読みたい)"
    r"\s*[:：]\s*\S"
    r"|【(?:関連|関連記事|あわせて読みたい)】",
    re.IGNORECASE,
)
SUBSCRIBE = re.compile(
    r"(?:(?:please )?(?:subscribe|sign up) (?:to|for)\b|(?:please )?follow (?:us|our)\b"
    r"|(?:like|join|find) us on\b|get (?:the latest|our|daily) |download (?:our|the) .*\bapp\b"
    r"|click here to (?:subscribe|register|sign)|stay (?:updated|up to date|informed) with\b"
    r"|mời (?:độc giả|bạn|quý).{0,40}(?:theo dõi|đăng ký|gửi)"
    r"|theo dõi .{0,40}(?:trên|tại) (?:google|facebook|zalo|youtube|tiktok|fanpage)"
    r"|đăng ký (?:nhận|theo dõi)|.*(?:メルマガ|メールマガジン|公式(?:line|ライン|x|twitter))"
    r".{0,15}(?:登録|フォロー)|.{0,20}(?:会員登録|有料会員).{0,20}(?:こちら|読め|お読み))",
    re.IGNORECASE,
)
RIGHTS = re.compile(
    r"(?:©|\(c\)\s*(?:\d{4}|copyright)|copyright\b|all rights reserved|bản quyền (?:©|thuộc|\d)"
    r"|.{0,40}\ball rights reserved|giấy phép (?:số|hoạt động|xuất bản|thiết lập)"
    r"|.{0,40}(?:無断転載|無断複製|禁無断|転載を禁))",
    re.IGNORECASE,
)
BUTTONS = re.compile(
    r"(?:(?:share|chia sẻ|tweet|シェア|facebook|twitter|zalo|linkedin|whatsapp|email|print"
    r"|copy link|x|on|lên|qua|trên)\b[\s,/|・]*){2,}",
    re.IGNORECASE,
)
KEYWORDS = re.compile(r"(?:tags?|từ khóa|keywords?|キーワード|タグ)\s*[:：]\s*\S", re.IGNORECASE)
COUNTS = re.compile(
    r"(?:\d[\d.,]*\s?[km]?\s*(?:views?|shares?|comments?|likes?|reads?|min(?:ute)?s? read"
    r"|lượt (?:xem|đọc|thích)|bình luận|回|件のコメント|ビュー))"
    r"|(?:views?|shares?|comments?|likes?|lượt xem|bình luận|chia sẻ)\s*[:：(]?\s*\d[\d.,]*\)?",
    re.IGNORECASE,
)
RULE = re.compile(r"[=_#~＝─━—-]{4,}|(?:[=_~＝─━—-] ){3,}[=_~＝─━—-]?")
PICTURE = r"(?:photos?|pictures?|images?|illustrations?|ảnh|hình(?: ảnh)?|ảnh minh họa|写真|画像)"
CAPTION_START = re.compile(
    rf"(?:{PICTURE}\s*\d*\s*[:：.]|[(（［【]{PICTURE}[)）］】]|図\s*\d+\s*[:：]|{PICTURE}\s+\d+\s*[–—-])",
    re.IGNORECASE,
)
CAPTION_END = re.compile(
    rf"(?P<open>[(（［]?)\b(?P<credit>{PICTURE}(?:\s+(?:provided\s+|courtesy\s+|credit\s*)?"
    rf"(?:by|of)\s+|\s+courtesy\s+|(?:\s+credit)?\s*[:：/／=＝]\s*)[^.。:：()（）]{{2,60}})"
    r"[)）］]?\s*\.?$",
    re.IGNORECASE,
)
PROVIDED = re.compile(r"[(（＝=](?P<credit>[^()（）＝=。]{2,40}(?:提供|撮影))[)）]?$")
NAME = r"[^\W\d_][^\W\d_.'’-]*\.?"
CREDITED = re.compile(
    r"(?:(?:translated|written|reported|edited|compiled|photographed) by|"
    r"(?:story|text|reporting|translation|author|source|reporter|editor)\s*[:：]"
    r"|(?:nguồn|tác giả|thực hiện|theo|dịch giả|người dịch|biên dịch|phóng viên)\s*[:：]"
    r"|(?:翻訳|執筆|取材|文責|文|記者|編集|構成|出典|執筆者|取材・文)\s*[:：／/=＝])\s*\S.{0,80}$",
    re.IGNORECASE,
)
BYLINE = re.compile(rf"(?:By|BY|Bởi) (?=[A-ZÀ-ỸĐ])(?:{NAME})(?: {NAME}){{1,5}}$")
SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LETTER_OR_DIGIT = re.compile(r"[^\W_]")
CLOSING = "\"'”’»」』)）】］]"
SENTENCE_END = re.compile(
    r"(?<!\b[^\W\d_])(?<!\bM[rs])(?<!\bDr)(?<!\bMrs)(?<=[^\W_])[.!?][\"”’)]*(?=\s|$)|[。！？]"
)
STOPS = (".", "。", "…", "．")
DOUBTFUL_STOPS = ("!", "?", "！", "？", ":", "：", ";")
SENTENCE, LONG = 5, 30  # words
LETTERS_OF_A_WORD = 3  # where words are not spaced


def kind_of(text):
    """Return what kind of line this is."""
    if not LETTER_OR_DIGIT.search(text):
        return SEPARATOR if RULE.fullmatch(text) else SYMBOL
    if len(text) > 2 * LONGEST_SIGN:
        return PARAGRAPH
    if caption(text) is not None:
        return CAPTION
    sign = sign_of(text) if len(text) <= LONGEST_SIGN else None
    return sign or prose(text)


def sign_of(text):
    """Return the kind of a line in the page's own words, or None for text."""
    said = text.casefold().strip(" :：|·•-–—…>»›▶►+#.()[]【】■●◆▼▲")
    for said_by, kind in (
        (NAVIGATION, NAV),
        (SHARING, SHARE),
        (ENDS, END),
        (RELATED_MARKS, RELATED),
    ):
        if said in said_by:
            return kind
    if bare(text) or stated(text):
        return DATE
    if CREDITED.match(text) or BYLINE.match(text):
        return CREDIT
    starts = ((POINTS, POINTER), (SUBSCRIBE, NAV), (KEYWORDS, NAV), (RIGHTS, COPYRIGHT))
    for pattern, kind in starts:
        if pattern.match(text):
            return kind
    return SHARE if COUNTS.fullmatch(text) or BUTTONS.fullmatch(text) else menu(text)


def menu(text):
    """Return NAV for a menu on one line (“Home | News | Contact”), else None."""
    parts = [part.strip() for part in re.split(r"\s*[|｜›»>•·]\s*", text) if part.strip()]
    known = NAVIGATION | SHARING | ENDS | RELATED_MARKS
    told = sum(part.casefold() in known for part in parts)
    return NAV if len(parts) >= 2 and told * 2 >= len(parts) else None


def caption(text):
    """Return the credit in a picture's caption ("" where it has none), or None for other lines."""
    match = CAPTION_END.search(text) or PROVIDED.search(text)
    if CAPTION_START.match(text):
        return match["credit"].strip() if match else ""
    if match and sentences(text[: match.start()]) <= 1:
        return match["credit"].strip()
    return None


def sentences(text):
    return len(SENTENCE_END.findall(text))


def prose(text):
    """Tell a paragraph from a headline, and that from a word or two."""
    size = length(text)
    end = text.rstrip(CLOSING + " ")[-1:]
    if size >= LONG or (size >= SENTENCE and end in STOPS):
        return PARAGRAPH
    if end in DOUBTFUL_STOPS and (size >= LONG / 2 or sentences(text) > 1):
        return PARAGRAPH
    return HEADLINE if size >= SENTENCE - 1 else SHORT


def length(text):
    """Return about how many words a text has."""
    spaceless = len(SPACELESS.findall(text))
    return spaceless // LETTERS_OF_A_WORD + len(SPACELESS.sub(" ", text).split())
