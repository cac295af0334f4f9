"""The indicators in plain sentences, each with its interval, and what none of them can show."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ridgeway.evaluation.indicators.afterwards import Since
from ridgeway.evaluation.indicators.attainment import POINTS, Attainment
from ridgeway.evaluation.indicators.inspections import Inspected, Standing
from ridgeway.evaluation.report.figures import counted, interval, percent, signed
from ridgeway.impact.describe import Change, Gains, Share
from ridgeway.impact.panel import OVERALL, Inspection

LIMITS: Final[Mapping[str, str]] = {
    "change": "It cannot show why: schools that were low before mostly gain more than others, whatever is done.",
    "gains": "It cannot show what the network did: among small schools many gain ten points by chance, and more "
    "of those that were chosen after a weak year.",
    "inspections": "It cannot show what would have happened otherwise: of all schools once judged to require "
    "improvement most were judged good at their next inspection.",
    "surveys": "It cannot show that anything became better: it tells what those who answered think, not what "
    "the others think, nor what pupils learnt.",
    "since": "It cannot show what made the difference last or fade: after some years other pupils, often other "
    "staff, are in the school.",
}
"""Part of the page → what it cannot show."""

_ASSUMED: Final = {
    "no change": "if no school had truly changed",
    "national change": "if each had changed as schools nationally did",
}


def change_told(change: Change) -> str:
    """The mean change of the schools beside the national one, in a sentence."""
    it = change.difference
    return (
        f"The mean change of {counted(it.n_treated, 'school')} was {signed(change.treated_change, step=0.1)}, of "
        f"schools nationally {signed(change.reference_change, step=0.1)}: a difference of "
        f"{signed(it.estimate, step=0.1)} ({it.level:.0%} interval {interval(it.ci_low, it.ci_high, step=0.1)})."
    )


def gains_told(gains: Gains) -> list[str]:
    """How many schools gained ten points, then how many would have by chance."""
    found = gains.gained
    told = [
        f"{found.count} of {counted(found.of, 'school')} gained at least {POINTS:.0f} points: "
        f"{percent(found.share)} ({found.level:.0%} interval {percent(found.ci_low)} to {percent(found.ci_high)})."
    ]
    told += [
        f"By chance alone {percent(each.share)} of schools of this size would have gained as much, "
        f"{_ASSUMED[each.basis]}."
        for each in gains.chance
    ]
    return told


class SinceRow(NamedTuple):
    """A row of the table of the years after."""

    years: str
    schools: int
    difference: str
    interval: str


def since_rows(found: Sequence[Since]) -> list[SinceRow]:
    """How far schools have moved since their last year in the network, beside schools nationally."""
    return [
        SinceRow(
            counted(each.years, "year"),
            each.schools,
            signed(each.difference, step=0.1),
            interval(each.estimate.ci_low, each.estimate.ci_high, step=0.1)
            if each.estimate
            else "too few schools",
        )
        for each in found
    ]


def standing_told(standing: Standing) -> list[str]:
    """How the schools stood before they joined and since, in sentences."""
    return list(_standing(standing))


def _standing(standing: Standing) -> Iterator[str]:
    for when, found in (("Before they joined", standing.good_before), ("Since they joined", standing.good_since)):
        if found is not None:
            yield f"{when}, {_of(found)} were judged good or better overall at their last inspection."
    if standing.as_expected is not None:
        yield f"{_of(standing.as_expected)} with a report card had no area below the expected standard."


def _of(found: Share) -> str:
    ends = f"{percent(found.ci_low)} to {percent(found.ci_high)}"
    return f"{found.count} of {found.of} ({found.level:.0%} interval {ends})"


class InspectedRow(NamedTuple):
    """A school in the table of inspections."""

    name: str
    before: str
    since: str
    apart: str


def inspected_rows(standing: Standing) -> list[InspectedRow]:
    """Each school's inspections in words, with the date as it is read."""
    return [_row(each) for each in standing.schools]


def _row(each: Inspected) -> InspectedRow:
    return InspectedRow(each.name, grades_told(each.before), grades_told(each.since), each.apart or "")


def grades_told(inspection: Inspection | None) -> str:
    """An inspection in a line: the overall grade, or without one each area with its grade, and the day."""
    if inspection is None:
        return "–"
    grades = inspection.grades
    if OVERALL in grades:
        words = grades[OVERALL].capitalize()
    else:
        words = "; ".join(f"{area.capitalize()}: {grade}" for area, grade in grades.items())
    return f"{words} ({inspection.on:%a} {inspection.on.day} {inspection.on:%b %Y})"


def nothing_done_told(found: Attainment) -> str:
    """What to know where none of the schools joined between the two years."""
    return (
        f"None of these schools joined between the tests of {found.before} and {found.after}, so nothing here is "
        "the network’s doing: it is how much such schools move by themselves. Import the tables of later years to "
        "see what came after."
    )
