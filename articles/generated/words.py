"""The words of an invented base: a natural curve of frequencies, and some words of a known one."""

from itertools import accumulate

FREQUENT, COMMON, RARE, SCARCE, BYGONE = (
    *("robotics", "hydrogen", "seismograph", "desalination"),
    "telegraphy",
)
SCARCE_ARTICLES = 20
BYGONE_UNTIL = 2015
# The share of the articles that hold each word; BYGONE's is of the articles before 2015.
SHARES = {FREQUENT: 0.3, COMMON: 0.03, RARE: 0.001}
BYGONE_SHARE = 0.03

ENGLISH = """
digital cooperation technology the of and in for with on Vietnam Japan companies development
project training energy university research investment data engineers software factory
agreement programme market students semiconductor innovation government ministry province city
support partners workshop platform quality supply chain production transition industry green
smart health care education network centre system services pilot model security cloud
infrastructure transport railway port airport logistics agriculture rice shrimp coffee fishery
food processing packaging battery solar wind grid power plant waste water treatment recycling
steel cement textile garment footwear furniture wood plastic rubber chemical medical device
hospital nursing language skills internship scholarship exchange delegation visit forum seminar
exhibition signing ceremony memorandum contract tender bidding loan grant fund bank insurance
payment finance startup incubator accelerator venture patent licence standard certification
inspection measurement laboratory sensor camera drone satellite radar antenna chip wafer design
testing assembly automation robot machine tool mould die casting welding painting coating
maintenance repair spare part component motor engine vehicle bus truck motorcycle bicycle
electric charging station hybrid fuel cell carbon emission credit climate resilience flood
drought earthquake disaster warning forest river delta coast island tourism hotel culture
heritage museum library film music game animation design fashion retail store delivery
warehouse cold storage customs tariff export import trade deficit surplus growth quarter annual
report survey respondents share percent million billion director chairman minister ambassador
governor professor engineer expert spokesperson resident worker trainee graduate teacher local
national regional global strategic comprehensive joint bilateral future early late first second
new old large small high low strong weak fast slow open public private foreign domestic rural
urban northern southern central according announced said opened launched signed agreed planned
expected completed started expanded reduced increased reached promoted trained recruited built
installed tested approved invested bought sold shipped hosted attended visited discussed
"""

VIETNAMESE = """
hợp_tác Việt_Nam Nhật_Bản và của trong với cho công_nghệ doanh_nghiệp đầu_tư phát_triển đào_tạo
nguồn_nhân_lực chuyển_đổi_số dự_án chương_trình đại_học nghiên_cứu sinh_viên kỹ_sư phần_mềm
thị_trường bán_dẫn năng_lượng tái_tạo nhà_máy sản_xuất chất_lượng chuỗi_cung_ứng thành_phố tỉnh
chính_phủ bộ_trưởng đại_sứ hội_nghị diễn_đàn triển_lãm ký_kết biên_bản_ghi_nhớ thỏa_thuận vốn
vay tài_trợ ngân_hàng bảo_hiểm hạ_tầng giao_thông đường_sắt cảng_biển sân_bay nông_nghiệp
thủy_sản cà_phê chế_biến thực_phẩm bao_bì môi_trường nước_thải rác_thải tái_chế thép xi_măng
dệt_may da_giày gỗ cao_su hóa_chất y_tế bệnh_viện điều_dưỡng ngôn_ngữ kỹ_năng thực_tập_sinh
học_bổng giao_lưu đoàn chuyến_thăm hội_thảo khởi_nghiệp sáng_tạo bằng_sáng_chế tiêu_chuẩn
chứng_nhận đo_lường phòng_thí_nghiệm cảm_biến vệ_tinh vi_mạch thiết_kế kiểm_thử lắp_ráp
tự_động_hóa máy_móc khuôn_mẫu bảo_trì linh_kiện động_cơ xe_điện trạm_sạc nhiên_liệu phát_thải
khí_hậu lũ_lụt hạn_hán động_đất cảnh_báo rừng sông đồng_bằng biển đảo du_lịch văn_hóa di_sản
bảo_tàng thương_mại xuất_khẩu nhập_khẩu thuế tăng_trưởng quý năm báo_cáo khảo_sát tỷ_lệ giám_đốc
chủ_tịch chuyên_gia người_lao_động địa_phương quốc_gia khu_vực toàn_cầu chiến_lược toàn_diện
song_phương tương_lai mới lớn nhỏ cao thấp mạnh nhanh công_bố khai_trương ra_mắt dự_kiến
hoàn_thành mở_rộng đạt thúc_đẩy tuyển_dụng xây_dựng lắp_đặt phê_duyệt tham_dự trao_đổi đang được
đã sẽ tại từ nhiều các những một hai ba
"""

JAPANESE = """
日本 ベトナム 協力 技術 企業 の は が を に で と 開発 投資 人材 育成 大学 研究 学生 半導体
デジタル 変革 事業 計画 市場 工場 生産 品質 供給網 政府 大臣 大使 会議 展示会 署名 覚書 合意
融資 支援 銀行 保険 基盤 交通 鉄道 港湾 空港 農業 水産 食品 加工 包装 環境 排水 処理 再生 鉄鋼
繊維 衣料 木材 化学 医療 病院 介護 言語 技能 実習生 奨学金 交流 代表団 訪問 講演会 起業 革新
特許 規格 認証 計測 研究所 センサー 衛星 回路 設計 試験 組立 自動化 機械 金型 保守 部品
電気自動車 充電 燃料電池 排出 気候 洪水 地震 警報 森林 河川 沿岸 観光 文化 遺産 博物館 貿易 輸出
輸入 関税 成長 四半期 年間 報告 調査 割合 社長 会長 専門家 労働者 地域 全国 世界 戦略 包括的
将来 新しい 大きな 発表した 開設した 署名した 予定である 完成した 拡大する 達成した 推進する
採用する 建設する 導入した 承認した 参加した
"""


def _curve(text):
    """Return a text's words with the cumulative weights of a flattened Zipf curve."""
    words = [word.replace("_", " ") for word in text.split()]
    return words, list(accumulate(1 / (rank + 6) for rank in range(len(words))))


VOCABULARY = {
    "en": _curve(ENGLISH),
    "vi": _curve(VIETNAMESE),
    "ja": _curve(JAPANESE),
}
STOP = {"en": ".", "vi": ".", "ja": "。"}
JOIN = {"en": " ", "vi": " ", "ja": ""}
SET_APART = {"en": "%s", "vi": "%s", "ja": " %s "}

# What says a fact, for each language; the words cited are the sentence without its full stop.
SAYS = {
    "event": {
        "en": "{who} held the {what} in {place}, which {n} people attended",
        "vi": "{who} đã tổ chức {what} tại {place} với {n} người tham dự",
        "ja": "{who}は{place}で{what}を開き、{n}人が参加した",
    },
    "target": {
        "en": "{who} aims for {n} {what} by {year}",
        "vi": "{who} đặt mục tiêu {n} {what} vào năm {year}",
        "ja": "{who}は{year}年までに{what}{n}を目指す",
    },
    "figure": {
        "en": "{who} reported {n} {what} that year",
        "vi": "{who} cho biết có {n} {what} trong năm",
        "ja": "{who}の{what}は{n}である",
    },
    "role": {
        "en": "said {person}, {what} of {who}",
        "vi": "{person}, {what} của {who}, cho biết",
        "ja": "{who}の{person}（{what}）が述べた",
    },
    "tie": {
        "en": "{who} works with {other} on {what}",
        "vi": "{who} hợp tác với {other} về {what}",
        "ja": "{who}は{other}と{what}で協力する",
    },
}


class Writer:
    """Writes titles and sentences with one source of chance."""

    def __init__(self, chance):
        self.chance = chance

    def words(self, language, least, most):
        vocabulary, weights = VOCABULARY[language]
        count = least + int(self.chance.random() * (most - least + 1))
        return self.chance.choices(vocabulary, cum_weights=weights, k=count)

    def title(self, language):
        words = JOIN[language].join(self.words(language, 6, 11))
        return words[0].upper() + words[1:]

    def sentence(self, language, *with_words):
        words = self.words(language, 9, 19)
        for word in with_words:
            words.insert(int(self.chance.random() * (len(words) + 1)), SET_APART[language] % word)
        text = JOIN[language].join(words)
        return f"{text[0].upper()}{text[1:]}{STOP[language]}"
