"""Seven weeks of practice by pupils who do not exist, planned by `plan_session` and played by the session's rules.

Nothing here touches the database or Django, so that classes can be simulated in other processes. All chance comes
from the seed, the school, the class and the pupil's place in it, never from the order in which classes are done.
"""

import datetime as dt
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from ridgeway.fluency import Answer, Item, Knowledge, catalogue, plan_session
from ridgeway.fluency.aims import Device
from ridgeway.fluency.simulate import Practised, SimulatedPupil, practise
from ridgeway.fluency.stages import FLUENT
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.foundations.weeks import Week

LONDON: Final = ZoneInfo("Europe/London")

SECONDS: Final = 300
"""The planned length of a session."""

CLASS_PRACTISES: Final = 0.8
"""The share of school days on which a class finds the time."""

DILIGENCE_SPREAD: Final = 8.0
"""Pupils differ in how many of the class's sessions they take part in: a beta distribution of so many tries."""

BREAKS_OFF: Final = 0.04
"""The share of sessions that end before their time, by the bell or a flat battery."""

SPREAD: Final = 0.9
"""How much pupils of one class differ in level, in standard deviations of their year group."""

STRUGGLES: Final = 0.06
STRUGGLING: Final = -1.5
"""The share of pupils who find number facts very hard, and how far below their class they start."""

LOWEST: Final = -3.0

MASTERED: Final = 0.8
"""A pupil fluent in this share of the class's strand has other facts as well."""

AWAY: Final = 0.05
"""The share of school days that a pupil misses."""

IDLE_WEEKS: Final = 0.08
"""The share of weeks in which a pupil does not practise at all."""

OF_IDLE_WEEKS: Final = 5
"""Tells the generator that draws them from the pupil's own: the other weeks do not depend on it."""

GRID_EVERY: Final = 5
"""A paper grid on the first day and then on every fifth."""

GRID_NUMBERS: Final = range(1, 11)
GRID_LIMIT_MS: Final = 20 * 60_000
"""Pencils down after twenty minutes, however much of the grid is empty."""

DAY_STARTS: Final = (dt.time(8, 45), dt.time(9, 5), dt.time(11, 40), dt.time(13, 10), dt.time(14, 40))

RANDOM_WORDS: Final = 3


class Lesson(NamedTuple):
    """A class's time for number facts on one day: at the screens, with the paper grid, or both."""

    at: dt.datetime
    on_screen: bool
    on_paper: bool


class PractisedAnswer(NamedTuple):
    """One answer, and whether it was right."""

    id: UUID
    item: str
    at: dt.datetime
    given: str
    correct: bool
    latency_ms: int
    prompt: str
    delay_ms: int | None


class PractisedSession(NamedTuple):
    """One sitting of a pupil; `finished_at` is None for one that broke off."""

    id: UUID
    opened_at: dt.datetime
    finished_at: dt.datetime | None
    answers: list[PractisedAnswer]


class GridResult(NamedTuple):
    """What a pupil made of a paper grid: the time taken, and how many of the hundred were right."""

    day: dt.date
    seconds: int
    correct: int


class PupilPractice(NamedTuple):
    """Everything one pupil did."""

    sessions: list[PractisedSession]
    grids: list[GridResult]


@dataclass(frozen=True, slots=True)
class ClassTask:
    """A class that practises: on which days, on what, with which device, and from how low a start.

    `pupils` holds each pupil's school year and the day they joined. `level`, `diligence` and `grid` are those of
    `places.PracticePlace`.
    """

    seed: int
    urn: int
    name: str
    days: tuple[dt.date, ...]
    pupils: tuple[tuple[int, dt.date], ...]
    strand: str | None
    device: Device
    level: float
    diligence: float
    grid: str | None


def practise_class(task: ClassTask) -> list[PupilPractice]:
    """What each pupil of the class did, in the order of `task.pupils`."""
    rng = _generator(task)
    start = DAY_STARTS[int(rng.integers(len(DAY_STARTS)))]
    lessons = [
        Lesson(
            dt.datetime.combine(day, start, LONDON).astimezone(dt.UTC),
            on_screen=bool(rng.random() < CLASS_PRACTISES),
            on_paper=place % GRID_EVERY == 0,
        )
        for place, day in enumerate(task.days)
    ]
    return [_practise(task, place, lessons) for place in range(len(task.pupils))]


def _practise(task: ClassTask, place: int, lessons: Sequence[Lesson]) -> PupilPractice:
    rng = _generator(task, place)
    year, joined = task.pupils[place]
    level = task.level + SPREAD * float(rng.normal()) + STRUGGLING * (rng.random() < STRUGGLES)
    pupil = SimulatedPupil(rng, year, level=max(level, LOWEST))
    diligence = float(rng.beta(DILIGENCE_SPREAD * task.diligence, DILIGENCE_SPREAD * (1 - task.diligence)))
    missed = _weeks_missed(task, place, lessons)
    knowledge = Knowledge.new(catalogue())
    sessions: list[PractisedSession] = []
    grids: list[GridResult] = []
    for lesson in lessons:
        if lesson.at.date() < joined or rng.random() < AWAY or Week.of(lesson.at.date()) in missed:
            continue
        if task.grid and lesson.on_paper:
            grids.append(_fill_in_grid(pupil, task.grid, lesson.at))
        if lesson.on_screen and rng.random() < diligence:
            opened = lesson.at + dt.timedelta(milliseconds=int(rng.integers(20_000, 700_000)))
            strand = None if _has_mastered(knowledge, task, year) else task.strand
            plan = plan_session(
                knowledge, at=opened, seconds=SECONDS, rng=rng, strand=strand, year=year, device=task.device
            )
            done, finished = _as_far_as_it_went(practise(pupil, plan, opened), rng)
            knowledge = knowledge.update([_evidence(each, task.device) for each in done])
            sessions.append(_session(opened, done, rng, finished=finished))
    return PupilPractice(sessions, grids)


def _weeks_missed(task: ClassTask, place: int, lessons: Sequence[Lesson]) -> set[Week]:
    """The weeks in which a pupil does not practise."""
    weeks = dict.fromkeys(Week.of(lesson.at.date()) for lesson in reversed(lessons))
    missed = _generator(task, place, OF_IDLE_WEEKS).random(len(weeks)) < IDLE_WEEKS
    return set(compress(weeks, missed))


def _has_mastered(knowledge: Knowledge, task: ClassTask, year: int) -> bool:
    """Whether a pupil is fluent in nearly all of the class's strand, and goes on to all facts."""
    if task.strand is None:
        return True
    items = catalogue()
    fluent = knowledge.stages(year=year, device=task.device) >= FLUENT
    return float(fluent[items.strand_of == items.strands.index(task.strand)].mean()) >= MASTERED


def _as_far_as_it_went(done: list[Practised], rng: np.random.Generator) -> tuple[list[Practised], bool]:
    """Most sessions are finished; some break off."""
    if rng.random() >= BREAKS_OFF:
        return done, True
    return done[: int(rng.integers(1, len(done) + 1))], False


def _session(
    opened: dt.datetime, done: Sequence[Practised], rng: np.random.Generator, *, finished: bool
) -> PractisedSession:
    chance = _random_numbers(rng)
    answers = [
        PractisedAnswer(
            id=uuid7(at, next(chance)),
            item=answered.trial.item.id,
            at=at,
            given=answered.given,
            correct=answered.correct,
            latency_ms=round(answered.latency_ms or 0),
            prompt=answered.trial.prompt,
            delay_ms=answered.trial.delay_ms,
        )
        for at, answered in done
    ]
    return PractisedSession(uuid7(opened, next(chance)), opened, answers[-1].at if finished else None, answers)


def _evidence(practised: Practised, device: Device) -> Answer:
    at, answered = practised
    trial = answered.trial
    return Answer(
        trial.item.id,
        at,
        answered.correct,
        answered.latency_ms,
        prompt=trial.prompt,
        device=device,
        delay_ms=trial.delay_ms,
    )


def _fill_in_grid(pupil: SimulatedPupil, kind: str, at: dt.datetime) -> GridResult:
    """A hundred facts on paper; what is learnt from them is left out, because nobody says what was wrong."""
    spent = correct = 0
    for item in _grid_items(kind):
        said = pupil.answer(item, "none", at, learns=False)
        if spent + said.latency_ms > GRID_LIMIT_MS:
            spent = GRID_LIMIT_MS
            break
        spent += said.latency_ms
        correct += said.correct
    return GridResult(at.date(), max(1, round(spent / 1000)), correct)


def _grid_items(kind: str) -> Iterator[Item]:
    sign = {"addition-grid": "add:{}+{}", "multiplication-grid": "mul:{}x{}"}[kind]
    return (catalogue()[sign.format(a, b)] for a in GRID_NUMBERS for b in GRID_NUMBERS)


def _generator(task: ClassTask, *places: int) -> np.random.Generator:
    return np.random.default_rng([task.seed, task.urn, zlib.crc32(task.name.encode()), *places])


def _random_numbers(rng: np.random.Generator) -> Iterator[int]:
    """Numbers of 96 random bits for ids; drawn many at a time, because drawing them singly is slow."""
    while True:
        for words in rng.integers(0, 1 << 32, size=(128, RANDOM_WORDS), dtype=np.uint64).tolist():
            yield words[0] << 64 | words[1] << 32 | words[2]
