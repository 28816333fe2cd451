"""The ratios, the goals beside them, and the tables that people read."""

import json
from dataclasses import asdict, dataclass

from bench.pages import FAR, LIST, SEARCH

PAIR = ("sqlite", "postgresql")


@dataclass
class Goal:
    """A ratio or a quantity; `most` says that the goal is an upper bound."""

    what: str
    value: float
    goal: float
    most: bool = True

    @property
    def met(self):
        return self.value <= self.goal if self.most else self.value >= self.goal

    def line(self):
        sign = "≤" if self.most else "≥"
        met = "yes" if self.met else "**no**"
        return f"| {self.what} | {self.value:.2f} | {sign} {self.goal:g} | {met} |"


def goals(database, found):
    """Return the Goals that the issue names, for what was measured: {size: costs in ms}."""
    bound = dict(zip(PAIR, ((1.3, 2, 50), (1.5, 30, 500)), strict=True))[database]
    growth, search, straight_search = bound
    smallest, largest = min(found), max(found)
    yield from of_lists(database, found)
    for size, costs in found.items():
        beside = costs["straightforward"].get(SEARCH, 0) / costs["ours"][SEARCH]["first"]
        what = f"straightforward ÷ ours, a word in 30 %, {size:,}"
        yield Goal(what, beside, straight_search, most=False)
    if smallest != largest:
        yield worst(f"growth {smallest:,} → {largest:,}", found[smallest], found[largest], growth)
    for size, costs in found.items():
        ours, sql = costs["ours"], costs["search"]
        yield Goal(f"page 1000 ÷ page 1, {size:,}", ours[FAR]["first"] / ours[LIST]["first"], 1.2)
        name, cost = max(
            ((n, c) for n, c in sql.items() if n != "the list"), key=lambda item: item[1]
        )
        what = f"search SQL ÷ list SQL, worst ({name}), {size:,}"
        yield Goal(what, cost / sql["the list"], search)
        yield Goal(f"one worker, MB, {size:,}", costs["worker"]["later"], 110)
        yield Goal(f"one worker starts, s of CPU, {size:,}", costs["worker"]["start"]["cpu"], 1)


def of_lists(database, found):
    straight = {"sqlite": (30, 150), "postgresql": (20, 100)}[database]
    for size, costs in found.items():
        ours, floor = costs["ours"][LIST], costs["floor"]
        for name, beside in (("without counts", floor["list"]), ("with counts", floor[LIST])):
            what = f"list with counts, first time ÷ floor {name}, {size:,}"
            yield Goal(what, ours["first"] / beside, 1.5)
        again = f"the same, asked again ÷ floor without counts, {size:,}"
        yield Goal(again, ours["again"] / floor["list"], 0.25)
        what = f"straightforward ÷ ours, list with counts, {size:,}"
        bound = straight[size >= 1_000_000]
        yield Goal(what, costs["straightforward"][LIST] / ours["first"], bound, most=False)


def worst(what, small, large, bound):
    ratios = {
        name: large["ours"][name]["first"] / small["ours"][name]["first"] for name in small["ours"]
    }
    name = max(ratios, key=ratios.get)
    return Goal(f"{what}, worst page ({name})", ratios[name], bound)


def markdown(database, about, found):
    """Return the tables of one run."""
    smallest = min(found)
    lines = [f"# {about['server']}, {about['date']}", "", "CPU per request, server and database;"]
    lines += ["medians of interleaved rounds. Only ratios inside one run mean anything.", ""]
    lines += ["| | measured | goal | met |", "|---|--:|--:|---|"]
    lines += [goal.line() for goal in goals(database, found)]
    sizes = list(found)
    lines += ["", "## Each page, ms of CPU, first time (asked again, not modified)", ""]
    lines += [f"| page | {' | '.join(f'{s:,}' for s in sizes)} | growth |"]
    lines += ["|---|" + "--:|" * (len(sizes) + 1)]
    for name in found[smallest]["ours"]:
        cells = [cell(found[size]["ours"][name]) for size in sizes]
        first = [found[size]["ours"][name]["first"] for size in sizes]
        lines.append(f"| {name} | {' | '.join(cells)} | {first[-1] / first[0]:.2f} |")
    for group in ("floor", "straightforward", "search"):
        label = "search SQL" if group == "search" else group
        for name in found[smallest][group]:
            cells = [f"{found[size][group][name]:.2f}" for size in sizes]
            rise = found[sizes[-1]][group][name] / found[smallest][group][name]
            lines.append(f"| *{label}*: {name} | {' | '.join(cells)} | {rise:.2f} |")
    return "\n".join(lines) + "\n"


def cell(costs):
    if "again" not in costs:
        return f"{costs['first']:.2f}"
    return f"{costs['first']:.2f} ({costs['again']:.2f}, {costs['unchanged']:.2f})"


def to_json(database, about, found):
    shape = {
        **about,
        "goals": [{**asdict(goal), "met": goal.met} for goal in goals(database, found)],
        "sizes": found,
    }
    return json.dumps(shape, ensure_ascii=False, indent=1)
