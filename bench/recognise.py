"""What it costs to recognise an article: `python -m bench.recognise [--names 50000]`.

Times are of this process's CPU; the memory is what the recogniser adds to it.
"""

import argparse
import os
import random
import statistics
import sys
import time
from itertools import islice, product
from pathlib import Path

import django

from vjtech.core.recognise.amounts import amounts
from vjtech.core.recognise.dates import dates
from vjtech.core.recognise.names import Name, Recogniser
from vjtech.core.recognise.units import listed
from vjtech.core.recognise.unknown import unknown

FIRST = listed("An Bình Đông Gia Hòa Hưng Kim Long Minh Nam Phú Quang Sao Sơn Tân Thái Việt Vĩnh")
SECOND = listed("Á Châu Công Dương Đạt Hải Hà Khoa Lợi Mai Nghĩa Phát Phong Tâm Thành Tiến Trí")
TRADE = listed("Điện tử,Phần mềm,Năng lượng,Thép,Dệt may,Logistics,Nông sản,Viễn thông,Dược", ",")
FORM = listed("Corporation,JSC,Group,Co. Ltd,Holdings,Vietnam,Japan,Hà Nội,Đà Nẵng", ",")
KANJI = "青富浜石川北黒松宮中西岡坂島高谷東上山吉"
KANJI_FORM = listed("電機 精機 化学 建設 製薬 機械 物産 通信 大学 研究所 ソフト システム")
FAMILY = listed("Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý")
MIDDLE = listed("Văn Thị Đức Minh Ngọc Quốc Thanh Hữu Xuân Anh Hồng Công")
GIVEN = listed("An Bảo Cường Dũng Giang Hiếu Hùng Khánh Lan Linh Nga Phúc Quân Sơn Thảo Tuấn")
SAID = (
    "{0} and {1} signed an agreement worth US$250 million on April 28, 2025, {2} said. It is to"
    " train about 5,000 engineers by 2030.",
    "{0} và {1} ký biên bản ghi nhớ ngày 28/4/2025; theo ông {2}, vốn đầu tư hơn 1.500 tỷ đồng"
    " trong giai đoạn 2026-2030.",
    "{0}は{1}と2025年4月28日に覚書を結び、約3万人の技術者を育成すると{2}が述べた。",
)


def main():
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--names", type=int, default=50_000)
    parser.add_argument("--words", type=int, default=1_500)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "vjtech.settings", "SECRET_KEY": "bench"}
    django.setup()
    names = list(islice(invented(), options.names))
    before, start = resident(), time.process_time()
    recogniser = Recogniser(names)
    print(f"{len(names):,} names: built in {time.process_time() - start:.2f} s", end=", ")
    print(f"{resident() - before:.0f} MB")
    text = article(names, options.words)
    print(f"an article of {len(text.split()):,} words, {len(text):,} letters, in milliseconds:")
    known = [found[:2] for found in recogniser.find(text)]
    for what, work in {
        f"{len(known)} names": lambda: recogniser.find(text),
        f"{len(dates(text, '2025-05-01'))} dates": lambda: dates(text, "2025-05-01"),
        f"{len(amounts(text))} amounts": lambda: amounts(text),
        f"{len(unknown(text, known))} unknown": lambda: unknown(text, known),
    }.items():
        print(f"  {what}: {1000 * cost(work, options.rounds):.0f}")


def invented():
    """Yield names in three scripts; every third is a company, a Japanese one and a person."""
    companies = product(TRADE, FIRST, SECOND, FORM)
    japanese = product(KANJI, KANJI, KANJI, KANJI_FORM)
    people = product(FAMILY, MIDDLE, MIDDLE, GIVEN)
    for n, (company, japan, person) in enumerate(zip(companies, japanese, people, strict=False)):
        yield Name(" ".join(company), ("company", 2 * n))
        yield Name("".join(japan), ("company", 2 * n + 1))
        yield Name(" ".join(person), ("person", n))


def article(names, length):
    chance = random.Random(4)
    said = []
    while len(" ".join(said).split()) < length:
        named = (name.text for name in chance.sample(names, 3))
        said.append(chance.choice(SAID).format(*named))
    return " ".join(said)


def cost(work, rounds):
    def once():
        start = time.process_time()
        work()
        return time.process_time() - start

    return statistics.median(once() for _n in range(rounds))


def resident():
    """Return the resident memory in MB, as Linux tells it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
