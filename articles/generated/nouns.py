"""The nouns of an invented base: as many for each article at any size."""

from articles.models import Publisher, Topic
from entities.models import Company, CompanyAlias, Person, PersonAlias, Place, PlaceAlias
from vjtech.core.search.fold import name_key

TOPICS = (
    *("Semiconductors", "Digital transformation", "Human resources", "Energy transition"),
    *("Smart cities", "Health care", "Agriculture", "Supply chains", "Start-ups", "Railways"),
    *("Education", "Space", "Environment", "Finance", "Manufacturing", "Logistics"),
    *("Cybersecurity", "Materials", "Robots", "Disaster prevention", "Tourism", "Standards"),
    *("Trade", "Official development assistance"),
)
CITIES = (
    *(("Hà Nội", "VN"), ("Đà Nẵng", "VN"), ("Hải Phòng", "VN"), ("Cần Thơ", "VN")),
    *(("Huế", "VN"), ("Bắc Ninh", "VN"), ("Đồng Nai", "VN"), ("Bình Dương", "VN")),
    *(("Quảng Ninh", "VN"), ("Nghệ An", "VN"), ("Thái Nguyên", "VN"), ("Hưng Yên", "VN")),
    *(("Tokyo", "JP"), ("Osaka", "JP"), ("Nagoya", "JP"), ("Fukuoka", "JP"), ("Sapporo", "JP")),
    *(("Sendai", "JP"), ("Hiroshima", "JP"), ("Kyoto", "JP"), ("Yokohama", "JP")),
    *(("Kitakyushu", "JP"), ("Kobe", "JP"), ("Niigata", "JP")),
)
IN_JAPANESE = {"Tokyo": "東京", "Osaka": "大阪", "Kyoto": "京都", "Fukuoka": "福岡"}

VN_FIRST = (
    "An Bình Cửu Đại Đông Gia Hòa Hưng Kim Long Minh Nam Phú Quang Sao Sơn Tân Thái Việt Vĩnh"
)
VN_SECOND = (
    "Á Châu Công Dương Đạt Hải Hà Khoa Lợi Mai Nghĩa Phát Phong Tâm Thành Tiến Trí Vinh Xuân Ý"
)
VN_TRADE = "Điện tử,Phần mềm,Năng lượng,Thép,Dệt may,Logistics,Nông sản,Viễn thông,Xây dựng,Dược"
JP_FIRST = (
    "Aoki青木 Fuji富士 Hama浜 Ishi石 Kawa川 Kita北 Kuro黒 Matsu松 Miya宮 Naka中 Nishi西 Oka岡 "
    "Saka坂 Shima島 Taka高 Tani谷 Toyo東洋 Ueno上野 Yama山 Yoshi吉"
)
JP_SECOND = (
    "da田 mura村 moto本 no野 saki崎 sawa沢 shita下 ta多 uchi内 gawa河 hara原 zaki峰 ba場 be部"
)
JP_TRADE = (
    "Denki電機 Seiki精機 Kagaku化学 Kensetsu建設 Soft電算 Seiyaku製薬 Kikai機械 Bussan物産 "
    "Tsushin通信 Energy熱源"
)
VN_FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
VN_MIDDLE = "Văn Thị Đức Minh Ngọc Quốc Thanh Hữu Xuân Anh Hồng Công"
VN_GIVEN = (
    "An Anh Bảo Bình Châu Chi Cường Dũng Đạt Giang Hà Hải Hạnh Hiếu Hoa Hùng Huy Khánh Lan Linh "
    "Long Mai Nam Nga Phong Phúc Quang Quân Sơn Tâm Thảo Thành Thủy Trang Trung Tuấn Tùng Vân Vinh "
    "Yến"
)
JP_FAMILY = (
    "Sato佐藤 Suzuki鈴木 Takahashi高橋 Tanaka田中 Ito伊藤 Watanabe渡辺 Yamamoto山本 Nakamura中村 "
    "Kobayashi小林 Kato加藤 Yoshida吉田 Yamada山田 Sasaki佐々木 Matsumoto松本 Inoue井上 Kimura木村 "
    "Hayashi林 Shimizu清水 Mori森 Abe阿部 Ikeda池田 Hashimoto橋本 Ogawa小川 Ishikawa石川"
)
JP_GIVEN = (
    "Takeshi武 Hiroshi浩 Kenji健二 Makoto誠 Akira明 Yumi由美 Keiko恵子 Naoko直子 Takashi隆 "
    "Satoshi聡 Kazuo和夫 Mari真理 Yoko洋子 Daisuke大輔 Shota翔太 Ayumi歩 Haruka遥 Ken健 "
    "Jun純 Misaki美咲"
)
KINDS = ("company",) * 12 + ("university", "research", "government", "association", "media")


def two_scripts(text):
    """Return (Latin, kanji) pairs from words such as Fuji富士."""
    return [
        ("".join(c for c in word if c.isascii()), "".join(c for c in word if not c.isascii()))
        for word in text.split()
    ]


class Nouns:
    """Adds the nouns; afterwards it knows their ids and names. All but a few are published."""

    def __init__(self, tables, chance, articles):
        self.tables, self.chance = tables, chance
        # In proportion: else a page shows more in a larger base, and what is measured as growth
        # with size is growth of content.
        self.companies = [self.company(n) for n in range(max(240, articles * 12 // 100))]
        self.people = [self.person(n) for n in range(max(400, articles // 5))]
        self.places = [self.place(name, country) for name, country in CITIES]
        self.topics = [
            tables.add(Topic, slug=name_key(name).replace(" ", "-"), name=name) for name in TOPICS
        ]
        self.publishers = [
            tables.add(Publisher, slug=f"herald-{n}", name=f"The {name} Herald {n}")
            for n, (name, _country) in enumerate(CITIES * 3, 1)
        ]

    def state(self, n):
        return "draft" if n % 50 == 49 else "published"

    def company(self, n):
        country = "JP" if n % 3 == 1 else "VN"
        name, native = self.japanese_company() if country == "JP" else self.vietnamese_company()
        kind = self.chance.choice(KINDS)
        values = {"kind": kind, "country": country, "summary": f"{name}, {kind}, invented."}
        pk = self.noun(Company, n, name, **values)
        self.alias(CompanyAlias, pk, native, "native", country)
        if n % 2:
            self.alias(CompanyAlias, pk, f"{name.split()[0]}{n}", "short", country)
        return pk, name

    def vietnamese_company(self):
        first, second = (self.chance.choice(w.split()) for w in (VN_FIRST, VN_SECOND))
        trade = self.chance.choice(VN_TRADE.split(","))
        city = self.chance.choice(CITIES[:12])[0]
        native = f"Công ty Cổ phần {trade} {first} {second} {city}"
        return f"{first} {second} {city} {trade} JSC", native

    def japanese_company(self):
        parts = [self.chance.choice(two_scripts(w)) for w in (JP_FIRST, JP_SECOND, JP_TRADE)]
        (first, one), (second, two), (trade, three) = parts
        return f"{first}{second} {trade} Co., Ltd.", f"株式会社{one}{two}{three}"

    def person(self, n):
        choice = self.chance.choice
        if n % 3 == 1:
            (family, one), (given, two) = (choice(two_scripts(w)) for w in (JP_FAMILY, JP_GIVEN))
            country, native, name = "JP", f"{one}{two}", f"{given} {family}"
        else:
            family, middle, last = (choice(w.split()) for w in (VN_FAMILY, VN_MIDDLE, VN_GIVEN))
            country, native, name = "VN", "", f"{family} {middle} {last}"
            given = f"{middle} {last}"
        values = {"family_name": family, "given_name": given, "country": country}
        pk = self.noun(Person, n, name, distinction=f"the {n + 1}th of our people", **values)
        if native:
            self.alias(PersonAlias, pk, native, "native", country)
        return pk, name

    def place(self, name, country):
        pk = self.noun(Place, 0, name, kind="city", country=country)
        if name in IN_JAPANESE:
            self.alias(PlaceAlias, pk, IN_JAPANESE[name], "native", country)
        return pk, name

    def noun(self, model, n, name, **values):
        slug = name_key(name).replace(" ", "-")
        slug = slug if model is Place else f"{slug}-{n + 1}"
        return self.tables.add(model, slug=slug, state=self.state(n), name=name, **values)

    def alias(self, model, owner, text, kind, country):
        language = {"VN": "vi", "JP": "ja"}[country]
        values = {"text": text, "kind": kind, "language": language, "origin": "Invented."}
        self.tables.add(model, owner_id=owner, **values)
