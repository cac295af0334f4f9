"""Named evidence: the running numbers of the history as the terms that the model adds up.

Shares enter as log-odds beside the share to be expected without them, counts and times as logarithms. What is
not known is NaN: it counts as the average of the training data, which says nothing.
"""

from __future__ import annotations

from math import exp, isnan, log1p
from typing import Final

from ridgeway.fluency.scoring.precedents import PRECEDENTS
from ridgeway.fluency.scoring.records import NAN, Learner, Meeting, Stream, Topic, seconds_between
from ridgeway.fluency.scoring.shares import chance, expected_share, log_odds

PUPIL: Final = (
    "pupil: share right",
    "pupil: share right lately",
    "pupil: the last few",
    "pupil: ability and ease",
    "pupil: items met",
    "pupil: pause before this question",
    "pupil: pause beyond the last answer",
    "pupil: time of the last wrong answer",
    "pupil: times of the last right answers",
)
TOPIC: Final = (
    "first meeting",
    "first meeting × the pupil's last few",
    "meetings",
    "meetings beyond ten",
    "meetings beyond thirty",
    "own share right",
    "own mastery",
    "own last few",
    "own deviation",
    "outcome before the last",
    "outcome two before the last",
    "last three all right or all wrong",
    "right in a row",
    "wrong in a row",
    "few meetings × the pupil's share",
    "few meetings × own mastery",
    "few meetings × share here",
    "same as the last question × ability and ease",
    *(words for words, _ in PRECEDENTS),
    "few meetings × after so many questions in a row here",
    "same as the last question × after the last five here",
)
MEMORY: Final = (
    "time since the last meeting",
    "time since the last meeting, squared",
    "time since the only meeting",
    "questions since the last meeting, squared",
    "questions since the last meeting",
    "longest gap bridged",
    "this gap beyond the last",
    "this gap beyond the longest bridged",
    "met within minutes",
    "met within the hour",
    "met within the day",
    "slowness of right answers to it, all pupils",
    "own slowness",
    "own slowness, once there are several times",
    "time of the last right answer",
    "time of the last wrong answer",
    "pace",
    "own slowness × longest gap bridged",
    "own slowness × this gap beyond the longest bridged",
    "time of the last right answer × longest gap bridged",
    "time of the last right answer × this gap beyond the longest bridged",
    "own slowness × right in a row",
    "slowness of right answers to it, all pupils × time since the last meeting",
    "slowness of right answers to it, all pupils × questions since the last meeting",
    "pause before this question × time since the last meeting",
    "times of the pupil's last right answers × time since the last meeting",
)
EVIDENCE: Final = (
    *PUPIL,
    *(f"item: {name}" for name in TOPIC),
    *(f"memory: {name}" for name in MEMORY),
    *(f"skill: {name}" for name in TOPIC),
)
"""The name of each term, in order."""

UNKNOWN_TOPIC: Final = [NAN] * len(TOPIC)

FEW: Final = 10.0
"""Meetings are few up to about this number."""

TURN: Final = PRECEDENTS.index(("after so many questions in a row here", 0))
LAST_FIVE: Final = PRECEDENTS.index(("after the last five here", 3))


def of_pupil(learner: Learner, balance: float, at_ms: float, overall: float) -> list[float]:
    """Return what the pupil's answers tell; `balance` is ability and ease, `overall` the log-odds of all."""
    pause = seconds_between(learner.asked_ms, at_ms)
    return [
        log_odds(expected_share([learner.answers, learner.right], chance(overall), 4)) - overall,
        log_odds(learner.steady) - overall,
        log_odds(learner.quick) - overall,
        balance,
        log1p(len(learner.meetings[0])),
        log1p(pause),
        NAN if isnan(pause) else log1p(max(pause - learner.spent_ms / 1000, 0.0)),
        learner.wrong_time,
        learner.right_time,
    ]


def of_topic(
    name: str, learner: Learner, stream: Stream, meeting: Meeting, told: list[float], start: float, balance: float,
    overall: float,
) -> list[float]:  # fmt: skip
    """Return what the answers so far tell of a topic; `told` are the precedents, `start` the log-odds before
    the pupil met it.
    """
    answers, outcomes = meeting.answers, meeting.outcomes
    same = stream.last == name
    few = exp(-answers / FEW) if answers else 0.0
    share_beyond = log_odds(learner.steady) - overall
    quick_beyond = log_odds(learner.quick) - overall
    mastery = log_odds(meeting.mastery) - start if answers else NAN
    met = log1p(answers)
    right, streak = outcomes.right, log1p(outcomes.run)
    return [
        0.0 if answers else 1.0,
        0.0 if answers else quick_beyond,
        met,
        max(met - 2.4, 0.0),
        max(met - 3.4, 0.0),
        log_odds(expected_share([answers, meeting.right], chance(start), 3)) - start if answers else NAN,
        mastery,
        log_odds(meeting.latest) - start if answers else NAN,
        meeting.deviation if answers else NAN,
        outcomes.back(1),
        outcomes.back(2),
        outcomes.sign if outcomes.run > 2 else 0,
        streak if right else 0.0,
        0.0 if right else streak,
        few * share_beyond,
        few * mastery if answers else 0.0,
        few * told[0],
        balance if same else 0.0,
        *told,
        few * told[TURN],
        told[LAST_FIVE] if same else 0.0,
    ]


def of_memory(learner: Learner, topic: Topic, meeting: Meeting, at_ms: float, usual: float) -> list[float]:
    """Return what times tell: how long ago and how often the item was met, and how fast it was answered."""
    slowness = topic.slowness * topic.timed / (topic.timed + 5)
    pace = learner.pace - usual
    if not meeting.answers:
        return [NAN] * 11 + [slowness, NAN, NAN, NAN, NAN, pace] + [NAN] * 9
    seconds = seconds_between(meeting.asked_ms, at_ms)
    gap = log1p(seconds)
    questions = log1p(learner.answers - meeting.place)
    beyond = NAN if isnan(meeting.bridged) else max(gap - meeting.bridged, 0.0)
    return [
        gap,
        gap * gap,
        gap if meeting.answers == 1 else 0.0,
        questions * questions,
        questions,
        meeting.bridged,
        gap - meeting.gap,
        beyond,
        *(log1p(trace) for trace in meeting.faded(seconds)),
        slowness,
        meeting.slowness,
        meeting.slowness if meeting.timed > 1 else 0.0,
        meeting.latest_time,
        meeting.wrong_time,
        pace,
        *_over_gaps(meeting, beyond),
        slowness * gap,
        slowness * questions,
        log1p(seconds_between(learner.asked_ms, at_ms)) * gap,
        learner.right_time * gap,
    ]


def _over_gaps(meeting: Meeting, beyond: float) -> list[float]:
    """An earlier time says the more, the better it stood up to gaps."""
    run = log1p(meeting.outcomes.run) if meeting.outcomes.right else 0.0
    return [
        meeting.slowness * meeting.bridged,
        meeting.slowness * beyond,
        meeting.latest_time * meeting.bridged,
        meeting.latest_time * beyond,
        meeting.slowness * run,
    ]
