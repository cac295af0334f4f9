"""What to do next with a pupil's practice: decision rules, each with its evidence.

The rules stand in this order, and the first that applies speaks. "The last three" are the last three practice
days since the phase began; every threshold is in `thresholds`.

| rule | applies when | move |
|---|---|---|
| too many errors | fewer than nine in ten answers of the last three days were right | back to accuracy |
| quick but not sure | at the aim on the last three days, with more errors than it allows | back to accuracy |
| at the aim | at the aim on the last three days | next set |
| being tried | a remedy has not had its two weeks yet (`attempts.advise_after`) | keep going |
| too early | fewer than four days | keep going |
| no growth | no new best on the last three days, the last not at the aim, and no climb | change something |
| too slow | a trend surely below × 1.25 a week, and the aim more than two weeks away on it | change something |
| ahead | above the aim line on the last three days, on a steeper trend | raise the aim |
| growing | none of these | keep going |

Where the aim has a day, the aim line's own celeration takes the place of × 1.25, and three days below the aim line
on a flatter trend are too slow as well. "Surely" means that the whole interval of the celeration (Sen 1968) lies
below: with few days, or days that bounce, that rule is silent. In the same sense a pupil climbs, new best or not,
where the line through the last ten practice days surely rises.

Sources: the three-day rules are those of precision teaching (White and Haring 1980), which English educational
psychologists teach for daily one-minute probes; the comparison with an aim line is that of data-based programme
modification (Deno and Mirkin 1977). They are rules of thumb: they say when to look, not why a pupil does not grow.
A pupil is **stuck** when the advice is to change something; there is no other notion of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat

from ridgeway.fluency.errors import OutOfRangeError, require_above_zero, require_number
from ridgeway.fluency.growth.lines import WEEK, Celeration, factor_in_words
from ridgeway.fluency.growth.moves import Advice, Remedy, require_remedies
from ridgeway.fluency.growth.probes import Probe, growth_of, in_order
from ridgeway.fluency.growth.thresholds import (
    AIM_DAYS,
    LEAST_ACCURACY,
    LEAST_ANSWERS,
    MOST_ERRORS,
    NEAR_WEEKS,
    RECENT_DAYS,
    STUCK_DAYS,
    WORTH_WHILE,
)
from ridgeway.fluency.growth.when import aim_day, aim_line


def advise(
    probes: Sequence[Probe],
    *,
    aim: float,
    by: date | None = None,
    phase_start: date | None = None,
    most_errors: float = MOST_ERRORS,
    tried: Collection[Remedy] = (),
) -> Advice:
    """Return what to do after these probes, which must be in order.

    `aim` is right answers a minute, `most_errors` how many errors a minute it allows, and `by` the day by which
    to meet it, if one was set. Only probes from `phase_start` on count: a change begins anew. `tried` are
    remedies that have been tried.
    """
    listed = tuple(probe for probe in in_order(probes) if phase_start is None or probe.day >= phase_start)
    require_above_zero("aim", aim)
    require_number("most_errors", most_errors, at_least=0)
    course = _Course(
        [probe.rates.correct for probe in listed], [aim] * len(listed), "correct a minute", require_remedies(tried)
    )
    return (
        _too_many_errors(listed)
        or _quick_but_not_sure(course, listed, most_errors)
        or course.at_the_aim()
        or course.too_early()
        or (None if _climbs(listed) else course.no_growth())
        or _Trend.of(course, listed, aim, by).judged()
    )


def advise_on(
    values: Sequence[float],
    *,
    aim: float | Sequence[float] | None = None,
    unit: str = "correct a minute",
    tried: Collection[Remedy] = (),
) -> Advice:
    """Return what to do after these figures, one a practice day in order, of anything that should grow.

    `aim` is one for all days, or one for each, or none; `unit` says what the figures are. The rules that need
    errors or dates are left out.
    """
    figures = [require_number("values", value, at_least=0) for value in values]
    aims = repeat(aim, len(figures)) if isinstance(aim, (int, float)) else aim
    listed = None if aims is None else [require_number("aim", each, at_least=0) for each in aims]
    if listed is not None and len(listed) != len(figures):
        raise OutOfRangeError("aim", listed, f"there must be one, or one for each of the {len(figures)} days")
    course = _Course(figures, listed, unit, require_remedies(tried))
    return course.at_the_aim() or course.too_early() or course.no_growth() or course.growing()


@dataclass(frozen=True, slots=True)
class _Course:
    """Figures by practice day, in order, beside their aims, if there are any."""

    values: Sequence[float]
    aims: Sequence[float] | None
    unit: str
    tried: Collection[Remedy]

    def last(self, days: int) -> str:
        return f"{_figures(self.values[-days:])} {self.unit} on the last {days} practice days"

    @property
    def best_before(self) -> float:
        return max(self.values[:-STUCK_DAYS])

    @property
    def has_grown(self) -> bool:
        return max(self.values[-STUCK_DAYS:]) > self.best_before

    def is_at_aim(self, days: int) -> bool:
        """Whether each of the last so many days was at its aim."""
        if self.aims is None or len(self.values) < days:
            return False
        pairs = zip(self.values[-days:], self.aims[-days:], strict=True)
        return all(value >= aim for value, aim in pairs)

    def at_the_aim(self) -> Advice | None:
        if self.aims is None or not self.is_at_aim(AIM_DAYS):
            return None
        return Advice.to(
            "next set", "at the aim", f"At the aim of {_figures(self.aims[-1:])}: {self.last(AIM_DAYS)}."
        )

    def too_early(self) -> Advice | None:
        if len(self.values) > STUCK_DAYS:
            return None
        evidence = f"Too early to say: {_days(len(self.values))} of practice, and it takes {STUCK_DAYS + 1}."
        return Advice.to("keep going", "too early", evidence)

    def no_growth(self) -> Advice | None:
        if self.has_grown or self.is_at_aim(1):
            return None
        evidence = f"No growth: {self.last(STUCK_DAYS)}, against {_figures([self.best_before])} before."
        return Advice.to_change("no growth", evidence, self.tried)

    def growing(self, more: str = "") -> Advice:
        if self.has_grown:
            grows = "Growing"
        else:
            grows = "At the aim on the last day" if self.is_at_aim(1) else "No new best, but climbing"
        evidence = f"{grows}: {self.last(STUCK_DAYS)}, {_figures([self.best_before])} before{more}."
        return Advice.to("keep going", "growing", evidence)


def _climbs(probes: Sequence[Probe]) -> bool:
    """Whether the line through the last practice days surely rises."""
    growth = growth_of(probes[-RECENT_DAYS:]).corrects
    return growth.is_trend and growth.robust.interval.low > 1


def _too_many_errors(probes: Sequence[Probe]) -> Advice | None:
    last = probes[-STUCK_DAYS:]
    right, answers = sum(each.correct for each in last), sum(each.correct + each.errors for each in last)
    if answers < LEAST_ANSWERS or right >= LEAST_ACCURACY * answers:
        return None
    when = f"the last {_days(len(last))} of practice" if len(last) > 1 else "the first day of practice"
    return Advice.to("back to accuracy", "too many errors", f"{right} of {answers} right on {when}.")


def _quick_but_not_sure(course: _Course, probes: Sequence[Probe], most_errors: float) -> Advice | None:
    if not course.is_at_aim(AIM_DAYS):
        return None
    last = probes[-AIM_DAYS:]
    errors = 60 * sum(each.errors for each in last) / sum(each.seconds for each in last)
    if errors <= most_errors:
        return None
    evidence = (
        f"{course.last(AIM_DAYS)}, with {_figures([errors])} errors a minute where {most_errors:g} are allowed."
    )
    return Advice.to("back to accuracy", "quick but not sure", evidence)


@dataclass(frozen=True, slots=True)
class _Trend:
    """The line through the days, None while there are too few, beside the line that leads to the aim in time.

    `wanted` is where the aim line was on the last three days, empty where the aim has no day.
    """

    course: _Course
    growth: Celeration | None
    needed: float
    wanted: Sequence[float]
    aim: float

    @classmethod
    def of(cls, course: _Course, probes: Sequence[Probe], aim: float, by: date | None) -> _Trend:
        growth = growth_of(probes).corrects
        shown = growth if growth.is_trend else None
        if by is None:
            return cls(course, shown, WORTH_WHILE, (), aim)
        line = aim_line(probes, aim=aim, by=by)
        wanted = [min(line.on(probe.day.toordinal()), aim) for probe in probes[-STUCK_DAYS:]]
        return cls(course, shown, line.per_week, wanted, aim)

    def judged(self) -> Advice:
        if self.growth is None:
            return self.course.growing()
        growth, slope = self.growth, self.growth.robust_per_week
        last = self.course.values[-STUCK_DAYS:]
        below = bool(self.wanted) and all(got < want for got, want in zip(last, self.wanted, strict=True))
        above = bool(self.wanted) and all(got > want for got, want in zip(last, self.wanted, strict=True))
        surely = growth.robust.interval.high < self.needed
        if (surely or (below and slope < self.needed)) and not self._is_near(growth):
            return Advice.to_change("too slow", f"Slower than {self._against(growth)}.", self.course.tried)
        if above and slope > self.needed:
            return Advice.to("raise the aim", "ahead", f"Ahead of {self._against(growth)}.")
        return self.course.growing(f"; {_trend_in_words(growth)}{_aim_day_in_words(growth, self.aim)}")

    def _is_near(self, growth: Celeration) -> bool:
        """Whether the line is at the aim, or gets there soon."""
        arrival = aim_day(growth, self.aim)
        soon = arrival.day is not None and arrival.day <= growth.last + WEEK * NEAR_WEEKS
        return arrival.outlook == "met" or soon

    def _against(self, growth: Celeration) -> str:
        """The aim line, or what is worth while, then what is."""
        needed = (
            f"{factor_in_words(self.needed)} a week: {_trend_in_words(growth)}, {self.course.last(STUCK_DAYS)}"
        )
        return f"the aim line, {needed}, where it is at {_figures(self.wanted)}" if self.wanted else needed


def _trend_in_words(growth: Celeration) -> str:
    low, high = (factor_in_words(each) for each in growth.robust.interval)
    return f"{factor_in_words(growth.robust_per_week)} a week (from {low} to {high})"


def _aim_day_in_words(growth: Celeration, aim: float) -> str:
    arrival = aim_day(growth, aim)
    if arrival.day is None:
        return ""
    return f"; on this line at the aim of {aim:g} about {_date(arrival.day)}"


def _date(day: float) -> str:
    when = date.fromordinal(round(day))
    return f"{when.day} {when:%B}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _figures(values: Iterable[float]) -> str:
    """Figures with one decimal at most: "12, 11.5, 11.8"."""
    return ", ".join(f"{value:.1f}".removesuffix(".0") for value in values)
