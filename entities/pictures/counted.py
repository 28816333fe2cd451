"""Too many targets to draw each: how many fall due when, in all and by those who hold most."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entities.models import Company, Target, TargetParty
from entities.models.target import TargetStatus
from entities.pictures.due import AFTER, BEFORE
from vjtech.core.dates import today
from vjtech.core.pictures.days import Tick
from vjtech.core.prepared import KEYS, fetched, joined, keyed
from vjtech.core.reach import MARKS
from vjtech.core.records import State

LANES = 6
LANES_OPEN = 3
COLUMNS = 12
BAR = 30  # pixels
OPEN_END = 9999
WIDTHS = (1, 2, 5, 10, 20)  # years of a column


@dataclass(frozen=True)
class Cell:
    """The targets of one holder that fall due in one column: heights in pixels."""

    x: float
    url: str
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
    shown: list
    folded: list
    ticks: list
    edges: list
    width: float  # of a column, in percent
    today: float | None
    years: int  # of a column
    counted: int
    more: bool
    undated: int
    beyond: int
    unsure: int
    passed: int
    ahead: str  # query of what is due from this year on, where no days are asked for


@dataclass(frozen=True)
class Due:
    """What is counted of a target; `unsure` where its date may mean another column."""

    key: int
    year: int
    unsure: bool
    status: str


def count_picture(filterset):
    """Return the CountPicture of the rows that the list counts, or None."""
    counts, most = filterset.counts, filterset.most_counted
    rows = counts.rows()[:most]
    status_at = 1 + counts.columns.index("status")
    statuses = {row[0]: row[status_at] for row in rows}
    found = fetched(*keyed(held, joined(statuses)))
    dues, holders = told_apart(found, statuses)
    this = today().year
    near = {key: due for key, due in dues.items() if this - BEFORE <= due.year <= this + AFTER}
    if len({due.year for due in near.values()}) < 2:
        return None
    columns = Columns(min(d.year for d in near.values()), max(d.year for d in near.values()))
    lanes = Lanes(filterset, columns, near).all(holders)
    return CountPicture(
        shown=lanes[:LANES_OPEN],
        folded=lanes[LANES_OPEN:],
        ticks=columns.ticks(),
        edges=columns.edges(),
        width=columns.percent,
        today=columns.today(),
        years=columns.years,
        counted=len(rows),
        more=filterset.count is None,
        undated=len(rows) - len(dues),
        beyond=len(dues) - len(near),
        unsure=sum(due.unsure for due in near.values()),
        passed=sum(due.status == TargetStatus.PASSED for due in near.values()),
        ahead="" if filterset.range else filterset.query(due_after=str(this)),
    )


def held():
    """Return the dates of the targets of the keys, a row for each company that holds one."""
    holder = Q(parties__part=TargetParty.Part.HOLDER, parties__company__isnull=False)
    return (
        Target.objects.filter(pk__in=KEYS, due_earliest__isnull=False)
        .order_by()
        .annotate(held=FilteredRelation("parties", condition=holder))
        .values_list(
            *("pk", "due", "due_earliest", "due_latest"),
            *(F("held__company__state"), F("held__company__slug"), F("held__company__name")),
        )
    )


def told_apart(found, statuses):
    """Return {key: Due} and {(slug, name): keys of what the company holds}."""
    dues, holders = {}, defaultdict(set)
    for key, due, earliest, latest, state, slug, name in found:
        if key not in dues:
            dues[key] = due_of(key, due, earliest, latest, statuses[key])
        if state == State.PUBLISHED:
            holders[slug, name].add(key)
    return dues, holders


def due_of(key, due, earliest, latest, status):
    # One database gives days, the other the same as text.
    first, last = int(str(earliest)[:4]), int(str(latest)[:4])
    unsure = first != last or any(mark in due for mark in MARKS)
    return Due(key, first if last == OPEN_END else last, unsure, status)


class Columns:
    """Up to COLUMNS columns of as many years each, from a first year on."""

    def __init__(self, first, last):
        self.years = next(n for n in WIDTHS if (last // n - first // n) < COLUMNS)
        self.first = first // self.years * self.years
        self.number = (last - self.first) // self.years + 1
        self.percent = round(100 / self.number, 3)

    def of(self, year):
        return (year - self.first) // self.years

    def span(self, column):
        start = self.first + column * self.years
        return start, start + self.years - 1

    def middle(self, column):
        return round((column + 0.5) * 100 / self.number, 2)

    def edges(self):
        return [round(n * 100 / self.number, 2) for n in range(1, self.number)]

    def ticks(self):
        return [Tick(self.middle(n), str(self.span(n)[0])) for n in range(self.number)]

    def today(self):
        day = today()
        share = (day.year - self.first + day.timetuple().tm_yday / 366) / self.years
        return round(100 * share / self.number, 2) if 0 <= share <= self.number else None

    def words(self, column):
        start, end = self.span(column)
        return str(start) if start == end else f"{start}–{end}"


class Lanes:
    """The lanes of a picture, whose bars are as high as they are many: all on one scale."""

    def __init__(self, filterset, columns, dues):
        self.columns, self.dues = columns, dues
        days = {"due_after": "", "due_before": ""}
        marks = {name: name for name in days}
        self.pairs = filterset.pairs(("after",), **marks)
        self.pairs_of_company = filterset.pairs(("after",), company="company", **marks)
        self.most = max(Counter(columns.of(due.year) for due in dues.values()).values())

    def all(self, holders):
        """Return the lane of all, one for each of the companies that hold most, one for others."""
        held = {holder: [k for k in keys if k in self.dues] for holder, keys in holders.items()}
        first = sorted(held.items(), key=lambda item: (-len(item[1]), item[0]))[:LANES]
        lanes = [self.lane(None, _("All of these"), self.dues)]
        lanes += [
            self.lane(Company(slug=slug, name=name), name, keys)
            for (slug, name), keys in first
            if keys
        ]
        in_lanes = {key for _holder, keys in first for key in keys}
        others = [key for key in self.dues if key not in in_lanes]
        return [*lanes, self.lane(None, _("Other holders"), others)] if others else lanes

    def lane(self, company, name, keys):
        columns = defaultdict(list)
        for key in keys:
            columns[self.columns.of(self.dues[key].year)].append(self.dues[key])
        cells = [self.cell(company, name, *item) for item in sorted(columns.items())]
        return CountLane(company, name, cells)

    def cell(self, company, name, column, dues):
        statuses = Counter(due.status for due in dues)
        return Cell(
            x=self.columns.middle(column),
            url=self.query(company, *self.columns.span(column)),
            title=title(name, self.columns.words(column), statuses, sum(d.unsure for d in dues)),
            count=len(dues),
            height=self.height(len(dues)),
            passed_height=self.height(statuses[TargetStatus.PASSED]),
        )

    def height(self, count):
        return round(BAR * count / self.most, 1)

    def query(self, company, first, last):
        chosen = {"due_after": f"{first:04}", "due_before": f"{last:04}"}
        pairs = self.pairs_of_company if company else self.pairs
        if company:
            chosen["company"] = company.slug
        return f"?{urlencode([(name, chosen.get(name, value)) for name, value in pairs])}"


def title(name, years, statuses, unsure):
    number = sum(statuses.values())
    words = ngettext(
        "%(name)s, due %(years)s: %(n)d target", "%(name)s, due %(years)s: %(n)d targets", number
    )
    said = [words % {"name": name, "years": years, "n": number}]
    said += [f"{status.label} {statuses[status]}" for status in TargetStatus if statuses[status]]
    if unsure:
        said.append(_("%(n)d with a partial or inferred date") % {"n": unsure})
    return "; ".join(said)
