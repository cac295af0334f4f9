"""What an import would do or has done, told to people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ridgeway.exchange.imports import Line
from ridgeway.exchange.problems import Problem, shown
from ridgeway.schools.upn import is_valid

MANY_LEAVING = 0.2
"""From this share of pupils on roll, leaving is more likely a list of some pupils taken for the whole school."""

OUTCOMES = {
    "new": ("New", "Pupils who join the school."),
    "returned": ("Returned", "Pupils who were here before and come back."),
    "moved": ("Moved class", "Their time in the old class stays on record."),
    "changed": ("Changed", "Details that are corrected or added."),
    "left": ("Left the school", "Pupils on roll whom the file does not name. What they did stays on record."),
}
_COUNTS = {
    **{name: title for name, (title, _) in OUTCOMES.items()},
    "unchanged": "Unchanged",
    "rejected": "Left out",
}
_ALWAYS_COUNTED = ("new", "changed", "unchanged")
_SAMPLES = 3


@dataclass(frozen=True)
class Count:
    """A number with its name."""

    label: str
    number: int
    hint: str = ""


@dataclass(frozen=True)
class Group:
    """All pupils to whom the same happens."""

    outcome: str
    title: str
    meaning: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Told:
    """A problem, without what must not be seen on a page."""

    problem: Problem
    value: str


def counts_told(counts: Mapping[str, int]) -> list[Count]:
    """The counts worth showing: those that are not 0, and the three that are always of interest."""
    told = [
        Count(label, counts.get(name, 0))
        for name, label in _COUNTS.items()
        if counts.get(name) or name in _ALWAYS_COUNTED
    ]
    return [Count("In the file", counts.get("read", 0)), *told]


def groups_told(lines: Iterable[Line]) -> list[Group]:
    """The lines by outcome, in the order of a school office's interest."""
    by_outcome: dict[str, list[Line]] = {}
    for line in lines:
        by_outcome.setdefault(line.outcome, []).append(line)
    return [
        Group(name, title, meaning, by_outcome[name])
        for name, (title, meaning) in OUTCOMES.items()
        if name in by_outcome
    ]


def problems_told(problems: Iterable[Problem]) -> list[Told]:
    """Problems for a page. A UPN is shown only when it is wrong: a right one is nobody's business there."""
    return [Told(problem, "" if is_valid(problem.value) else problem.value) for problem in problems]


def share_leaving(counts: Mapping[str, int]) -> int | None:
    """The per cent of pupils on roll who would leave, when it is so many that it needs a second look."""
    leaving = counts.get("left", 0)
    on_roll = leaving + sum(counts.get(name, 0) for name in ("changed", "moved", "unchanged"))
    if not leaving or leaving / on_roll <= MANY_LEAVING:
        return None
    return round(100 * leaving / on_roll)


def in_words(counts: Mapping[str, int]) -> str:
    """Such as "30 new, 2 changed"; "nothing new" when there is nothing to say."""
    said = [f"{counts[name]:,} {label.lower()}" for name, label in _COUNTS.items() if counts.get(name)]
    return ", ".join(said) or "nothing new"


def samples(cells: Iterable[str]) -> str:
    """A few different cells of a column; of a UPN only its form."""
    different = dict.fromkeys(shown(cell) for cell in cells if cell)
    return ", ".join([_veiled(cell) for cell in different][:_SAMPLES])


def _veiled(cell: str) -> str:
    return f"{cell[0]}{'•' * (len(cell) - 1)}" if is_valid(cell) else cell
