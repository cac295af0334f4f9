"""A class's spelling lists: kept, changed, put away and brought back. Nothing of them is ever lost."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from ridgeway.access.models import User
from ridgeway.fluency import catalogue
from ridgeway.foundations.spelling.models import SpellingList, SpellingWord
from ridgeway.foundations.spelling.pasting import PastedWord, spelled_alike
from ridgeway.schools.models import TeachingGroup

ALL, MISSED = "list:", "missed:"
"""Before the key of a list in the options of sheets: all of its words, or those that each pupil missed."""


def lists_of(group: TeachingGroup, *, put_away: bool = False) -> QuerySet[SpellingList]:
    """The lists that a class may use, its own and the school's, the latest first; or those put away."""
    own: QuerySet[SpellingList] = SpellingList.objects.filter(Q(group=group) | Q(group=None))
    return own.filter(put_away_at__isnull=not put_away).prefetch_related(
        Prefetch("words", SpellingWord.objects.filter(place__isnull=False), to_attr="on_list")
    )


def words_on(held: SpellingList) -> list[SpellingWord]:
    """The words that are on a list now, in its order."""
    return list(SpellingWord.objects.filter(in_list=held, place__isnull=False))


@transaction.atomic
def keep_list(
    school_id: int,
    words: Sequence[PastedWord],
    *,
    name: str,
    day: dt.date,
    group: TeachingGroup | None,
    by: User | None,
) -> SpellingList:
    """Keeps a new list, for a class or (without one) for every class of the school."""
    held: SpellingList = SpellingList.objects.create(
        school_id=school_id, group=group, name=name, day=day, made_by=by
    )
    _put(held, words)
    return held


@transaction.atomic
def change_list(
    held: SpellingList, words: Sequence[PastedWord], *, name: str, day: dt.date, group: TeachingGroup | None
) -> None:
    """Changes a list. What pupils typed for a word that is no longer on it stays with the word."""
    SpellingList.objects.select_for_update().get(pk=held.pk)
    held.name, held.day, held.group = name, day, group
    held.save(update_fields=["name", "day", "group"])
    _put(held, words)


def put_away(held: SpellingList, *, at: dt.datetime) -> None:
    """Takes a list out of sight. What is set of it stays set."""
    if held.put_away_at is None:
        held.put_away_at = at
        held.save(update_fields=["put_away_at"])


def bring_back(held: SpellingList) -> None:
    """Puts a list where it was."""
    held.put_away_at = None
    held.save(update_fields=["put_away_at"])


def item_of(text: str) -> str | None:
    """The item of the curriculum's words to spell that this is, None where it is none of them."""
    return _items().get(spelled_alike(text))


@cache
def _items() -> dict[str, str]:
    return {spelled_alike(item.answer): item.id for item in catalogue("spelling")}


def _put(held: SpellingList, words: Sequence[PastedWord]) -> None:
    """Brings the words of a list to these, in this order; only what is otherwise is written."""
    known = {spelled_alike(word.text): word for word in SpellingWord.objects.filter(in_list=held)}
    for place, (text, sentence) in enumerate(words, start=1):
        word = known.pop(spelled_alike(text), None) or SpellingWord(school_id=held.school_id, in_list=held)
        wanted = {"place": place, "text": text, "sentence": sentence}
        if word.pk is None or any(getattr(word, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(word, name, value)
            word.save()
    for word in known.values():
        if word.place is not None:
            word.place = None
            word.save(update_fields=["place"])
