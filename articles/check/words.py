"""Words that tell what is done from what is ahead, in three languages.

The lists are short on purpose: where neither clearly speaks, nothing is said. Vietnamese is told
by its accents, since without them “đã” could be another word.
"""

import re

from entities.models import Event, Tie

AHEAD = re.compile(
    r"\b(?:will|would|shall|should|could|(?-i:may)|might|can|plans?|planned|planning|aims?|aimed|aiming"
    r"|targets?|targeted|goals?|expects?|expected|expecting|expectations?|forecasts?|intends?"
    r"|intended|hopes?|hoped|pledges?|pledged|commits?|committed|commitments?|projected|proposes?"
    r"|proposed|propos(?:als?|ing)|estimates?|estimated|going to|to be|set to|ambitions?"
    r"|ambitious|wants?|wanted|seeks?|seeking|sought|promised?|promises|agreed to|if|not|never"
    r"|yet|cannot|prospective|possible|by (?:the end of )?20\d\d|sẽ|dự kiến|dự định|dự báo"
    r"|mục tiêu|kế hoạch|kỳ vọng|kì vọng|cam kết|phấn đấu|hướng tới|hướng đến|nhằm|muốn|mong"
    r"|chưa|không|có thể|ước tính|đến năm|vào năm 20[3-9]\d|định hướng|đề xuất|nếu)\b"
    r"|n[’']t\b|予定|計画|目標|目指|見込|見通|予想|予測|期待|方針|つもり|たい|考え|ない|なかった"
    r"|せず|だろう|であろう|可能性|検討|提案|約束|表明|誓約|までに|もし|れば",
    re.IGNORECASE,
)
ENDED = r"(?:した|しました)(?![いらりて])"  # a Japanese verb that is over
DONE = re.compile(
    r"\b(?:signed|reached|achieved|attained|exceeded|surpassed|completed|hit|earned|totall?ed"
    r"|recorded|posted|generated|spent|invested|hired|employed|trained|became|rose to|grew to"
    r"|had(?= \D{0,12}\d)|đã|vừa đạt|đạt được)\b"
    r"|(?:達|達成|完了|記録|投資|締結|署名|調印|雇用|採用|育成|突破)"
    + ENDED
    + r"|超えた|超えました"
    r"|上った|上りました|となった|となりました|になった|になりました",
    re.IGNORECASE,
)
# Of a date by which something is due: what stands before it, or after it.
DUE_BEFORE = re.compile(
    r"(?:\b(?:by|until|before|no later than)(?: the)?(?: end of| year)?|\bđến(?: cuối)?(?: năm)?"
    r"|\btrước(?: năm)?)\s*$",
    re.IGNORECASE,
)
DUE_AFTER = re.compile(r"\s*(?:末|末日)?(?:までに|までの|まで)")
SINCE_BEFORE = re.compile(r"\b(?:since|from|từ(?: năm)?)\s*$", re.IGNORECASE)
SINCE_AFTER = re.compile(r"\s*(?:から|以来|以降)")


GOES_ON = re.compile(
    r"\W*(?:(?:It|They|He|She|Its|Their|His|Her|The (?:company|group|firm|corporation|city"
    r"|province))\b|(?:Công ty|Tập đoàn|Hãng|Doanh nghiệp) (?:này )?(?=[^\W\dA-ZĐ])|Họ\b"
    r"|Ông\b(?! [A-ZĐ])"
    r"|同(?:社|市|省|県|氏|グループ)|彼)"
)


def _done(english, vietnamese, japanese):
    parts = [rf"\b(?:{english})\b", rf"\b(?:đã|vừa)(?: \w+)? (?:{vietnamese})\b"]
    return re.compile("|".join([*parts, rf"(?:{japanese}){ENDED}"]), re.IGNORECASE)


def _said(english, vietnamese, japanese):
    return re.compile(rf"\b(?:{english}|{vietnamese})\b|{japanese}", re.IGNORECASE)


TIE_DONE = {
    Tie.Kind.MEMBER_OF: _done(
        "joined(?! (?:forces|hands))|(?:became|is|are) (?:now )?(?:an? )?(?:full )?members?"
        "|has become a member",
        "gia nhập|trở thành thành viên|là thành viên",
        "加盟|加入|入会",
    ),
    Tie.Kind.SIGNATORY_WITH: _done("signed|inked", "ký|ký kết", "締結|調印|署名"),
    Tie.Kind.OFFICE_IN: _done(
        "opened|set up|established|has (?:an|its) office",
        "mở|khai trương|thành lập|đặt văn phòng",
        "開設|設立|設置|開所",
    ),
    Tie.Kind.INVESTS_IN: _done("invested|put money into", "đầu tư|rót vốn", "投資|出資"),
    Tie.Kind.SUPPORTS: _done(
        "supported|backed|funded|gave support", "hỗ trợ|tài trợ|ủng hộ", "支援|助成"
    ),
    Tie.Kind.PARTNER_OF: _done(
        "partnered|teamed up|became partners?|formed a partnership",
        "hợp tác|bắt tay|trở thành đối tác",
        "提携|協業",
    ),
    Tie.Kind.SUBSIDIARY_OF: _done(
        "acquired|bought|took over|became a subsidiary",
        "mua lại|thâu tóm|sáp nhập",
        "買収|子会社化",
    ),
    Tie.Kind.PARTICIPATES_IN: _done("joined|took part in|participated in", "tham gia", "参加|参画"),
    Tie.Kind.DEVELOPS: _done("developed|built|launched", "phát triển|xây dựng|ra mắt", "開発"),
    Tie.Kind.PILOTS_WITH: _done("piloted|tested|trialled", "thử nghiệm|thí điểm", "試験導入|実証"),
}
EVENT_DONE = {
    Event.Kind.SIGNING: TIE_DONE[Tie.Kind.SIGNATORY_WITH],
    Event.Kind.OPENING: _done(
        "opened|launched|inaugurated|founded|established|set up",
        "mở|khai trương|khánh thành|thành lập|ra mắt",
        "開設|設立|開業|開所|開校",
    ),
    Event.Kind.LAUNCH: _done(
        "launched|announced|unveiled|presented", "ra mắt|công bố|giới thiệu", "発表|公表|開始"
    ),
    Event.Kind.GROUNDBREAKING: _done("broke ground|started construction", "khởi công", "着工|起工"),
    Event.Kind.FORUM: _done("held|took place|hosted|organised", "diễn ra|tổ chức", "開催"),
    Event.Kind.EXHIBITION: _done("held|took place|hosted|organised", "diễn ra|tổ chức", "開催"),
    Event.Kind.MEETING: _done("met|held talks", "gặp|họp|hội đàm", "会談|面会"),
    Event.Kind.VISIT: _done("visited|toured|inspected", "thăm|đến thăm|kiểm tra", "訪問|視察"),
    Event.Kind.DECISION: _done("approved|decided|adopted", "phê duyệt|quyết định", "承認|決定"),
    Event.Kind.PUBLICATION: _done("published|released", "xuất bản|công bố", "発行|刊行|公表"),
}
EVENT_SAID = {
    Event.Kind.SIGNING: _said("signing|signs", "ký|lễ ký", "締結|調印|署名"),
    Event.Kind.OPENING: _said(
        "opening|opens|inauguration|founding|launch",
        "mở|khai trương|khánh thành|thành lập",
        "開設|設立|開業|開所",
    ),
    Event.Kind.LAUNCH: _said("launch|launches|presentation", "ra mắt|công bố", "発表|公表|開始"),
    Event.Kind.GROUNDBREAKING: _said(
        "ground-?breaking|breaks ground", "khởi công|động thổ", "着工|起工"
    ),
    Event.Kind.FORUM: _said(
        "forum|seminar|conference|workshop",
        "diễn đàn|hội thảo|hội nghị",
        "フォーラム|セミナー",
    ),
    Event.Kind.EXHIBITION: _said("exhibition|fair|expo", "triển lãm|hội chợ", "展示会|見本市"),
    Event.Kind.MEETING: _said("meeting|talks", "cuộc gặp|cuộc họp|hội đàm", "会談|会合"),
    Event.Kind.INTERVIEW: _said("interview|interviewed", "phỏng vấn", "インタビュー|取材"),
    Event.Kind.VISIT: _said("visit|inspection", "chuyến thăm|thăm", "訪問|視察"),
    Event.Kind.DECISION: _said("approval|decision", "phê duyệt|quyết định", "承認|決定"),
    Event.Kind.PUBLICATION: _said("publication|report", "xuất bản|báo cáo", "発行|報告書"),
    Event.Kind.SURVEY: _said("survey|surveyed", "khảo sát", "調査|アンケート"),
}


def speaks_of_done(text):
    """Say whether a sentence speaks of something as done, and of nothing as still ahead."""
    return bool(DONE.search(text)) and not speaks_of_ahead(text)


def speaks_of_ahead(text):
    """Say whether a sentence speaks of anything as still ahead."""
    return AHEAD.search(text) is not None


def tells_of_deeds(text):
    """Say whether a sentence has words for a tie or an event that is done."""
    patterns = (*TIE_DONE.values(), *EVENT_DONE.values())
    return not speaks_of_ahead(text) and any(pattern.search(text) for pattern in patterns)


def done_words(text, pattern):
    """Return where a sentence says in these words that something is done; None if it does not."""
    if speaks_of_ahead(text):
        return None
    found = pattern.search(text)
    return found.span() if found else None


def goes_on(text):
    """Say whether a sentence begins with a word for whom the one before spoke of."""
    return GOES_ON.match(text) is not None


def speaks_of(text, kind):
    """Say whether a sentence names an event of this kind, done or not."""
    patterns = (EVENT_SAID.get(kind), EVENT_DONE.get(kind))
    return any(pattern and pattern.search(text) for pattern in patterns)
