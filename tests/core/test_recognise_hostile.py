"""No text makes recognising raise, nor take more than time in step with its length."""

import pytest

from tests.seconds import cpu_seconds
from vjtech.core.recognise.amounts import amounts
from vjtech.core.recognise.dates import dates
from vjtech.core.recognise.names import Name, Recogniser
from vjtech.core.recognise.unknown import unknown

RECOGNISER = Recogniser(
    [
        *(Name(text, ("company", n)) for n, text in enumerate(("FPT", "a", "A a", "日本", "日"))),
        *(Name(" ".join("a" * n), ("place", n)) for n in range(2, 8)),
        Name("Ab", ("person", 1), identifies=False),
    ]
)
RECOGNISING = {
    "names": RECOGNISER.find,
    "dates": lambda text: dates(text, "2025-05-02"),
    "amounts": amounts,
    "unknown": lambda text: unknown(text, []),
}
REPEATED = [
    *("a ", "A", "Aa ", "日本", "日", "ア", "か゛", "\u0301", "\u200b", "ﬁ", " ", "\n", "-", "’"),
    *(
        "9",
        "1,",
        "1.",
        "1-",
        "1/",
        "1 to ",
        "US$",
        "over ",
        "from 1 ",
        "1兆",
        "1 million ",
        "2025-",
    ),
    *("2025 to ", "2025年", "から", "May ", "May 1-", "ngày 1", "tháng ", "of ", "and ", "Mr. A"),
    *("Ministry of A ", "Corporation ", "Công ty A ", "株式会社", "Nguyễn ", "\0", "\ud800", "𠮷"),
]
SHORT, TIMES_LONGER = 500, 8
WORST = 3 * TIMES_LONGER  # far from the 64 of what grows with the square
LEAST = 0.005  # seconds, below which nothing is told


@pytest.mark.parametrize("what", RECOGNISING)
def test_time_grows_with_the_length_and_not_with_its_square(what):
    work = RECOGNISING[what]
    for part in REPEATED:
        short, long = ((part * length)[:length] for length in (SHORT, SHORT * TIMES_LONGER))
        # The best of some: another process may take the machine for a while.
        ratios = (cpu_seconds(work, long) / max(LEAST, cpu_seconds(work, short)) for _n in range(3))
        assert any(ratio < WORST for ratio in ratios), repr(part)


@pytest.mark.parametrize("what", RECOGNISING)
@pytest.mark.parametrize("text", ["", "\0", "\ud800", "\U0010ffff", "﷽", "1\ud8002025", "٣ ٤ 2025"])
def test_odd_texts_are_texts(what, text):
    RECOGNISING[what](text)
