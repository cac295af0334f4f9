"""From simulated practice to rows: sessions, the ledger of answers, and paper grids with their results."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import fmean

import numpy as np

from ridgeway.access.models import User
from ridgeway.demo.calendar import school_days_before
from ridgeway.demo.people import SchoolPeople
from ridgeway.demo.places import ClassPlace, PracticePlace
from ridgeway.demo.practice import SECONDS, ClassTask, PractisedSession, PupilPractice
from ridgeway.demo.roll import OnRoll
from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.ledger import record_many
from ridgeway.foundations.models import PracticeSession, Prompt
from ridgeway.foundations.paper.results import Entry, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.summary import ENOUGH_FOR_A_BEST
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.models.classes import Part
from ridgeway.schools.tenancy import school_scope


@dataclass(frozen=True, slots=True)
class PractisingClass:
    """A class that has begun: its task for the simulation, and whose answers come back.

    `members` are places in the school's plan of pupils; `teacher` the e-mail address of the class teacher.
    """

    school: int
    place: ClassPlace
    task: ClassTask
    members: tuple[int, ...]
    teacher: str


def practising_classes(schools: Sequence[SchoolPeople], *, seed: int, today: dt.date) -> Iterator[PractisingClass]:
    """The classes of all schools that have begun, in the order of the schools."""
    for number, people in enumerate(schools):
        for place in people.place.classes:
            if place.practice is not None:
                yield _practising_class(number, people, place, place.practice, seed=seed, today=today)


def _practising_class(
    number: int, people: SchoolPeople, place: ClassPlace, practice: PracticePlace, *, seed: int, today: dt.date
) -> PractisingClass:
    this_year = academic_year_of(today)
    members = {
        seat: (_number(pupil.stays[-1].year_group), pupil.joined)
        for seat, pupil in enumerate(people.pupils)
        if pupil.left is None and (pupil.stays[-1].start_year, pupil.stays[-1].group) == (this_year, place.name)
    }
    task = ClassTask(
        seed=seed,
        urn=people.place.urn,
        name=place.name,
        days=school_days_before(today, practice.days),
        pupils=tuple(members.values()),
        strand=practice.strand,
        device=practice.device,
        level=practice.level,
        diligence=practice.diligence,
        grid=practice.grid,
    )
    teacher = next(
        adult.email
        for adult in people.adults
        for duty in adult.duties
        if (duty.start_year, duty.group, duty.part) == (this_year, place.name, Part.TEACHER)
    )
    return PractisingClass(number, place, task, tuple(members), teacher)


def record_class(
    on_roll: OnRoll,
    practising: PractisingClass,
    done: Sequence[PupilPractice],
    *,
    further: Mapping[Pupil, Sequence[GivenAnswer]],
    received_at: dt.datetime,
) -> None:
    """Writes what a class did, on screens and on paper; `further` are answers beside its practice."""
    pupils = [on_roll.pupils[seat] for seat in practising.members]
    with school_scope(on_roll.school):
        PracticeSession.objects.bulk_create(
            _sitting(pupil, session, year)
            for pupil, practice, (year, _) in zip(pupils, done, practising.task.pupils, strict=True)
            for session in practice.sessions
        )
        answers = {
            pupil: [*_answers(practice, practising.task.device), *further.get(pupil, ())]
            for pupil, practice in zip(pupils, done, strict=True)
        }
        outcome = record_many(answers, received_at)
        refused = [refusal for each in outcome.values() for refusal in each.refused]
        if refused:
            raise ValueError(f"The ledger refused {len(refused)} answers, the first because: {refused[0].reason}")
        _record_grids(on_roll, practising, pupils, done)


def _sitting(pupil: Pupil, session: PractisedSession, year: int) -> PracticeSession:
    times = [
        answer.latency_ms / 1000 for answer in session.answers if answer.correct and answer.prompt != Prompt.MODEL
    ]
    counts = session.finished_at is not None and len(times) >= ENOUGH_FOR_A_BEST
    return PracticeSession(
        id=session.id,
        school_id=pupil.school_id,
        pupil=pupil,
        opened_at=session.opened_at,
        seconds=SECONDS,
        year=year,
        finished_at=session.finished_at,
        seconds_per_item=fmean(times) if counts else None,
    )


def _answers(practice: PupilPractice, device: str) -> Iterator[GivenAnswer]:
    for session in practice.sessions:
        for place, answer in enumerate(session.answers):
            yield GivenAnswer(
                id=answer.id,
                session=session.id,
                item=answer.item,
                at=answer.at,
                given=answer.given,
                latency_ms=answer.latency_ms,
                prompt=answer.prompt,
                device=device,
                seq=place,
                delay_ms=answer.delay_ms,
            )


def _record_grids(
    on_roll: OnRoll, practising: PractisingClass, pupils: Sequence[Pupil], done: Sequence[PupilPractice]
) -> None:
    """The class's sheets, week by week, with the totals that its teacher entered."""
    task, practice = practising.task, practising.place.practice
    if practice is None or practice.grid is None:
        return
    group: TeachingGroup = on_roll.groups[academic_year_of(task.days[-1]), task.name]
    teacher = User.objects.filter(email=practising.teacher).first()
    results = [{grid.day: Entry(grid.seconds, grid.correct) for grid in each.grids} for each in done]
    seeds = np.random.default_rng([task.seed, task.urn, len(task.days)])
    for day in sorted({day for each in results for day in each}):
        here = [pupil for pupil, (_, joined) in zip(pupils, task.pupils, strict=True) if joined <= day]
        sheet_set = make_sheets(
            group,
            practice.grid,
            on=day,
            pupils=sorted(here, key=attrgetter("list_name")),
            same_for_all=True,
            made_by=teacher,
            seed=int(seeds.integers(1 << 62)),
        )
        entries = {pupil: each.get(day) for pupil, each in zip(pupils, results, strict=True)}
        pages = {page: entries[page.pupil] for page in sheet_set.pages.select_related("pupil")}
        enter_results(sheet_set, pages, by=teacher)


def _number(year_group: str) -> int:
    return int(year_group) if year_group.isdecimal() else 0
