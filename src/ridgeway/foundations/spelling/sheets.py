"""Spelling lists on sheets: how a list is named among the options of a sheet, and which words a pupil's page has.

`list:12` are all the words of a list, the same for everybody. `missed:12` are those that each pupil missed the
last time, and all of them for a pupil who missed none.
"""

from collections.abc import Mapping, Sequence

from ridgeway.foundations.spelling.lists import ALL, MISSED, lists_of, words_on
from ridgeway.foundations.spelling.models import SpellingList, SpellingWord
from ridgeway.foundations.spelling.results import missed_words
from ridgeway.foundations.spelling.tries import lists_tried
from ridgeway.schools.models import TeachingGroup


def list_choices(group: TeachingGroup) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lists that a class may use, for a list to choose from; empty where there is none."""
    held = list(lists_of(group))
    if not held:
        return []
    tried = lists_tried(held)
    return [
        ("Our spelling lists", [(f"{ALL}{each.pk}", each.name) for each in held]),
        ("What each pupil missed", [(f"{MISSED}{each.pk}", each.name) for each in held if each.pk in tried]),
    ]


def is_list(source: str) -> bool:
    """Whether this names a list, or what was missed of one."""
    return source.startswith((ALL, MISSED))


def differs(source: str) -> bool:
    """Whether pupils' pages have words of their own."""
    return source.startswith(MISSED)


def title_of_list(source: str) -> str:
    """What the list is called."""
    return str(_named(source))


def words_for(source: str, pupil_ids: Sequence[int]) -> Mapping[int, list[SpellingWord]]:
    """The words of each of these pupils, by their keys, in the order of the list."""
    held = _named(source)
    words = words_on(held)
    missed = missed_words(held, pupil_ids) if differs(source) else {}
    return {key: [word for word in words if word.pk in missed.get(key, ())] or words for key in pupil_ids}


def _named(source: str) -> SpellingList:
    found: SpellingList = SpellingList.objects.get(pk=int(source.partition(":")[2]))
    return found
