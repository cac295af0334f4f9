"""Whether what was gained lasted: the years after a school left, beside the last it had in the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ridgeway.evaluation.indicators.results import Results
from ridgeway.evaluation.indicators.schools import Member
from ridgeway.impact.describe import change_against_published
from ridgeway.impact.errors import ImpactError
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Outcomes

LONGEST: Final = 5
"""Years that are followed."""


@dataclass(frozen=True, slots=True)
class Since:
    """So many years after the end: how far the schools moved, less how far schools nationally did.

    `estimate` has the interval; None with too few schools for one, or all of them alike.
    """

    years: int
    schools: int
    difference: float
    estimate: Estimate | None


def since_the_end(members: Sequence[Member], results: Results) -> list[Since]:
    """The figures one year after the end, two years after, and so on, as far as there are results."""
    gaps = {each.urn: _gaps(each.last, results, each.urn) for each in members if each.last is not None}
    return [found for years in range(1, LONGEST + 1) if (found := _after(years, results.measure, gaps))]


def _gaps(last: int, results: Results, urn: int) -> dict[int, float]:
    """A school's distance from the national figure, by years since its last in the network."""
    return {
        year - last: value - results.nationally[year]
        for year, value in results.values.get(urn, {}).items()
        if year >= last and year in results.nationally
    }


def _after(years: int, measure: str, gaps: dict[int, dict[int, float]]) -> Since | None:
    both = {str(urn): {at: gap[at] for at in (0, years)} for urn, gap in gaps.items() if {0, years} <= set(gap)}
    if not both:
        return None
    moved = [gap[years] - gap[0] for gap in both.values()]
    outcomes = Outcomes.of(measure, both, starts=dict.fromkeys(both, years))
    try:
        change = change_against_published(outcomes, {0: 0.0, years: 0.0}, before=0, after=years)
    except ImpactError:
        return Since(years, len(both), sum(moved) / len(moved), None)
    return Since(years, len(both), change.difference.estimate, change.difference)
