"""Erasing everything about one pupil: counted first, done in one transaction or not at all, logged without a name.

The program's own database role can neither delete answers nor touch the audit trail, and is not to: so erasing
is done by the role that owns the tables. Row-level security does not bind that role. What it takes away is
therefore held against what the program's role sees inside the school's scope; where the two differ, nothing is
erased.
"""

import datetime as dt
from typing import Final, NamedTuple

import pgtrigger
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from ridgeway.access.models import User
from ridgeway.access.privacy.holdings import holdings
from ridgeway.access.privacy.mentions import mentions, take_name_out
from ridgeway.access.privacy.models import Erasure, Why, pseudonym_of
from ridgeway.access.privacy.subjects import Subject
from ridgeway.access.privacy.tables import NAMED_ELSEWHERE
from ridgeway.access.privacy.traces import all_traces
from ridgeway.access.privacy.words import words_of
from ridgeway.database import OWNER_ALIAS
from ridgeway.schools.models import Pupil

STAYS: Final = (
    "Texts that name the pupil stay, with a mark in the name's place. A first name alone is not searched for.",
    "Devices are asked to forget, and do so when they next reach the server; until then they may hold something.",
    "Figures of classes stay, and so does research data that was already given out, without names.",
    "Backups, and files that people have downloaded, are not reached: delete those yourself.",
)
"""What an erasure does not take away."""


class ErasingError(Exception):
    """Nothing was erased; the message says why and what to do."""


class Kind(NamedTuple):
    """How many rows of one kind there are."""

    title: str
    rows: int


def what_is_held(subject: Subject) -> list[Kind]:
    """How much there is about the subject, by kind; kinds of which there is nothing are left out."""
    kinds = [Kind(words_of(each.model).title, each.rows(subject).count()) for each in holdings()]
    kinds += [Kind(trace.title, len(trace.rows(subject, DEFAULT_DB_ALIAS))) for trace in all_traces()]
    kinds.append(Kind(NAMED_ELSEWHERE, sum(1 for _ in mentions(subject))))
    return [kind for kind in kinds if kind.rows]


def erase(subject: Subject, *, by: User, why: Why, at: dt.datetime) -> Erasure:
    """Erases everything about the subject, whose school's scope is open; raises `ErasingError`, erasing nothing.

    `by` answers for it, `at` is now. Names in other rows' texts give way to a mark.
    """
    if OWNER_ALIAS not in connections:
        raise ErasingError(
            "Only the role that owns the tables can erase: set DATABASE_OWNER_URL, as for `ridgeway migrate`."
        )
    with transaction.atomic(using=OWNER_ALIAS):
        # From here on nobody can add anything to the pupil.
        list(Pupil._base_manager.using(OWNER_ALIAS).select_for_update().filter(pk=subject.pk))
        rows = sum(trace.erase(subject, OWNER_ALIAS) for trace in all_traces())
        with pgtrigger.ignore(databases=[OWNER_ALIAS]):
            rows += _delete_rows(subject) + _take_names_out(subject)
        return Erasure._base_manager.using(OWNER_ALIAS).create(
            school_id=subject.school.pk,
            pseudonym=pseudonym_of(subject.school.urn, subject.pk),
            erased_at=at,
            erased_by_id=by.pk,
            why=why,
            rows=rows,
        )


def _delete_rows(subject: Subject) -> int:
    """Deletes the subject's rows, those first that lead to the pupil through others."""
    total = 0
    for holding in reversed(holdings()):
        seen = holding.rows(subject).count()
        gone = holding.rows(subject, OWNER_ALIAS)._raw_delete(OWNER_ALIAS)
        if gone != seen:
            raise ErasingError(
                f"While erasing, {seen} rows were there of “{words_of(holding.model).title}” and {gone} would have"
                " gone. Nothing is erased. Run the command again, when nobody works with the pupil's records."
            )
        total += gone
    return total


def _take_names_out(subject: Subject) -> int:
    found = list(mentions(subject, OWNER_ALIAS))
    for mention in found:
        take_name_out(mention, subject, OWNER_ALIAS)
    return len(found)
