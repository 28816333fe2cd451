"""The ratios, the goals beside them, and the tables that people read."""

import json
from dataclasses import asdict, dataclass

# The pages that goals are about, by what they are.
LIST = "list with counts"
FAR = "list, page 1000"
SEARCH = "list, a word in 30 %"
RARE_LIST = "list of a rare topic and a rare language"
GIANT_EVENTS = "events of a company in 10 %"
NAMESAKES = "companies by name"
COMPANY = "company in 10 % of the articles"
# Pages that show more in a larger base, up to a cap that the smallest does not reach: lists that
# fill, and how many there were in each year, counted up to 100.
LARGER = (RARE_LIST, GIANT_EVENTS, NAMESAKES, COMPANY)
# What no first page asks: who typed accents has to leaf through all that are spelt so before.
DEEP = "accents, when all that are spelt so were shown"

PAIR = ("sqlite", "postgresql")
MILLION, HUNDRED_THOUSAND = 1_000_000, 100_000
FLOOR = "floor with Django template"


@dataclass
class Goal:
    """A ratio or a quantity beside its goal, if it has one; `most` says that this is a bound above.

    `size` is in articles, None for what compares sizes. `at_least` says that what was measured was
    cut off, and the ratio is larger. `worst` names the page or word that the value is of.
    """

    what: str
    size: int | None
    value: float
    goal: float | None = None
    most: bool = True
    at_least: bool = False
    worst: str = ""

    @property
    def met(self):
        if self.goal is None:
            return None
        return self.value <= self.goal if self.most else self.value >= self.goal

    def cells(self):
        size = "" if self.size is None else f", {self.size:,}"
        worst = f" (worst: {self.worst})" if self.worst else ""
        met = {True: "yes", False: "**no**", None: ""}[self.met]
        return f"{self.what}{size}{worst}", self.said, self.bound, met

    @property
    def said(self):
        return f"{'> ' if self.at_least else ''}{number(self.value)}"

    @property
    def bound(self):
        return "" if self.goal is None else f"{'≤' if self.most else '≥'} {self.goal:g}"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def goals(database, found):
    """Yield the Goals that were set, for what was measured: {size: costs in ms}."""
    for size, costs in found.items():
        yield from of_lists(database, size, costs)
    if len(found) > 1:
        bound = {"sqlite": 1.3, "postgresql": 1.5}[database]
        alike = {name: ratio for name, ratio in growth(found).items() if name not in LARGER}
        name, ratio = max(alike.items(), key=lambda item: item[1])
        span = f"growth {min(found):,} → {max(found):,} of any public page that shows as much"
        yield Goal(span, None, ratio, bound, worst=name)
    for size, costs in found.items():
        yield from of_search(database, size, costs)
        worker = costs["worker"]
        yield Goal("one worker, MB", size, worker["later"], 110)
        yield Goal("one worker to its first answer, s of CPU", size, worker["start"]["cpu"], 1)


def of_lists(database, size, costs):
    ours, floor = costs["ours"][LIST], costs["floor"][LIST]
    yield Goal(f"list with counts, first time ÷ {FLOOR}", size, ours["first"] / floor, 1.5)
    yield Goal(f"the same, asked again ÷ {FLOOR}", size, ours["again"] / floor, 0.25)
    yield Goal(f"the same, not modified ÷ {FLOOR}", size, ours["unchanged"] / floor, 0.25)
    far = costs["ours"][FAR]["first"]
    yield Goal("page 1000 ÷ page 1", size, far / ours["first"], 1.2)
    bounds = {"sqlite": (30, 150), "postgresql": (20, 100)}[database]
    bound = {HUNDRED_THOUSAND: bounds[0], MILLION: bounds[1]}.get(size)
    yield beside_straightforward("list with counts", LIST, size, costs, bound)


def of_search(database, size, costs):
    bound = {"sqlite": 50, "postgresql": 500}[database] if size == HUNDRED_THOUSAND else None
    yield beside_straightforward("search for a word in 30 %", SEARCH, size, costs, bound)
    words = {name: ratio for name, ratio in of_words(costs).items() if name != DEEP}
    name, ratio = max(words.items(), key=lambda item: item[1])
    bound = {"sqlite": 2, "postgresql": 30}[database] if size >= MILLION else None
    yield Goal("search SQL ÷ list SQL, any word", size, ratio, bound, worst=name)


def beside_straightforward(what, page, size, costs, bound):
    ratio = costs["straightforward"][page] / costs["ours"][page]["first"]
    cut = page in costs.get("cut_off", ())
    return Goal(f"straightforward app ÷ ours, {what}", size, ratio, bound, False, cut)


def growth(found):
    """Return {page: its cost at the largest size ÷ that at the smallest}."""
    small, large = found[min(found)]["ours"], found[max(found)]["ours"]
    return {name: large[name]["first"] / small[name]["first"] for name in small if name in large}


def of_words(costs):
    """Return {word: SQL of its search ÷ SQL of the list}."""
    sql = costs["search"]
    return {name: cost / sql["the list"] for name, cost in sql.items() if name != "the list"}


def table(heads, rows):
    """Return the lines of a Markdown table whose first column is text."""
    heads = [str(head) for head in heads]
    return [
        f"| {' | '.join(heads)} |",
        "|---|" + "--:|" * (len(heads) - 1),
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def markdown(database, about, found):
    """Return the tables of what was measured."""
    sizes = list(found)
    heads = [f"{size:,}" for size in sizes]
    lines = [f"# {about['server']}", "", f"{about['method']} Measured {measured(found)}.", ""]
    lines += table(("", "measured", "goal", "met"), (g.cells() for g in goals(database, found)))
    lines += ["", "## Each page, ms of CPU, first time (asked again, not modified)", ""]
    grown = growth(found) if len(sizes) > 1 else {}
    rows = [
        (name, *(cell(found[size]["ours"].get(name)) for size in sizes), rise(grown.get(name)))
        for name in found[sizes[-1]]["ours"]
    ]
    lines += table(("page", *heads, "growth"), rows)
    lines += ["", "## Beside it, ms of CPU", ""]
    lines += table(("page", *heads), beside(found))
    lines += ["", "## SQL of a search ÷ SQL of the list", ""]
    words = {size: of_words(found[size]) for size in sizes}
    rows = [(name, *(rise(words[size].get(name)) for size in sizes)) for name in words[sizes[-1]]]
    return "\n".join([*lines, *table(("words", *heads), rows)]) + "\n"


def measured(found):
    return ", ".join(f"{costs['date']} ({size:,})" for size, costs in found.items())


def beside(found):
    for group in ("floor", "straightforward", "search"):
        label = {"search": "SQL of a search"}.get(group, group)
        for name in found[max(found)][group]:
            cells = []
            for costs in found.values():
                cut = "> " if group == "straightforward" and name in costs["cut_off"] else ""
                cost = costs[group].get(name)
                cells.append("" if cost is None else f"{cut}{number(cost)}")
            yield f"{label}: {name}", *cells


def rise(ratio):
    return "" if ratio is None else f"{ratio:.2f}"


def cell(costs):
    if costs is None:
        return ""
    if "again" not in costs:
        return f"{costs['first']:.2f}"
    return f"{costs['first']:.2f} ({costs['again']:.2f}, {costs['unchanged']:.2f})"


def to_json(database, about, found):
    shape = {
        **about,
        "goals": [{**asdict(goal), "met": goal.met} for goal in goals(database, found)],
        "growth": growth(found),
        "sizes": found,
    }
    return json.dumps(shape, ensure_ascii=False, indent=1)


def from_json(text):
    """Return what `to_json` was given last: {size: costs}."""
    return {int(size): costs for size, costs in json.loads(text)["sizes"].items()}
