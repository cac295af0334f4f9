"""Tries at the words of a list: typed on a screen, or written on paper as they were read out.

On paper it is known which words were missed where their cells were marked, or where all were right; how they were
spelled it is not. What was left blank was missed.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Final, NamedTuple

from django.db.models import F, Q, QuerySet

from ridgeway.foundations.models import Withdrawal
from ridgeway.foundations.paper.models import SheetResult
from ridgeway.foundations.spelling.lists import ALL, MISSED
from ridgeway.foundations.spelling.models import SpellingList, SpellingWord, WordTry
from ridgeway.foundations.spelling.pasting import spelled_alike

DICTATED: Final = "spelling"
"""The kind of sheets whose words are read out."""


class Try(NamedTuple):
    """A pupil's first try at a word in one sitting; pupil and word by their keys.

    `given` is what was typed, empty where the pupil asked to be shown the word, and None on paper. `looked` says
    that the word was looked at first.
    """

    pupil: int
    word: int
    at: dt.datetime
    correct: bool
    given: str | None
    looked: bool


def last_tries(held: SpellingList, pupil_ids: Iterable[int]) -> Mapping[tuple[int, int], Try]:
    """The last try of each of these pupils at each word of a list, by their keys."""
    pupils = list(pupil_ids)
    tries = sorted([*_on_screen(held, pupils), *_on_paper(held, pupils)], key=attrgetter("at"))
    return {(each.pupil, each.word): each for each in tries}


def lists_tried(lists: Iterable[SpellingList]) -> set[int]:
    """The keys of those lists of which it is known for a word how somebody spelled it."""
    keys = [each.pk for each in lists]
    typed = WordTry.objects.filter(word__in_list__in=keys).values_list("word__in_list", flat=True)
    written = _dictated(keys).values_list("page__sheet_set__of", flat=True)
    return {
        *typed.distinct().order_by(),
        *(int(of.partition(":")[2]) for of in written.distinct().order_by()),
    }


def _on_screen(held: SpellingList, pupils: Collection[int]) -> Iterator[Try]:
    withdrawn = Withdrawal.objects.filter(session__pupil__in=pupils).values("session")
    rows = WordTry.objects.filter(word__in_list=held, pupil__in=pupils).exclude(session__in=withdrawn)
    last = rows.order_by("pupil_id", "word_id", "-at", "-pk").distinct("pupil_id", "word_id")
    for row in last.values_list("pupil_id", "word_id", "at", "correct", "given", "looked"):
        yield Try(*row)


def _on_paper(held: SpellingList, pupils: Collection[int]) -> Iterator[Try]:
    rows = _dictated([held.pk]).filter(page__pupil__in=pupils).select_related("page__sheet_set").order_by("pk")
    words = {spelled_alike(word.text): word.pk for word in SpellingWord.objects.filter(in_list=held)}
    for result in rows:
        page = result.page
        noon = dt.datetime.combine(page.sheet_set.day, dt.time(12), dt.UTC)
        missed = {*(result.wrong or ()), *(result.blank or ())}
        for place, question in enumerate(page.content.questions):
            word = words.get(spelled_alike(question.answer))
            if word is not None:
                yield Try(page.pupil_id, word, noon, place not in missed, None, looked=False)


def _dictated(lists: Iterable[int]) -> QuerySet[SheetResult]:
    """Results of sheets with words of these lists, where it is known which were missed."""
    sources = [f"{source}{key}" for key in lists for source in (ALL, MISSED)]
    rows: QuerySet[SheetResult] = SheetResult.objects.filter(
        Q(wrong__isnull=False) | Q(correct=F("questions")),
        page__sheet_set__kind=DICTATED,
        page__sheet_set__of__in=sources,
    )
    return rows
