"""Where the marks, numbers and names of a network stand."""

import math
from itertools import pairwise
from types import SimpleNamespace

import pytest

from articles.network.links import Kind
from articles.network.ring import (
    ARC,
    FURTHER,
    GAP,
    LINE,
    RADIUS,
    SECTOR,
    ring_of,
    shortened,
    spans_of,
    spread,
    width,
    wrapped,
)

SIZES = [(1,), (60,), (15, 15, 15, 15), (1, 1, 1, 57), (57, 1, 1, 1), (1, 59), (3, 2, 1)]


def groups_of(sizes):
    return {
        kind: [SimpleNamespace(record=SimpleNamespace(name=f"{kind} {n}")) for n in range(size)]
        for kind, size in zip((Kind.TIE, Kind.ROLE, Kind.EVENT, Kind.ARTICLE), sizes, strict=False)
    }


def spots_of(sizes):
    return [spot for sector in ring_of("Name", groups_of(sizes)).sectors for spot in sector.spots]


@pytest.mark.parametrize("sizes", SIZES)
def test_the_sectors_fill_the_circle_with_a_gap_between_and_room_for_their_names(sizes):
    spans = spans_of(sizes)
    assert all(end - start >= SECTOR for start, end in spans)
    gap = GAP if len(sizes) > 1 else 0
    ends = [(end, start) for (_s, end), (start, _e) in pairwise(spans)]
    assert all(start - end == pytest.approx(gap) for end, start in ends)
    assert spans[0][0] >= 0 and spans[-1][1] == pytest.approx(360 - gap / 2)


@pytest.mark.parametrize("sizes", SIZES)
def test_each_has_a_mark_on_the_ring_and_no_two_numbers_touch(sizes):
    spots = spots_of(sizes)
    assert len(spots) == sum(sizes)
    for spot in spots:
        assert math.hypot(spot.mark.x, spot.mark.y) == pytest.approx(RADIUS, abs=0.2)
        assert math.hypot(spot.inner.x, spot.inner.y) == pytest.approx(ARC, abs=0.2)
        assert max(abs(spot.number.x), abs(spot.number.y)) <= FURTHER
    numbers = [spot.number for spot in spots]
    for a, b in zip(numbers, [*numbers[1:], numbers[0]], strict=True):
        assert len(spots) == 1 or math.dist((a.x, a.y), (b.x, b.y)) > 13


def test_the_ring_fits_a_phone_of_390_pixels():
    assert 2 * (FURTHER + 7) <= 350


@pytest.mark.parametrize("sizes", SIZES)
def test_names_stand_beside_the_ring_one_below_the_other_within_the_picture(sizes):
    ring = ring_of("Name", groups_of(sizes))
    spots = [spot for sector in ring.sectors for spot in sector.spots]
    for left in (True, False):
        side = [spot for spot in spots if spot.is_left == left]
        heights = sorted(spot.name.y for spot in side)
        gaps = [b - a for a, b in pairwise(heights)]
        assert all(gap >= LINE - 0.2 for gap in gaps)
        assert all(abs(y) + LINE / 2 <= ring.height / 2 for y in heights)
        assert all((spot.mark.x <= 0) == left or abs(spot.mark.x) < 1 for spot in side)
        # Lines to the names do not cross.
        assert [s.name.y for s in sorted(side, key=lambda s: s.mark.y)] == heights


def test_heights_with_room_stay_where_they_are():
    assert spread([]) == []
    assert spread([-50.0, 0.0, 50.0]) == [-50.0, 0.0, 50.0]
    assert spread([0.0, 0.0]) == [-LINE / 2, LINE / 2]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Đại học Bách khoa", "Đại học Bách khoa"),
        ("東京工業大学", "東京工業大…"),
        ("Vietnam Journalists Association", "Vietnam Jo…"),
    ],
)
def test_long_names_are_cut_by_how_wide_they_are(text, shown):
    most = 11 if not text.startswith("Đại") else 17
    assert shortened(text, most) == shown
    assert width(shown) <= most


def test_the_name_in_the_middle_is_wrapped_and_in_the_end_cut():
    assert wrapped("CMC Corporation") == ["CMC Corporation"]
    assert wrapped("独立行政法人日本貿易振興機構")[0] == "独立行政法人日本"
    lines = wrapped("The National Assembly’s Committee on Science, Technology and so on")
    assert len(lines) == 3 and lines[-1].endswith("…")
    assert wrapped("") == [""]
