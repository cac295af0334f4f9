"""How much the network's schools gained between two years, beside schools nationally and beside chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from ridgeway.evaluation.answers import school_year_name
from ridgeway.evaluation.indicators.results import Results
from ridgeway.evaluation.indicators.schools import Member
from ridgeway.evaluation.report.names import heading_of
from ridgeway.impact.describe import Change, Gains, change_against_published, gains
from ridgeway.impact.errors import ImpactError
from ridgeway.impact.outcomes import Outcomes
from ridgeway.impact.panel import breaks_in, is_percent, scale_of
from ridgeway.web.charts import Chart, YearLine, YearPoint, years_chart

Found = TypeVar("Found", Change, Gains)

POINTS: Final = 10.0
"""A gain of so many points was what the programme's own evaluation counted."""


@dataclass(frozen=True, slots=True)
class Attainment:
    """What became of one measure. `nothing_done`: none of the schools joined between these years.

    What cannot be said is None; `refusals` say why. `counted` are the schools with results in both years.
    """

    heading: str
    before: str
    after: str
    counted: int
    nothing_done: bool
    change: Change | None
    gains: Gains | None
    picture: Chart | None
    breaks: Sequence[str]
    refusals: Sequence[str]


def attainment(members: Sequence[Member], results: Results, *, before: int, after: int) -> Attainment:
    """The figures of the schools that joined between the tests of the two years; where none did, of all of them.

    In the second case whatever changed cannot be the programme's: it shows how such schools move by themselves.
    """
    joined = [each.urn for each in members if before < each.first <= after]
    chosen = joined or [each.urn for each in members]
    known = [urn for urn in chosen if {before, after} <= set(results.values.get(urn, {}))]
    refusals: list[str] = []

    def tried(work_out: Callable[[], Found]) -> Found | None:
        try:
            return work_out()
        except ImpactError as refusal:
            refusals.append(refusal.remedy)
            return None

    starts = {each.urn: each.first if joined else after for each in members}
    change = found = None
    if known:
        outcomes = outcomes_of(results, known, starts)
        change = tried(lambda: change_against_published(outcomes, results.nationally, before=before, after=after))
        if is_percent(scale_of(results.measure)):
            found = tried(lambda: _gains(outcomes, results, before, after))
    return Attainment(
        heading_of(results.measure),
        school_year_name(before),
        school_year_name(after),
        len(known),
        not joined,
        change,
        found,
        _picture(results, known, before, after) if known else None,
        [each.words for each in breaks_in(results.measure, (before, after))],
        tuple(dict.fromkeys(refusals)),
    )


def outcomes_of(results: Results, urns: Sequence[int], starts: dict[int, int]) -> Outcomes:
    """The results of some schools in the shape that the engine takes."""
    return Outcomes.of(
        results.measure,
        {str(urn): results.values[urn] for urn in urns},
        starts={str(urn): starts[urn] for urn in urns},
        weights={str(urn): results.pupils[urn] for urn in urns},
    )


def _gains(outcomes: Outcomes, results: Results, before: int, after: int) -> Gains:
    whole = outcomes.values[outcomes.known] % 1 == 0
    national = results.nationally
    moved = national[after] - national[before] if {before, after} <= set(national) else None
    rounding = 1.0 if whole.all() else 0.0
    return gains(outcomes, before=before, after=after, points=POINTS, national_change=moved, rounding=rounding)


def _picture(results: Results, urns: Sequence[int], before: int, after: int) -> Chart:
    """The mean of these schools by year, beside the national figure."""
    heading = heading_of(results.measure)
    years = [year for year in results.years if before <= year <= after]
    ours = []
    for year in years:
        known = [results.values[urn][year] for urn in urns if year in results.values[urn]]
        if len(known) == len(urns):
            ours.append(YearPoint(year, sum(known) / len(known)))
    nationally = [YearPoint(year, results.nationally[year]) for year in years if year in results.nationally]
    return years_chart(
        f"{heading}: mean of {len(urns)} schools, and schools nationally",
        [YearLine("These schools", ours), YearLine("Nationally", nationally)],
        when="School year ending",
        unit="%" if is_percent(scale_of(results.measure)) else "",
        step=0.1,
    )
