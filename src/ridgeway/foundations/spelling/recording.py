"""Answers to words of a school's own lists: kept with the list, and passed on to the ledger where they are items.

A device sends them like all others. What was typed first for a word in a sitting is the pupil's try at it; a word
that is one of the curriculum's informs what the pupil knows of spelling, too, by the same rules as in practice.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction

from ridgeway.fluency.words import same_text
from ridgeway.foundations.delivery import GivenAnswer, Refusal, Sitting, fault_in
from ridgeway.foundations.ledger import Recorded, record_answers
from ridgeway.foundations.models import PracticeSession, Prompt
from ridgeway.foundations.spelling.lists import item_of
from ridgeway.foundations.spelling.models import SpellingWord
from ridgeway.foundations.spelling.playing import OWN
from ridgeway.foundations.timings.models import Activity
from ridgeway.schools.models import Pupil
from ridgeway.statements import as_json, run

KEEP_TRIES: Final = """
INSERT INTO foundations_wordtry (school_id, pupil_id, session, word_id, at, sequence, given, correct, looked,
    device)
SELECT %s, %s, * FROM json_to_recordset(%s) AS tried (session uuid, word bigint, at timestamptz, seq smallint,
    given text, correct boolean, looked boolean, device text)
ORDER BY session, word
ON CONFLICT (school_id, session, word_id) DO UPDATE
SET at = EXCLUDED.at, sequence = EXCLUDED.sequence, given = EXCLUDED.given, correct = EXCLUDED.correct,
    looked = EXCLUDED.looked, device = EXCLUDED.device
WHERE EXCLUDED.sequence < foundations_wordtry.sequence
"""


class Typed(NamedTuple):
    """An answer, and the word of the list that it is to."""

    answer: GivenAnswer
    word: SpellingWord

    @property
    def correct(self) -> bool:
        """Whether it is spelled rightly."""
        return same_text(self.answer.given, self.word.text)


def record_given(pupil: Pupil, answers: Sequence[GivenAnswer], received_at: dt.datetime) -> Recorded:
    """Records answers of a pupil, to items and to words of lists, each once; says what became of each."""
    own = [answer for answer in answers if answer.item.startswith(OWN)]
    if not own:
        return record_answers(pupil, answers, received_at)
    others = [answer for answer in answers if not answer.item.startswith(OWN)]
    with transaction.atomic():
        typed, refused = _judge(pupil, own, received_at)
        outcome = record_answers(pupil, [*others, *_items(typed)], received_at)
        clashing = {refusal.id for refusal in outcome.refused}
        kept = [each for each in typed if str(each.answer.id) not in clashing]
        _keep_tries(pupil, kept)
    known = set(outcome.ids)
    outcome.ids += [each.answer.id for each in kept if each.answer.id not in known]
    outcome.refused += refused
    return outcome


def _judge(
    pupil: Pupil, own: Iterable[GivenAnswer], received_at: dt.datetime
) -> tuple[list[Typed], list[Refusal]]:
    """The answers that can be kept with their words, and refusals of the others."""
    given = list(own)
    lists, sittings = _sittings(pupil, {answer.session for answer in given})
    words = _words(set(lists.values()))
    typed: list[Typed] = []
    refused: list[Refusal] = []
    for answer in given:
        held = words.get(answer.item)
        asked = {answer.item} if held is not None and lists.get(answer.session) == held.in_list_id else set()
        fault = fault_in(answer, pupil.pk, sittings=sittings, items=asked, received_at=received_at)
        if fault is not None:
            refused.append(Refusal(str(answer.id), fault))
        elif held is not None:
            typed.append(Typed(answer, held))
    return typed, refused


def _sittings(pupil: Pupil, named: Collection[UUID]) -> tuple[dict[UUID, int], dict[UUID, Sitting]]:
    """Of the sessions of these ids: which list each was opened for, and what its answers are held against."""
    rows = PracticeSession.objects.filter(pk__in=named, pupil=pupil, activity=Activity.SPELLING)
    return {row.pk: int(row.of) for row in rows}, {row.pk: Sitting(row.pupil_id, row.opened_at) for row in rows}


def _words(lists: Collection[int]) -> Mapping[str, SpellingWord]:
    """All words that are or were on these lists, by their name in an answer."""
    return {f"{OWN}{word.pk}": word for word in SpellingWord.objects.filter(in_list__in=lists)}


def _items(typed: Iterable[Typed]) -> list[GivenAnswer]:
    """The answers to words that are items, as the ledger takes them."""
    found = ((each.answer, item_of(each.word.text)) for each in typed)
    return [replace(answer, item=item) for answer, item in found if item is not None]


def _keep_tries(pupil: Pupil, typed: Iterable[Typed]) -> None:
    first: dict[tuple[UUID, int], Typed] = {}
    for each in sorted(typed, key=lambda each: each.answer.seq):
        first.setdefault((each.answer.session, each.word.pk), each)
    if first:
        run(KEEP_TRIES, pupil.school_id, pupil.pk, as_json([_row(each) for each in first.values()]))


def _row(each: Typed) -> dict[str, object]:
    answer = each.answer
    what = {"session": answer.session, "word": each.word.pk, "at": answer.at, "seq": answer.seq}
    how = {"looked": answer.prompt != Prompt.NONE, "device": answer.device}
    return {**what, "given": answer.given, "correct": each.correct, **how}
