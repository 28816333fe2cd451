"""Too many targets to draw each: how many fall due when, in all and by those who hold most."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entities.models import Company, TargetParty
from entities.models.target import TargetStatus
from entities.target_pictures.due import is_near
from vjtech.core.dates import PartialDate, today
from vjtech.core.facets import named
from vjtech.core.pictures.scale import Tick
from vjtech.core.prepared import KEYS, fetched, joined, keyed

LANES = 3
LANES_OPEN = 3
COLUMNS = 10
BAR = 30  # pixels
WIDTHS = (1, 2, 5, 10, 20)  # years of a column


@dataclass(frozen=True)
class Cell:
    """The targets of one lane that fall due in one column: heights in pixels."""

    x: float
    query: str
    title: str
    count: int
    height: float
    passed_height: float


@dataclass(frozen=True)
class CountLane:
    """Of a company, as far as a link to it needs it, or of several holders (None)."""

    company: Company | None
    name: str
    cells: list


@dataclass(frozen=True)
class CountPicture:
    """`unsure` dates may mean another column; `more` rows follow those that are counted.

    `undated` and `beyond` are not in any column. `ahead` is the query of what is due from this
    year on, "" where days are asked for.
    """

    columns: "Columns"
    shown: list
    folded: list
    counted: int
    more: bool
    undated: int
    beyond: int
    unsure: int
    passed: int
    ahead: str


class Due(NamedTuple):
    year: int
    unsure: bool
    status: str


def count_picture(filterset):
    """Return the CountPicture of the rows that the list counts, or None."""
    counts, most = filterset.counts, filterset.most_counted
    keys = [row[0] for row in counts.rows()[:most]]
    dues, undated = dues_of(keys, counts.column("due"), counts.column("status"))
    alike = Counter(dues.values())
    years = {due.year for due in alike}
    if len(years) < 2:
        return None
    columns, tally = Columns(min(years), max(years)), Tally(alike)
    lanes = Lanes(filterset, columns, dues).all(held_by(dues))
    return CountPicture(
        columns=columns,
        shown=lanes[:LANES_OPEN],
        folded=lanes[LANES_OPEN:],
        counted=len(keys),
        more=filterset.count is None,
        undated=undated,
        beyond=len(keys) - len(dues) - undated,
        unsure=tally.unsure,
        passed=tally.passed,
        ahead="" if filterset.range else filterset.query(due_after=str(today().year)),
    )


def dues_of(keys, texts, statuses):
    """Return {key: Due} of rows that are due near enough, and how many have no due date."""
    rows, this_year = list(zip(texts, statuses, strict=True)), today().year
    alike = {}
    for text, status in set(rows):
        year = year_of(text, this_year) if text else None
        alike[text, status] = year and Due(*year, status)
    found = zip(keys, map(alike.get, rows), strict=True)
    return {key: due for key, due in found if due}, sum(not text for text, _status in rows)


def held_by(keys):
    """Return {company's key: keys of the targets that it holds}."""
    holders = defaultdict(list)
    for company, key in fetched(*keyed(holdings, joined(keys))):
        holders[company].append(key)
    return holders


def holdings():
    parties = TargetParty.objects.filter(part=TargetParty.Part.HOLDER.value, target__in=KEYS)
    return parties.filter(company__isnull=False).order_by().values_list("company_id", "target_id")


class Tally:
    """How many targets there are of {Due: number}, how many of them unsure, and of each status."""

    def __init__(self, alike):
        self.total = self.unsure = 0
        self.statuses = Counter()
        for due, count in alike.items():
            self.total += count
            self.unsure += count * due.unsure
            self.statuses[due.status] += count

    @property
    def passed(self):
        return self.statuses[TargetStatus.PASSED]


@lru_cache(maxsize=2000)
def year_of(text, this_year):
    """Return the year in which a due date counts, and whether it may mean another; None if far."""
    due = PartialDate(text)
    open_end = due.latest == date.max
    year = due.earliest.year if open_end else due.latest.year
    unsure = open_end or due.earliest.year != year or due.inferred or "~" in due
    return (year, unsure) if is_near(due, this_year) else None


class Columns:
    """Up to COLUMNS columns of as many years each, from a first year on."""

    def __init__(self, first, last):
        self.years = next(n for n in WIDTHS if (last // n - first // n) < COLUMNS)
        self.first = first // self.years * self.years
        self.number = (last - self.first) // self.years + 1

    def of(self, year):
        return (year - self.first) // self.years

    def span(self, column):
        start = self.first + column * self.years
        return start, start + self.years - 1

    def middle(self, column):
        return round((column + 0.5) * 100 / self.number, 2)

    def start(self, column):
        return round(column * 100 / self.number, 2)

    @property
    def edges(self):
        return [self.start(n) for n in range(1, self.number)]

    @property
    def ticks(self):
        """A column of one year has its name; of more, the first stands where the column begins."""
        at = self.middle if self.years == 1 else self.start
        return [Tick(at(n), str(self.span(n)[0])) for n in range(self.number)]

    @property
    def today(self):
        day = today()
        share = (day.year - self.first + day.timetuple().tm_yday / 366) / self.years
        return round(100 * share / self.number, 2) if 0 <= share <= self.number else None

    def words(self, column):
        start, end = self.span(column)
        return str(start) if start == end else f"{start}–{end}"


class Lanes:
    """The lanes of a picture, the first that of all, by which the others' bars are scaled."""

    def __init__(self, filterset, columns, dues):
        self.filterset, self.columns, self.dues = filterset, columns, dues
        self.labels = {status.value: str(status.label) for status in TargetStatus}
        self.most = 0

    def all(self, holders):
        """Return the lane of all, one for each of the companies that hold most, one for others."""
        lanes = [self.lane(None, _("All of these"), self.dues)]
        rest = dict(self.dues)
        for company, keys in self.largest(holders):
            lanes.append(self.lane(company, company.name, keys))
            for key in keys:
                rest.pop(key, None)
        return [*lanes, self.lane(None, _("Other holders"), rest)] if rest else lanes

    def largest(self, holders):
        """Return [(company, keys of its targets)], those with most first; drafts are none."""
        first = sorted(holders, key=lambda key: (-len(holders[key]), key))[:LANES]
        if not first:
            return []
        public = fetched(*keyed(named, joined(first), Company, "company"))
        names = {key: Company(pk=key, slug=slug, name=name) for _n, key, slug, name in public}
        return [(names[key], holders[key]) for key in first if key in names]

    def lane(self, company, name, keys):
        columns, query = defaultdict(dict), Query(self.filterset, company)
        for due, count in Counter(map(self.dues.get, keys)).items():
            columns[self.columns.of(due.year)][due] = count
        found = [(column, Tally(alike)) for column, alike in sorted(columns.items())]
        self.most = self.most or max(tally.total for _column, tally in found)
        return CountLane(company, name, [self.cell(query, name, *cell) for cell in found])

    def cell(self, query, name, column, tally):
        return Cell(
            x=self.columns.middle(column),
            query=query.within(*self.columns.span(column)),
            title=self.title(name, column, tally),
            count=tally.total,
            height=self.height(tally.total),
            passed_height=self.height(tally.passed),
        )

    def height(self, count):
        return round(BAR * count / self.most, 1)

    def title(self, name, column, tally):
        words = ngettext(
            "%(name)s, due %(years)s: %(n)d target",
            "%(name)s, due %(years)s: %(n)d targets",
            tally.total,
        )
        said = [words % {"name": name, "years": self.columns.words(column), "n": tally.total}]
        said += [
            f"{word} {tally.statuses[status]}"
            for status, word in self.labels.items()
            if status in tally.statuses
        ]
        if tally.unsure:
            said.append(_("%(n)d with a partial or inferred date") % {"n": tally.unsure})
        return "; ".join(said)


class Query:
    """The list's address within some years, of one company where it is given."""

    def __init__(self, filterset, company):
        chosen = {"company": company.slug} if company else {}
        pairs = filterset.pairs(("after",), due_after="1", due_before="1", **chosen)
        at = [name for name, _value in pairs].index("due_after")
        self.before, self.after = urlencode(pairs[:at]), urlencode(pairs[at + 2 :])

    def within(self, first, last):
        years = f"due_after={first:04}&due_before={last:04}"
        return "?" + "&".join(part for part in (self.before, years, self.after) if part)
