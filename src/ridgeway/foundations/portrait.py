"""One pupil on one page: what is known, how it grows, what comes next, and every answer of late."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.db.models import Avg, Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Exp, Ln, NullIf
from django.utils import timezone

from ridgeway.fluency import Knowledge, Prior, plan_session
from ridgeway.fluency.arrays import Whole
from ridgeway.fluency.growth import Celeration, factor_in_words, under_way
from ridgeway.fluency.trials import IN_WORDS, Reason
from ridgeway.foundations.deeds import WEEKS_SHOWN
from ridgeway.foundations.judged import Judged, stuck_facts
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.measures import (
    FluentDay,
    daily_pace,
    day_totals,
    fluent_days,
    gain_a_week,
    judge,
    of_subject,
    on_main_device,
    pace_trend,
)
from ridgeway.foundations.models import Answer, KnowledgeState, Mistake, Prompt, Withdrawal
from ridgeway.foundations.practice import SECONDS
from ridgeway.foundations.steering.classmates import expected_in
from ridgeway.foundations.steering.resolving import Steering, steering_of
from ridgeway.foundations.week.trying import attempts_of
from ridgeway.foundations.weeks import Week
from ridgeway.foundations.years import year_in
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.charts import Chart, Frame, Series, line_chart

DAYS_SHOWN: Final = 140
"""Twenty weeks, the width of the Standard Celeration Chart."""

SESSIONS_SHOWN: Final = 10
MOST_NEXT: Final = 12
WIDE: Final = Frame(width=640, height=260)


@dataclass(frozen=True, slots=True)
class Next:
    """Facts that the next session would ask for one reason."""

    reason: Reason
    facts: Sequence[str]

    @property
    def words(self) -> str:
        """The reason as a teacher reads it."""
        return IN_WORDS[self.reason]


@dataclass(frozen=True, slots=True)
class Portrait(Judged):
    """A pupil in one class."""

    pupil: Pupil
    known: Knowledge
    stages: Whole
    answers: int
    last_at: dt.datetime | None
    paces: Mapping[dt.date, float]
    """Seconds an item by day, on the device used most."""
    trend: Celeration | None
    fluent: Sequence[FluentDay]
    gain: float | None
    aim_seconds: float
    next: Sequence[Next]

    @property
    def trend_in_words(self) -> str:
        """The factor by which answers a minute change in a week; empty while there are too few days."""
        return "" if self.trend is None else factor_in_words(self.trend.robust_per_week)

    @property
    def counts(self) -> Counter[int]:
        """How many facts are at each stage."""
        return Counter(self.stages.tolist())


def portray(pupil: Pupil, group: TeachingGroup, now: dt.datetime) -> Portrait:
    """The pupil now, by the aims and other decisions of the day. Seven queries; two more once a day."""
    year, today = year_in(pupil, group), timezone.localdate(now)
    steering = steering_of([pupil], today)[pupil.pk]
    state = KnowledgeState.objects.filter(pupil=pupil, subject="number-facts").first()
    known = read_knowledge(state)
    tomorrow = today + dt.timedelta(days=1)
    since = tomorrow - dt.timedelta(days=DAYS_SHOWN)
    paces = daily_pace(on_main_device(of_subject(day_totals([pupil.pk], since, tomorrow))))
    fluent = fluent_days([pupil.pk], since, tomorrow).get(pupil.pk, [])
    tried = attempts_of([pupil.pk], today).get(pupil.pk, ())
    attempts = [each.attempt for each in tried]
    judged = Week.of(today).before(WEEKS_SHOWN - 1).monday
    recent = [each for each in fluent if each.day >= judged]
    return Portrait(
        pupil=pupil,
        known=known,
        stages=known.stages(year=year, own_aims=steering.own_aims),
        answers=0 if state is None else state.answers,
        last_at=None if state is None else state.last_at,
        paces=paces,
        trend=pace_trend(paces),
        fluent=fluent,
        gain=gain_a_week(recent, tomorrow),
        tried=tried,
        trying=under_way(attempts, today),
        advice=judge(recent, attempts, today),
        aim_seconds=_aim_seconds(known, year, steering),
        next=_next(
            known,
            now if state is None or state.last_at is None else max(now, state.last_at),
            year,
            steering,
            expected_in([group.pk], today, year=year, subject="number-facts"),
        ),
        stuck_facts=stuck_facts(known.items, known.rows.reps, known.rows.right, known.stuck()),
    )


def pace_chart(portrait: Portrait) -> Chart:
    """Seconds an item by day on a logarithmic scale, the fitted line through it, and the aim."""
    trend = _line(portrait.trend, list(portrait.paces)) if portrait.trend else ()
    series = Series("Seconds a fact", list(portrait.paces.items()), trend)
    return line_chart(
        "Seconds a fact by day", [series], when="Day", unit=" s", log=True, aim=portrait.aim_seconds, frame=WIDE
    )


def fluent_chart(portrait: Portrait) -> Chart:
    """Fluent facts by day."""
    series = Series("Fluent facts", [(each.day, each.fluent) for each in portrait.fluent])
    return line_chart("Fluent facts by day", [series], when="Day", frame=WIDE)


def recent_sessions(pupil: Pupil) -> list[dict[str, Any]]:
    """The last sessions with answers, the newest first: when, how many, right, how fast, on what device.

    Those in which somebody else practised are `withdrawn`; sheets entered wrongly are left out.
    """
    timed = Q(correct=True, latency_ms__gt=0) & ~Q(prompt=Prompt.MODEL)
    withdrawn = dict(Withdrawal.objects.filter(session__pupil=pupil).values_list("session", "why"))
    mistyped = [session for session, why in withdrawn.items() if why != Mistake.SOMEBODY_ELSE]
    sessions = Answer.objects.filter(pupil=pupil).exclude(session__in=mistyped).values("session")
    told = sessions.annotate(
        at=Max("at"),
        answers=Count("id"),
        right=Count("id", filter=Q(correct=True)),
        milliseconds=Sum("latency_ms"),
        seconds=Exp(Avg(Ln(NullIf(F("latency_ms"), 0) / 1000.0), filter=timed)),
        device=Max("device"),
    )
    last = told.order_by("-at")[:SESSIONS_SHOWN]
    return [each | {"withdrawn": each["session"] in withdrawn} for each in last]


def answers_of(pupil: Pupil, sessions: Sequence[object]) -> QuerySet[Answer]:
    """Every answer of these sessions, the newest first, each once."""
    return Answer.objects.filter(pupil=pupil, session__in=sessions).order_by("-at", "-id")


def _line(trend: Celeration, days: Sequence[dt.date]) -> list[tuple[dt.date, float]]:
    """The robust line's two ends, in seconds."""
    line = trend.robust.line
    return [(day, 60 / line.on(day.toordinal())) for day in (days[0], days[-1])]


def _aim_seconds(known: Knowledge, year: int | None, steering: Steering) -> float:
    """The middle one of the pupil's aims, of the facts met as far as there are any."""
    aims, met = known.aims_ms(year=year, own_aims=steering.own_aims), known.rows.answers > 0
    return float(np.median(aims[met] if met.any() else aims)) / 1000


def _next(known: Knowledge, at: dt.datetime, year: int | None, steering: Steering, prior: Prior) -> list[Next]:
    """What a session now would ask, by reason."""
    plan = plan_session(
        known,
        at=at,
        seconds=SECONDS,
        rng=np.random.default_rng(0),
        year=year,
        prior=prior,
        **steering.options,
    )
    facts: dict[Reason, dict[str, None]] = {}
    for trial in plan.trials:
        facts.setdefault(trial.reason, {})[trial.item.prompt] = None
    return [Next(reason, list(facts[reason])[:MOST_NEXT]) for reason in IN_WORDS if reason in facts]
