"""What came of a list: for each word who spelled it rightly at the first try, and how the others spelled it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from ridgeway.foundations.heat import short_name
from ridgeway.foundations.spelling.lists import words_on
from ridgeway.foundations.spelling.models import SpellingList, SpellingWord
from ridgeway.foundations.spelling.tries import Try, last_tries
from ridgeway.schools.models import Pupil, TeachingGroup


class Misspelling(NamedTuple):
    """A way in which a word was spelled wrong, and by whom: as typed, empty where they asked to be shown it, and
    None on paper."""

    given: str | None
    pupils: Sequence[Pupil]

    @property
    def names(self) -> str:
        """The pupils, as teachers tell two Ellas apart."""
        return ", ".join(map(short_name, self.pupils))


@dataclass(frozen=True, slots=True)
class WordResult:
    """A word: how many of the class have tried it, and how it was missed the last time, the usual way first."""

    word: SpellingWord
    tried: int
    missed: Sequence[Misspelling]

    @property
    def wrong(self) -> int:
        """How many missed it."""
        return sum(len(each.pupils) for each in self.missed)

    @property
    def right(self) -> int:
        """How many spelled it rightly."""
        return self.tried - self.wrong


@dataclass(frozen=True, slots=True)
class PupilResult:
    """A pupil: how many of the words they have tried, and which they missed the last time; `day` is the last.

    `looked` says that there were words which they looked at first, since their device could not say them.
    """

    pupil: Pupil
    tried: int
    missed: Sequence[str]
    looked: bool
    day: dt.date | None

    @property
    def right(self) -> int:
        """How many they spelled rightly."""
        return self.tried - len(self.missed)


@dataclass(frozen=True, slots=True)
class ListResults:
    """What came of a list in a class: words, those missed most first, and pupils as in the register."""

    words: Sequence[WordResult]
    pupils: Sequence[PupilResult]

    @property
    def done(self) -> int:
        """How many pupils have tried words of it."""
        return sum(row.tried > 0 for row in self.pupils)

    @property
    def missed_by(self) -> list[Pupil]:
        """The pupils who missed a word at least."""
        return [row.pupil for row in self.pupils if row.missed]


def results_of(held: SpellingList, group: TeachingGroup, day: dt.date) -> ListResults:
    """The last tries of the pupils who are in the class on a day at the words that are on the list now."""
    pupils, words = list(group.pupils_on(day)), words_on(held)
    tries = last_tries(held, [pupil.pk for pupil in pupils])
    by_word = [_word_result(word, pupils, tries) for word in words]
    by_word.sort(key=lambda row: -row.wrong)
    return ListResults(by_word, [_pupil_result(pupil, words, tries) for pupil in pupils])


def missed_words(held: SpellingList, pupil_ids: Iterable[int]) -> Mapping[int, set[int]]:
    """The words of a list, by key, that each of these pupils missed the last time they tried them."""
    missed: defaultdict[int, set[int]] = defaultdict(set)
    for (pupil_id, word_id), each in last_tries(held, pupil_ids).items():
        if not each.correct:
            missed[pupil_id].add(word_id)
    return missed


Tries = Mapping[tuple[int, int], Try]
"""The last try of each pupil at each word, by their keys."""


def _word_result(word: SpellingWord, pupils: Iterable[Pupil], tries: Tries) -> WordResult:
    found = [(pupil, tries[pupil.pk, word.pk]) for pupil in pupils if (pupil.pk, word.pk) in tries]
    ways: defaultdict[str | None, list[Pupil]] = defaultdict(list)
    for pupil, each in found:
        if not each.correct:
            ways[each.given].append(pupil)
    missed = [Misspelling(given, by) for given, by in ways.items()]
    return WordResult(word, len(found), sorted(missed, key=lambda each: -len(each.pupils)))


def _pupil_result(pupil: Pupil, words: Iterable[SpellingWord], tries: Tries) -> PupilResult:
    found = [(word, tries[pupil.pk, word.pk]) for word in words if (pupil.pk, word.pk) in tries]
    missed = [word.text for word, each in found if not each.correct]
    looked = any(each.looked for _, each in found)
    last = max((timezone.localdate(each.at) for _, each in found), default=None)
    return PupilResult(pupil, len(found), missed, looked, last)
