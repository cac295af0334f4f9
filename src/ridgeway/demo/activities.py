"""What teachers of the demo's classes set beside practice: a probe last week and one now; for Year 4 a rehearsal
of the tables check, a minute of writing and a spelling list, too.

Set are classes that have paper grids: theirs are the teachers who measure. Every pupil who practised in that week
takes part, as quick and as sure as in their own practice before; a fact that they never met takes them longer. All
chance comes from the seed, the school, the class and the pupil's place in it.
"""

import datetime as dt
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np

from ridgeway.access.models import User
from ridgeway.demo.practice import LONDON, PupilPractice
from ridgeway.demo.recording import PractisingClass
from ridgeway.demo.roll import OnRoll
from ridgeway.demo.spelling import Speller, spell
from ridgeway.foundations.activities.endings import end
from ridgeway.foundations.activities.models import SetActivity
from ridgeway.foundations.activities.offering import opened
from ridgeway.foundations.activities.probes import GRID
from ridgeway.foundations.activities.setting import set_probe, set_rehearsal, set_writing
from ridgeway.foundations.activities.writing import Written, keep_writing
from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.models import PracticeSession, Prompt, Writing
from ridgeway.foundations.uuid7 import RANDOM_BITS, uuid7
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.tenancy import school_scope

OF_GRID: Final = {"addition-grid": GRID, "multiplication-grid": "mul"}
"""What a class's probe is about, by the paper grid that it does."""

CHECKED_YEAR: Final = 4
"""The school year of the tables check."""

SET_AT: Final = dt.time(8, 30)
PROBE_AT, REHEARSAL_AT, WRITING_AT, SPELLING_AT = (dt.time(15, minute) for minute in (0, 3, 12, 14))

WOBBLE: Final = 0.25
UNMET_SLOWER, UNMET_RIGHT = 2.0, 0.5
"""How much longer a fact takes that was never met, and how often it is right."""

TURN_MS: Final = 400
"""What passes between an answer and the next question."""

LETTERS_A_MINUTE, LETTERS_SPREAD, SLIPS = 80.0, 20.0, 0.04
"""How many letters pupils type, how much they differ, and the share of letters typed wrong: made up."""


class Paced(NamedTuple):
    """An answer, given `after_ms` since the activity was opened."""

    question: dict[str, str]
    given: str
    latency_ms: int
    after_ms: int


@dataclass(slots=True)
class Played:
    """What a class did in its activities: answers on their way to the ledger, and the sessions they belong to."""

    answers: dict[Pupil, list[GivenAnswer]] = field(default_factory=lambda: defaultdict(list))
    sessions: list[tuple[UUID, dt.datetime]] = field(default_factory=list)


class Pace:
    """How quick and how sure a pupil has been, fact by fact."""

    def __init__(self, practice: PupilPractice, before: dt.datetime) -> None:
        self._times, self._tries = defaultdict[str, list[int]](list), defaultdict[str, list[bool]](list)
        for session in practice.sessions:
            for answer in session.answers if session.opened_at < before else ():
                if answer.prompt != Prompt.MODEL:
                    self._tries[answer.item].append(answer.correct)
                    if answer.correct:
                        self._times[answer.item].append(answer.latency_ms)
        self._usual = median([ms for times in self._times.values() for ms in times] or [6000])

    def asked(self, item: str, rng: np.random.Generator) -> tuple[int, bool]:
        """How many milliseconds the pupil takes for an item now, and whether they are right."""
        times, tries = self._times[item], self._tries[item]
        usual = median(times[-3:]) if times else UNMET_SLOWER * self._usual
        right = (sum(tries) + UNMET_RIGHT) / (len(tries) + 1)
        return max(1, round(usual * float(rng.lognormal(0, WOBBLE)))), bool(rng.random() < right)


def play_activities(
    on_roll: OnRoll, practising: PractisingClass, done: Sequence[PupilPractice], *, today: dt.date
) -> Played:
    """Sets a class's activities and opens them for its pupils; returns what they answered."""
    task, practice, played = practising.task, practising.place.practice, Played()
    if practice is None or practice.grid is None:
        return played
    group: TeachingGroup = on_roll.groups[academic_year_of(task.days[-1]), task.name]
    teacher = User.objects.filter(email=practising.teacher).first()
    with school_scope(on_roll.school):
        week = last_school_week(Week.of(today).monday)
        days = [day for day in task.days if week.holds(day)]
        if days:
            first, middle, last = days[0], days[len(days) // 2], days[-1]
            of = OF_GRID[practice.grid]
            cast = list(_taking_part(on_roll, practising, done, week))
            probe = set_probe(group, of, at=_at(first, SET_AT), by=teacher)
            _play(probe, _at(last, PROBE_AT), cast, task.device, played)
            if any(year == CHECKED_YEAR for year, _ in task.pupils):
                rehearsal = set_rehearsal(group, at=_at(middle, SET_AT), by=teacher)
                _play(rehearsal, _at(middle, REHEARSAL_AT), cast, task.device, played)
                copying = set_writing(group, Writing.COPYING, at=_at(first, SET_AT), by=teacher)
                _write(copying, _at(last, WRITING_AT), cast, task.device)
                spellers = [Speller(each.pupil, each.year, each.rng) for each in cast]
                set_at, done_at = _at(first, SET_AT), _at(last, SPELLING_AT)
                spell(group, spellers, set_at=set_at, at=done_at, device=task.device, by=teacher)
        set_probe(group, OF_GRID[practice.grid], at=_at(today, dt.time()), by=teacher)
    return played


def end_activities(on_roll: OnRoll, played: Played) -> None:
    """Ends the activities whose answers are in the ledger."""
    with school_scope(on_roll.school):
        sessions = PracticeSession.objects.in_bulk([key for key, _ in played.sessions])
        for key, at in played.sessions:
            end(sessions[key], at)


class TakingPart(NamedTuple):
    """A pupil who takes part, with their school year, their practice and a generator of their own."""

    pupil: Pupil
    year: int
    practice: PupilPractice
    rng: np.random.Generator


def _taking_part(
    on_roll: OnRoll, practising: PractisingClass, done: Sequence[PupilPractice], week: Week
) -> Iterator[TakingPart]:
    """Those who practised in that week."""
    task = practising.task
    for place, (seat, practice) in enumerate(zip(practising.members, done, strict=True)):
        if any(week.holds(session.opened_at.date()) for session in practice.sessions):
            chance = [task.seed, task.urn, zlib.crc32(f"{task.name} activities".encode()), place]
            yield TakingPart(on_roll.pupils[seat], task.pupils[place][0], practice, np.random.default_rng(chance))


def _play(activity: SetActivity, at: dt.datetime, cast: Sequence[TakingPart], device: str, played: Played) -> None:
    for pupil, year, practice, rng in cast:
        key = uuid7(at, _random(rng))
        told = opened(activity, pupil, at, year=year, own_aims={}, key=key)
        given = list(_answered(told, Pace(practice, at), rng))
        played.answers[pupil] += [
            GivenAnswer(
                id=uuid7(moment := at + dt.timedelta(milliseconds=each.after_ms), _random(rng)),
                session=key,
                item=each.question["item"],
                at=moment,
                given=each.given,
                latency_ms=each.latency_ms,
                prompt=Prompt.NONE,
                device=device,
                seq=place,
            )
            for place, each in enumerate(given)
        ]
        played.sessions.append((key, at + dt.timedelta(seconds=told["seconds"])))


def _answered(told: dict[str, Any], pace: Pace, rng: np.random.Generator) -> Iterator[Paced]:
    """A pupil's way through an activity: until its time is over, or each question's own."""
    spent, each_ms = 0, told["each_ms"]
    for question in told["questions"]:
        latency, right = pace.asked(question["item"], rng)
        given = question["answer"] if right else str(int(question["answer"]) + int(rng.integers(1, 3)))
        if each_ms is not None and latency > each_ms:
            latency, given = each_ms, ""
        spent += latency
        if each_ms is None and spent > 1000 * told["seconds"]:
            return
        yield Paced(question, given, latency, spent)
        spent += told["between_ms"] or TURN_MS


def _write(activity: SetActivity, at: dt.datetime, cast: Sequence[TakingPart], device: str) -> None:
    """A minute of writing by each pupil, with a slip here and there."""
    for pupil, year, _, rng in cast:
        text = str(opened(activity, pupil, at, year=year, own_aims={})["text"])
        many = max(20, round(rng.normal(LETTERS_A_MINUTE, LETTERS_SPREAD)))
        slips = rng.random(many) < SLIPS
        signs = islice(cycle(f"{text} "), many)
        typed = "".join("x" if slip and sign.isalpha() else sign for sign, slip in zip(signs, slips, strict=True))
        written_at = at + dt.timedelta(milliseconds=int(rng.integers(20_000)))
        key = uuid7(written_at, _random(rng))
        keep_writing(pupil, Written(key, activity.pk, written_at, typed, device, at), at + dt.timedelta(hours=1))


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, LONDON)


def _random(rng: np.random.Generator) -> int:
    return int.from_bytes(rng.bytes(10)) % (1 << RANDOM_BITS)
