"""Rows of tables as templates print them: numbers already in words."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.urls import reverse

from ridgeway.fluency import catalogue
from ridgeway.fluency.growth import Advice
from ridgeway.foundations.classroom import Classroom, PupilLine
from ridgeway.foundations.judged import StuckFact
from ridgeway.foundations.models import Answer, Device, Prompt
from ridgeway.web.charts import Chart, sparkline

MOST_FACTS_NAMED: Final = 4


class DayCell(NamedTuple):
    """One pupil's day: what stands in the cell, and how strongly it is coloured (0 to 3)."""

    text: str
    said: str
    level: int


class PupilRow(NamedTuple):
    """One pupil in the class's table."""

    name: str
    url: str
    days: Sequence[DayCell]
    total: str
    seconds: str
    grids: str
    fluent: int
    spark: Chart
    gain: str


class StuckRow(NamedTuple):
    """One pupil who needs something else: on what, how many facts more, and how the whole goes."""

    key: int
    name: str
    url: str
    facts: Sequence[StuckFact]
    more: int
    advice: Advice

    @property
    def id(self) -> str:
        """What the pupil's button is called on the page."""
        return f"try-{self.key}"


class SessionRow(NamedTuple):
    """One sitting."""

    session: UUID
    at: dt.datetime
    answers: int
    right: int
    minutes: str
    seconds: str
    device: str
    on_screen: bool
    withdrawn: bool


class AnswerRow(NamedTuple):
    """One answer."""

    at: dt.datetime
    question: str
    given: str
    correct: bool
    right_answer: str
    seconds: str
    help: str
    device: str


def pupil_rows(classroom: Classroom, urn: int, today: dt.date) -> list[PupilRow]:
    """The class in the order of its register."""
    rows = []
    for line in classroom.lines:
        name = line.pupil.list_name
        week = zip(classroom.days, line.minutes, line.on_paper, line.otherwise, strict=True)
        days = [_day(minutes, paper, other, is_to_come=day > today) for day, minutes, paper, other in week]
        rows.append(
            PupilRow(
                name=name,
                url=_url(classroom, urn, line),
                days=days,
                total=_minutes(line.total_minutes) if line.on_screen else "–",
                seconds=_seconds(line.week_pace),
                grids=str(line.on_grids or "–"),
                fluent=line.fluent,
                spark=sparkline(f"{name}: fluent facts, week by week", line.fluent_by_week),
                gain=gain_in_words(line.gain),
            )
        )
    return rows


def stuck_rows(classroom: Classroom, lines: Iterable[PupilLine], urn: int) -> list[StuckRow]:
    """Pupils with the facts that do not stick."""
    rows = []
    for line in lines:
        named = line.stuck_facts[:MOST_FACTS_NAMED]
        more = len(line.stuck_facts) - len(named)
        url = _url(classroom, urn, line)
        rows.append(StuckRow(line.pupil.pk, str(line.pupil), url, named, more, line.advice))
    return rows


def session_rows(found: Iterable[Mapping[str, Any]]) -> list[SessionRow]:
    """Sittings, the newest first."""
    return [
        SessionRow(
            session=each["session"],
            at=each["at"],
            answers=each["answers"],
            right=each["right"],
            minutes=f"{(each['milliseconds'] or 0) / 60_000:.1f}",
            seconds=_seconds(each["seconds"]),
            device=str(Device(each["device"]).label),
            on_screen=each["device"] != Device.PAPER,
            withdrawn=each["withdrawn"],
        )
        for each in found
    ]


def answer_rows(answers: Iterable[Answer]) -> list[AnswerRow]:
    """Answers as they were given."""
    facts = {item.id: item for item in catalogue()}
    rows = []
    for each in answers:
        item = facts.get(each.item)
        rows.append(
            AnswerRow(
                at=each.at,
                question=item.prompt if item else each.item,
                given=each.given or "asked to be shown",
                correct=each.correct,
                right_answer=item.answer if item else "",
                seconds="–" if each.latency_ms is None else f"{each.latency_ms / 1000:.1f}",
                help=_help(each),
                device=str(Device(each.device).label),
            )
        )
    return rows


def gain_in_words(gain: float | None) -> str:
    """A gain a week with its sign."""
    if gain is None:
        return "–"
    return "±0" if round(gain) == 0 else f"{gain:+.0f}".replace("-", "−")


def _day(minutes: float | None, paper: bool, other: bool, *, is_to_come: bool) -> DayCell:
    if minutes is None:
        if paper:
            return DayCell("sheet", "a sheet on paper", 1)
        if other:
            return DayCell("other", "an activity on a screen", 1)
        return DayCell("", "to come" if is_to_come else "no practice", 0)
    level = 1 if minutes < 2 else 2 if minutes < 4 else 3
    also = ", and a sheet on paper" if paper else ""
    return DayCell(_minutes(minutes), f"minutes{also}", level)


def _minutes(minutes: float) -> str:
    return "<1" if minutes < 1 else f"{minutes:.0f}"


def _help(answer: Answer) -> str:
    if answer.prompt == Prompt.MODEL:
        return "answer in sight"
    if answer.prompt == Prompt.NONE or answer.delay_ms is None or answer.latency_ms is None:
        return "none"
    return f"after {answer.delay_ms / 1000:.0f} s" if answer.latency_ms > answer.delay_ms else "none needed"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _url(classroom: Classroom, urn: int, line: PupilLine) -> str:
    return reverse("foundations:pupil", args=[urn, classroom.group.pk, line.pupil.pk])
