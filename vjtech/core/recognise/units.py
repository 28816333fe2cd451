"""What follows a number, or stands before it: scales, currencies, units, counters, qualifiers."""

import re
from decimal import Decimal


def any_of(words):
    """Return a pattern of words as they stand, longer ones first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def listed(words, apart=None):
    return words.split(apart)


def table(lines):
    """Return {word: meaning} of "meaning: word, word" lines."""
    pairs = (line.split(":", 1) for line in lines.strip().splitlines())
    return {word.strip(): meaning.strip() for meaning, words in pairs for word in words.split(",")}


def powers(lines):
    return {word: Decimal(10) ** int(power) for word, power in table(lines).items()}


SCALES = {
    "en": powers("3: thousand\n6: million, mln, mn\n9: billion, bn\n12: trillion, tn, trn"),
    "vi": powers(
        "3: nghìn, ngàn\n4: vạn\n6: triệu\n9: tỷ, tỉ\n12: nghìn tỷ, nghìn tỉ, ngàn tỷ, ngàn tỉ"
        "\n15: triệu tỷ, triệu tỉ"
    ),
    "ja": powers("2: 百\n3: 千\n4: 万\n8: 億\n12: 兆"),
}
SIGNS = table(
    """
    USD: US$, $, ＄
    EUR: €
    GBP: £
    JPY: ¥, ￥
    VND: ₫
    AUD: A$
    SGD: S$
    HKD: HK$
    CAD: C$
    KRW: ₩
    """
)
CODES = listed("USD VND JPY EUR GBP KRW CNY SGD THB AUD CAD HKD TWD CHF INR")
MONEY = table(
    """
    USD: US dollars, US dollar, U.S. dollars, dollars, dollar, đô la Mỹ, đô-la Mỹ, đôla Mỹ
    USD: đô la, đô-la, đôla, 米ドル, ドル
    VND: Vietnamese dong, dong, đồng, ベトナムドン, ドン
    JPY: Japanese yen, yen Nhật, yên Nhật, yen, yên, 円
    EUR: euros, euro, ユーロ
    GBP: pounds, bảng Anh, ポンド
    KRW: won, ウォン
    CNY: yuan, nhân dân tệ, 人民元
    """
)
PERCENT = ("%", "％", "percent", "per cent", "phần trăm", "パーセント")
MEASURES = listed(
    "kV kW MW GW TW MWh GWh kWh km km2 km² m m2 m² m3 m³ ha nm mm cm GB TB PB MB kg tCO2 USDm"
)
NOUNS = listed(
    "people persons employees workers engineers experts specialists students trainees interns"
    " graduates staff researchers scientists developers programmers teachers lecturers residents"
    " households users customers clients members delegates participants visitors tourists guests"
    " companies firms enterprises businesses startups start-ups suppliers corporations"
    " organisations organizations banks stores shops branches offices factories plants parks"
    " projects programmes programs agreements contracts deals documents products services patents"
    " universities schools institutes centres centers colleges provinces cities localities"
    " districts communes countries markets economies hectares acres kilometres kilometers metres"
    " meters tonnes tons units vehicles cars buses trains chips wafers servers points parameters"
    " jobs places seats courses scholarships flights sites stations houses apartments times"
    " years months weeks days hours minutes"
)
SINGULAR = listed(
    "person employee worker engineer expert student hectare project company firm enterprise"
    " business province city country unit year month week day hour minute kilometre kilometer"
    " metre meter tonne ton point member school university seat bed room floor storey"
)
VIETNAMESE_UNITS = listed(
    "người|kỹ sư|kĩ sư|nhân viên|nhân sự|nhân lực|lao động|công nhân|chuyên gia|sinh viên|học sinh"
    "|học viên|thực tập sinh|tu nghiệp sinh|du học sinh|giảng viên|cán bộ|đại biểu|khách hàng"
    "|người dùng|lượt khách|lượt|hộ dân|hộ|dự án|chương trình|doanh nghiệp|công ty|đơn vị|tổ chức"
    "|nhà đầu tư|nhà máy|văn phòng|chi nhánh|cửa hàng|trường|trường đại học|đại học|viện|trung tâm"
    "|khu công nghiệp|cụm công nghiệp|tỉnh|thành phố|địa phương|huyện|xã|quốc gia|nước|thị trường"
    "|héc-ta|hecta|ha|km|mét vuông|mét|tấn|căn|chiếc|xe|sản phẩm|bằng sáng chế|tham số"
    "|thỏa thuận|biên bản|hợp đồng|văn bản|điểm phần trăm|điểm|lần|năm|tháng|tuần|ngày|giờ|phút"
    "|bộ|gian hàng|suất học bổng|học bổng|việc làm",
    "|",
)
COUNTERS = listed(
    "人|名|社|件|カ国|か国|ヶ国|ヵ国|カ所|か所|ヶ所|ヵ所|校|大学|台|棟|戸|世帯|店舗|店|拠点|団体|組織"
    "|プロジェクト|ヘクタール|平方メートル|平方キロメートル|キロメートル|メートル|キロ|トン|倍|回|種類"
    "|年間|カ月|か月|ヶ月|ヵ月|週間|日間|時間|ポイント|品目|機種|基|機|隻|席|冊|本|枚|個|地域|都市|省"
    "|企業|施設|工場|便|路線|両",
    "|",
)
QUALIFIERS = table(
    """
    about: about, around, approximately, approx., roughly, some, an estimated, estimated at
    about: khoảng, chừng, xấp xỉ, ước khoảng, ước tính, 約, およそ, ほぼ, 概ね
    nearly: nearly, almost, close to, just under, gần
    over: over, more than, above, exceeding, exceeded, exceeds, surpassed, surpassing
    over: in excess of, upwards of, hơn, trên, vượt, vượt quá
    up_to: up to, as many as, as much as, at most, no more than, not more than, a maximum of
    up_to: less than, fewer than, under, below, tối đa, nhiều nhất, không quá, dưới
    up_to: 最大で, 最大, 最高
    at_least: at least, no less than, no fewer than, not less than, a minimum of, minimum
    at_least: ít nhất, tối thiểu, không dưới, 少なくとも, 最低, 最低でも
    """
)
AFTERWARDS = table(
    """
    at_least: or more, trở lên, 以上
    over: +, 超, を超える, を超え, 余り, 余, 強
    nearly: 近く, 弱, 足らず
    up_to: 以下, 以内, 未満
    about: 程度, 前後, ほど, くらい, ぐらい
    """
)
ALL_NOUNS = frozenset((*NOUNS, *SINGULAR))
AFTER_SCALE = (
    rf"[\s-]{{0,2}}(?:(?:{any_of((*SCALES['en'], *SCALES['vi'], *PERCENT[2:], *MONEY))})(?!\w)"
    rf"|[%％万億兆千円]|(?:{'|'.join(CODES)})\b)"
)
AFTER_NUMBER = (
    rf"{AFTER_SCALE}|[\s-]{{0,2}}(?:(?:{any_of((*ALL_NOUNS, *VIETNAMESE_UNITS, *MEASURES))})(?!\w)"
    rf"|(?:{any_of(COUNTERS)}))"
)
