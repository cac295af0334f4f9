"""The list of studies: where each one stands, in a word and a colour."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ridgeway.evaluation.models import Run, State, Study
from ridgeway.evaluation.working import is_lost

_TONES: Final[dict[State, tuple[str, str]]] = {
    State.WAITING: ("Waiting", "info"),
    State.RUNNING: ("Running", "info"),
    State.DONE: ("Done", "good"),
    State.REFUSED: ("Refused", "attention"),
    State.CANCELLED: ("Stopped", "neutral"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A study with where it stands and since when."""

    study: Study
    word: str
    tone: str
    since: dt.datetime


def lines_of(now: dt.datetime) -> list[Line]:
    """The studies of the network in scope, the latest first, in two queries."""
    latest: dict[int, Run] = {}
    for run in Run.objects.defer("result").order_by("asked_at", "pk"):
        latest[run.study_id] = run
    return [_line(study, latest.get(study.pk), now) for study in Study.objects.select_related("made_by")]


def _line(study: Study, run: Run | None, now: dt.datetime) -> Line:
    if study.frozen_at is None:
        return Line(study, "Draft", "neutral", study.made_at)
    if run is None:
        return Line(study, "Frozen", "info", study.frozen_at)
    if is_lost(run, now):
        return Line(study, "Interrupted", "attention", run.heard_at or run.asked_at)
    word, tone = _TONES[State(run.state)]
    return Line(study, word, tone, run.ended_at or run.asked_at)
