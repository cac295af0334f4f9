"""Growth as charts: a line on the Standard Celeration Chart with its celeration, aim and what was changed."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format

from ridgeway.fluency.aims import STRAND_MS, aim_ms
from ridgeway.fluency.aims import Device as AimDevice
from ridgeway.fluency.growth import AimDay, Celeration, PhaseGrowth, aim_day, factor_in_words
from ridgeway.foundations.growth.lines import GrowthLine, Work
from ridgeway.foundations.growth.names import strand_of, unit_of
from ridgeway.web.charts import Chart, ChartDay, ChartLine, PhaseChange, Practised, celeration_chart

CHART_DAYS: Final = 140

BAND: Final = 1.25
"""An aim is a band from the rate at which an answer is fluent to a quarter more."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a line says in words: how fast it grows, in all and since each change, and when its aim is met."""

    days: Sequence[ChartDay]
    trend: Celeration | None
    """Over all the days."""
    phases: Sequence[PhaseGrowth]
    """Between one change and the next; one where nothing was changed."""
    aim: float | None
    outlook: AimDay | None
    """By the line of the last phase: what was done before a change says little of what comes."""

    @property
    def celeration(self) -> str:
        """The celeration with its interval: "× 1.4 a week (× 1.2 to × 1.7)"."""
        return "" if self.trend is None else _in_words(self.trend)

    @property
    def since_changes(self) -> list[tuple[str, str]]:
        """Of each change its day and what it was, and the celeration from then on."""
        return [
            (f"{_day(each.phase.starts)}, {each.phase.name}", "" if trend is None else _in_words(trend))
            for each in self.phases[1:]
            for trend in [_trend_in(each)]
        ]

    @property
    def bounce(self) -> str:
        """How much days bounce around the line."""
        return "" if self.trend is None else factor_in_words(self.trend.bounce)

    @property
    def aim_in_words(self) -> str:
        """When the aim will be met if the line goes on, with its interval."""
        match self.outlook:
            case None:
                return ""
            case AimDay(outlook="met"):
                return "met"
            case AimDay(outlook="on this line", day=day, earliest=earliest, latest=latest):
                if latest is None:
                    return f"about {_day(day)}, but growth is not sure yet"
                return f"about {_day(day)} ({_day(earliest)} to {_day(latest)})"
            case _:
                return "not on this line"


@dataclass(frozen=True, slots=True)
class Picture(Figures):
    """A line as a chart, with its figures."""

    chart: Chart


def figures_of(line: GrowthLine, *, aim: float | None = None, changes: Iterable[PhaseChange] = ()) -> Figures:
    """The line's figures. `aim` is right answers a minute."""
    phases = line.by_phase(changes)
    latest = _trend_in(phases[-1])
    outlook = None if latest is None or aim is None else aim_day(latest, aim)
    return Figures(line.days, latest if len(phases) == 1 else line.trend, phases, aim, outlook)


def picture(
    title: str, line: GrowthLine, *, aim: float | None = None, changes: Sequence[PhaseChange] = ()
) -> Picture:
    """The line on a chart of twenty weeks that holds its last day. `aim` is right answers a minute."""
    found = figures_of(line, aim=aim, changes=changes)
    first = max(line.days[0].day, line.days[-1].day - dt.timedelta(days=CHART_DAYS - 15))
    shown = Practised(
        line.days,
        aim=None if aim is None else (aim, aim * BAND),
        lines=_fitted(found),
        changes=changes,
        counted=unit_of(line.work).capitalize(),
    )
    chart = celeration_chart(title, shown, first=first)
    return Picture(found.days, found.trend, found.phases, aim, found.outlook, chart)


def aim_a_minute(work: Work, *, year: int | None, own_aims: Mapping[str, float]) -> float | None:
    """Right answers a minute at the aim: one a teacher has set (in milliseconds, by set or strand), or the usual.

    None for what has no such aim: writing, reading, and sheets of several strands.
    """
    strand = strand_of(work)
    if strand not in STRAND_MS:
        return None
    device: AimDevice = work.device  # type: ignore[assignment]  # the ledger's devices are those of aims
    usual = aim_ms(strand, year=year, device=device)
    return 60_000 / own_aims.get(work.of, own_aims.get(strand, usual))


def _fitted(found: Figures) -> list[ChartLine]:
    """The robust line through the days of each phase, and where the last one leads to the aim, if it does."""
    lines = [_through(trend) for each in found.phases if (trend := _trend_in(each)) is not None]
    day, latest = found.outlook.day if found.outlook else None, _trend_in(found.phases[-1])
    if found.aim is not None and day is not None and latest is not None and latest.robust.line.slope > 0:
        lines.append(ChartLine(lines[-1].end, (_date(day), found.aim), "", is_projection=True))
    return lines


def _through(trend: Celeration) -> ChartLine:
    line = trend.robust.line
    first, last = ((_date(day), line.on(day)) for day in (trend.first, trend.last))
    return ChartLine(first, last, f"{factor_in_words(trend.robust_per_week)} a week")


def _trend_in(phase: PhaseGrowth) -> Celeration | None:
    """The phase's line; None while there are too few days to show one."""
    return phase.growth if phase.growth is not None and phase.growth.is_trend else None


def _in_words(trend: Celeration) -> str:
    low, high = (factor_in_words(end) for end in trend.robust.interval)
    return f"{factor_in_words(trend.robust_per_week)} a week ({low} to {high})"


def _date(ordinal: float) -> dt.date:
    return dt.date.fromordinal(round(ordinal))


def _day(ordinal: float | None) -> str:
    return "" if ordinal is None else date_format(_date(ordinal), "SHORT_DATE_FORMAT")
