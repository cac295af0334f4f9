"""Dated characteristics: which periods a list starts, and which it ends. None is ever overwritten."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ridgeway.exchange.roster import Fact, RosterPupil
from ridgeway.schools.models import Characteristic
from ridgeway.schools.models.pupils import Kind

MEANINGS: Final[Mapping[tuple[str, str], str]] = {
    (Kind.SEN_PROVISION, "K"): "SEN support",
    (Kind.SEN_PROVISION, "E"): "education, health and care plan",
    (Kind.SEN_NEED, "SPLD"): "SEN need: specific learning difficulty",
    (Kind.SEN_NEED, "MLD"): "SEN need: moderate learning difficulty",
    (Kind.SEN_NEED, "SLD"): "SEN need: severe learning difficulty",
    (Kind.SEN_NEED, "PMLD"): "SEN need: profound and multiple learning difficulty",
    (Kind.SEN_NEED, "SEMH"): "SEN need: social, emotional and mental health",
    (Kind.SEN_NEED, "SLCN"): "SEN need: speech, language and communication",
    (Kind.SEN_NEED, "HI"): "SEN need: hearing impairment",
    (Kind.SEN_NEED, "VI"): "SEN need: vision impairment",
    (Kind.SEN_NEED, "MSI"): "SEN need: multi-sensory impairment",
    (Kind.SEN_NEED, "PD"): "SEN need: physical disability",
    (Kind.SEN_NEED, "ASD"): "SEN need: autism",
    (Kind.SEN_NEED, "DS"): "SEN need: Down syndrome",
    (Kind.SEN_NEED, "OTH"): "SEN need: other",
    (Kind.SEN_NEED, "NSA"): "SEN need: not assessed by a specialist yet",
}
"""What the Department's codes mean. An older code is shown as it stands."""


@dataclass
class FactChanges:
    """Periods to start (with their start, and their end when it is over already) and periods to end."""

    start: list[Fact] = field(default_factory=list)
    end: list[tuple[Characteristic, dt.date]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.start or self.end)

    def in_words(self) -> list[str]:
        """One line a period."""
        ended = [f"{_in_words(held.kind, held.value)} until {day_in_words(day)}" for held, day in self.end]
        started = [
            f"{_in_words(fact.kind, fact.value)} from {day_in_words(fact.starts)}"
            + (f" to {day_in_words(fact.ends)}" if fact.ends else "")
            for fact in self.start
        ]
        return ended + started


def compare_facts(
    entry: RosterPupil, held: Sequence[Characteristic], *, since: dt.date, on: dt.date
) -> FactChanges:
    """What the list says of the pupil against the periods held.

    `since` stands in for a start that the list does not give. A period that still goes on but that the list no
    longer has ends `on` the day of the list; of kinds the list is silent about nothing changes.
    """
    changes = FactChanges()
    confirmed: set[int] = set()
    for fact in entry.facts:
        same = _same_period(fact, held)
        if same is None:
            starts = fact.starts or (min(since, fact.ends) if fact.ends else since)
            changes.start.append(Fact(fact.kind, fact.value, fact.rank, starts, fact.ends))
        elif fact.ends is not None and same.ends is None:
            changes.end.append((same, max(fact.ends, same.starts)))
            confirmed.add(same.pk)
        else:
            confirmed.add(same.pk)
    for period in held:
        if period.ends is None and period.kind in entry.says and period.pk not in confirmed:
            changes.end.append((period, max(on, period.starts)))
    return changes


def _same_period(fact: Fact, held: Iterable[Characteristic]) -> Characteristic | None:
    """The period held that the fact speaks of: the open one of its kind and value, or one of the same start."""
    alike = [period for period in held if period.kind == fact.kind and period.value == fact.value]
    if fact.starts is not None:
        exact = next((period for period in alike if period.starts == fact.starts), None)
        if exact is not None:
            return exact
    if fact.ends is None:
        return next((period for period in alike if period.ends is None), None)
    return next((period for period in alike if period.ends == fact.ends), None)


def day_in_words(day: dt.date | None) -> str:
    """Such as "4 Sep 2025"."""
    return f"{day.day} {day:%b %Y}" if day else ""


def _in_words(kind: str, value: str) -> str:
    label = str(Kind(kind).label)
    return label if value == "Y" else MEANINGS.get((kind, value), f"{label} {value}")
