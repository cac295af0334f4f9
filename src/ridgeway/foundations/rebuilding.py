"""What follows from the ledger, made anew: knowledge, what was known day by day, and daily totals.

Pupils may practise meanwhile. Whoever records answers of a pupil holds the same rows, so that a part of the pupils
is rebuilt from answers that are all there, and answers that come later find what was rebuilt.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from django.db import transaction

from ridgeway.fluency import SUBJECTS, Knowledge, Subject, catalogue
from ridgeway.fluency.past import Grown, take_in_pasts
from ridgeway.foundations.columns import Ledger, read_ledger
from ridgeway.foundations.days import replace_days
from ridgeway.foundations.fold import TOOL_SPEED, Moment, fold, nothing_known
from ridgeway.foundations.parts import Done, Part, rebuild_parts
from ridgeway.foundations.runs import story_of
from ridgeway.foundations.snapshots import Snapshot, look, replace_snapshots
from ridgeway.foundations.states import Kept, hold_knowledge, put_knowledge, save_knowledge
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from ridgeway.statements import run

PART: Final = 8
"""So many pupils are rebuilt at a time: enough to share the work, few enough to be held but a second."""

PRACTISED = """
SELECT p.id FROM schools_pupil p WHERE p.school_id = %s AND (
    EXISTS (SELECT FROM foundations_knowledgestate k WHERE k.school_id = p.school_id AND k.pupil_id = p.id)
    OR EXISTS (SELECT FROM foundations_pagetotal t WHERE t.school_id = p.school_id AND t.pupil_id = p.id)
    OR (SELECT a.id FROM foundations_answer a WHERE a.school_id = p.school_id AND a.pupil_id = p.id LIMIT 1)
        IS NOT NULL
) ORDER BY p.id
"""


class Rebuilt(NamedTuple):
    """What a pupil's ledger tells of a subject: knowledge, that of each day's end, and the last event in it."""

    knowledge: Knowledge
    days: Sequence[Snapshot]
    last: Moment | None


def rebuild_school(school_id: int, *, processes: int = 1) -> Done:
    """Rebuilds all pupils of a school who have ever practised, in so many processes."""
    done = list(rebuild_parts(parts_of(school_id), processes=processes))
    return Done(sum(each.pupils for each in done), sum(each.answers for each in done))


def parts_of(school_id: int) -> list[Part]:
    """The pupils of a school who have ever practised, in parts of which each is rebuilt at once."""
    with school_scope(school_id):
        keys = [key for (key,) in run(PRACTISED, school_id)]
    return [Part(school_id, tuple(keys[first : first + PART])) for first in range(0, len(keys), PART)]


def rebuild_knowledge(pupil: Pupil) -> dict[Subject, Knowledge]:
    """Folds the pupil's whole ledger anew, stores what comes of it, and returns it by subject."""
    rebuilt = rebuild_pupils(pupil.school_id, [pupil.pk])
    return {subject: each.knowledge for (_, subject), each in rebuilt.items()}


def rebuild_pupils(school_id: int, pupils: Sequence[int]) -> dict[Kept, Rebuilt]:
    """The same for some pupils of one school, by their keys: of all, or (when the database fails) of none."""
    with transaction.atomic():
        states = hold_knowledge(school_id, [(key, subject) for key in pupils for subject in SUBJECTS])
        ledger = read_ledger(school_id, pupils)
        rebuilt: dict[Kept, Rebuilt] = {}
        for subject in SUBJECTS:
            rebuilt |= _fold(subject, pupils, ledger)
        for kept, each in rebuilt.items():
            put_knowledge(states[kept], each.knowledge, each.last)
        save_knowledge(school_id, states.values())
        replace_snapshots(school_id, pupils, {kept: each.days for kept, each in rebuilt.items()})
        replace_days(school_id, pupils, ledger.columns)
    return rebuilt


def fold_anew(school_id: int, pupil_id: int, subject: Subject) -> Rebuilt:
    """What the ledger tells of a pupil and a subject; nothing is stored."""
    return _fold(subject, [pupil_id], read_ledger(school_id, [pupil_id]))[pupil_id, subject]


def _fold(subject: Subject, pupils: Sequence[int], ledger: Ledger) -> dict[Kept, Rebuilt]:
    """Folds what the ledger tells of a subject: the pupils' runs side by side, the page after each by itself."""
    items, tools, terms = catalogue(subject), catalogue(TOOL_SPEED), ledger.terms_within(subject)
    stories = {key: story_of(ledger, key, subject) for key in pupils}
    known = dict.fromkeys(pupils, nothing_known(subject))
    days: dict[int, list[Snapshot]] = {key: [] for key in pupils}
    for turn in range(max(len(each.runs) for each in stories.values())):
        going = {key: each.runs[turn] for key, each in stories.items() if turn < len(each.runs)}
        pasts = [replace(each.past, before=known[key]) for key, each in going.items()]
        for (key, each), grown in zip(going.items(), take_in_pasts(items, tools, pasts, terms), strict=True):
            known[key] = grown.knowledge
            days[key] += _snapshots(each.days, grown)
            if each.page is not None:
                known[key] = fold(known[key], [each.page])
                if each.day is not None:
                    days[key].append(look(known[key], each.day, each.page))
    return {(key, subject): Rebuilt(known[key], days[key], stories[key].last) for key in pupils}


def _snapshots(days: Sequence[dt.date], grown: Grown) -> Iterator[Snapshot]:
    counts = zip(*(each.tolist() for each in (grown.met, grown.fluent, grown.secure)), strict=True)
    return (Snapshot(day, *each) for day, each in zip(days, counts, strict=True))
