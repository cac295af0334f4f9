"""The catalogues that Ridgeway ships, subject by subject and as a whole; each file is read when first asked for.

A subject is a file in `content/`. What its sets need may be in the subjects that it builds on, so that the sets of
all subjects together are in one order. The ids of items, and those of sets, are one space over all subjects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Final, Literal, get_args

from ridgeway.fluency.contents import Content, read_content
from ridgeway.fluency.errors import CatalogueError, require_one_of
from ridgeway.fluency.items import Catalogue, FactSet, check_needs
from ridgeway.fluency.words import WordList

Subject = Literal["number-facts", "missing-numbers", "tool-speed", "spelling", "phonics"]

SUBJECTS: Final[tuple[Subject, ...]] = get_args(Subject)
"""The subjects, in the order in which the whole catalogue has their items."""


def catalogue(subject: Subject = "number-facts") -> Catalogue:
    """Return the items of one subject, in an order that stays, and its sets: the same object every time.

    Needs that lead to sets of other subjects fall away; the whole catalogue keeps them.
    """
    return _shipped_alone(subject)


@cache
def whole_catalogue() -> Catalogue:
    """Return the items and sets of all subjects, the number facts first, with all their needs."""
    contents = [_shipped(subject) for subject in SUBJECTS]
    return Catalogue(
        chain.from_iterable(each.items for each in contents), chain.from_iterable(each.sets for each in contents)
    )


def subject_of(item_id: str) -> Subject:
    """Return the subject of an item of the whole catalogue."""
    whole_catalogue().position(item_id)
    return _subjects()[item_id]


def strand_titles() -> Mapping[str, str]:
    """Return the title of each strand of all subjects."""
    return {name: title for subject in SUBJECTS for name, title in _shipped(subject).strands.items()}


def word_lists() -> tuple[WordList, ...]:
    """Return the published word lists that the spelling sets divide among them, by year."""
    return _shipped("spelling").lists


def read_catalogue(text: str, source: str = "catalogue") -> Catalogue:
    """Return the catalogue that a YAML text describes, or say what is wrong with it; `source` names it."""
    return _alone(_checked(read_content(text, source), source))


@cache
def _subjects() -> Mapping[str, Subject]:
    return {item.id: subject for subject in SUBJECTS for item in _shipped(subject).items}


@cache
def _shipped_alone(subject: str) -> Catalogue:
    return _alone(_shipped(subject))


@cache
def _shipped(subject: str) -> Content:
    require_one_of("subject", subject, SUBJECTS)
    file = files("ridgeway.fluency").joinpath("content", f"{subject}.yaml")
    return _checked(read_content(file.read_text(encoding="utf-8"), file.name), file.name)


def _checked(content: Content, source: str) -> Content:
    """Return the content when all that its sets need is there, and in no later year and no circle."""
    below = chain.from_iterable(_shipped(subject).sets for subject in content.builds_on)
    try:
        check_needs((*content.sets, *below))
    except CatalogueError as error:
        raise CatalogueError(f"{source}: {error.argument}", error.value, error.allowed) from error
    return content


def _alone(content: Content) -> Catalogue:
    return Catalogue(content.items, _without_others(content.sets))


def _without_others(sets: tuple[FactSet, ...]) -> Iterable[FactSet]:
    ids = {each.id for each in sets}
    return (replace(each, needs=tuple(need for need in each.needs if need in ids)) for each in sets)
