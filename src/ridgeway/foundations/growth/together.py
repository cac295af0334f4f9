"""Some pupils of a class together: where each stands in what is shown, and groups that offer themselves."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from django.utils.formats import date_format

from ridgeway.fluency import catalogue
from ridgeway.fluency.growth import Advice, Attempt, advise_after, advise_on
from ridgeway.foundations.growth.changes import changes_for
from ridgeway.foundations.growth.lines import PRACTICE, GrowthLine, Work, pupils_of
from ridgeway.foundations.growth.looking import Look
from ridgeway.foundations.growth.names import unit_of
from ridgeway.foundations.growth.pictures import aim_a_minute, figures_of
from ridgeway.foundations.measures import fluent_days, judge
from ridgeway.foundations.steering.resolving import steering_of
from ridgeway.foundations.week.trying import attempts_of
from ridgeway.foundations.years import years_in
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.charts import PhaseChange
from ridgeway.web.charts.scales import number_label


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pupil stands in what is shown: `aim` is right a minute, the pupil's own if there is one."""

    pupil: Pupil
    line: GrowthLine
    aim: float | None
    advice: Advice

    @property
    def level(self) -> float:
        """Right a minute now."""
        return self.line.level


class Ready(NamedTuple):
    """A group that need not be ticked pupil by pupil."""

    name: str
    pupils: list[Pupil]


class MemberRow(NamedTuple):
    """A pupil of a group in words; a pupil who never did what is shown has dashes."""

    pupil: Pupil
    growth: str = "–"
    level: str = "–"
    last: str = "–"
    aim: str = "–"
    advice: str = "Has not done this in these weeks."


def standings(looked: Look, pupils: Sequence[Pupil], group: TeachingGroup, today: dt.date) -> list[Standing]:
    """Where those of these pupils stand who did what is shown. Three queries, four for practice of a strand."""
    work = looked.shown
    if work is None:
        return []
    by_key = {pupil.pk: pupil for pupil in pupils}
    years, steering, tried = years_in(pupils, group), steering_of(pupils, today), attempts_of(by_key, today)
    fluent = fluent_days(by_key, looked.since, looked.until) if _follows_fluent_facts(work) else {}
    found = []
    for key, line in pupils_of(looked.lines, work, list(by_key)):
        aim = aim_a_minute(work, year=years.get(key), own_aims=steering[key].own_aims)
        attempts = [each.attempt for each in tried.get(key, ())]
        facts = fluent.get(key)
        advice = _on_line(line, aim, attempts, today) if facts is None else judge(facts, attempts, today)
        found.append(Standing(by_key[key], line, aim, advice))
    return found


def ready_groups(found: Sequence[Standing]) -> list[Ready]:
    """Those who are stuck by the decision rules, and those whose level is below that of the middle pupil."""
    levels = [each.level for each in found]
    middle = median(levels) if levels else 0.0
    return [
        Ready("Stuck", [each.pupil for each in found if each.advice.stuck]),
        Ready("Below the middle", [each.pupil for each, own in zip(found, levels, strict=True) if own < middle]),
    ]


def member_rows(
    members: Sequence[Pupil], found: Sequence[Standing], looked: Look, group: TeachingGroup
) -> list[MemberRow]:
    """The members of a group in their order, each with what their own line says. Two queries."""
    by_key: Mapping[int, Standing] = {each.pupil.pk: each for each in found}
    changes = changes_for(members, group, looked.since, looked.until, strand=looked.strand)
    return [
        MemberRow(pupil) if (standing := by_key.get(pupil.pk)) is None else _row(standing, changes[pupil.pk])
        for pupil in members
    ]


def _row(standing: Standing, changes: Sequence[PhaseChange]) -> MemberRow:
    figures = figures_of(standing.line, aim=standing.aim, changes=changes)
    last = standing.line.days[-1]
    return MemberRow(
        standing.pupil,
        growth=figures.celeration or "too few days",
        level=number_label(standing.level),
        last=f"{number_label(last.correct)} on {date_format(last.day, 'SHORT_DATE_FORMAT')}",
        aim=figures.aim_in_words or "–",
        advice=standing.advice.evidence,
    )


def _follows_fluent_facts(work: Work) -> bool:
    """Whether growth shows in fluent facts: practice of a strand keeps its rate as harder facts come in."""
    return work.kind == PRACTICE and work.of in catalogue().strands


def _on_line(line: GrowthLine, aim: float | None, attempts: Sequence[Attempt], today: dt.date) -> Advice:
    """The decision rules put to the line. What is tried is about facts, and these are what have aims."""
    rates = [day.correct for day in line.days]
    unit = f"{unit_of(line.work)} right a minute"
    if aim is None:
        return advise_on(rates, unit=unit)
    days = [day.day for day in line.days]
    return advise_after(attempts, days, rates, today=today, aim=[aim] * len(rates), unit=unit)
