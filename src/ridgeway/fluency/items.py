"""What there is to know: items, the sets they are taught in, and the order of the sets.

A catalogue is immutable. It keeps its items in one order for good, so that an array with one number an item
can stand for what a pupil knows, and it carries the few arrays that such work needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Final

import numpy as np

from ridgeway.fluency.arrays import Flags, Whole, frozen
from ridgeway.fluency.errors import CatalogueError, UnknownItemError
from ridgeway.fluency.facts import Fact
from ridgeway.fluency.words import same_text

PARTNER_KINDS: Final = ("turned round", "inverse", "inverse turned round")
"""The columns of `Catalogue.partners`: what knowing one fact may tell about another."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to know.

    `id` never changes its meaning. `prompt` is what a pupil reads ("15 − 8"), `answer` what is typed ("7").
    `year` is the school year, 0 for Reception, in which the item's set is expected to become fluent.
    `say` is what is heard, if anything is: the sentence that dictates a word to spell, the sound of a grapheme.
    `fact` is what the item asks for where that is a fact about two numbers.
    """

    id: str
    strand: str
    prompt: str
    answer: str
    set_id: str
    year: int
    say: str = ""
    fact: Fact | None = None

    def accepts(self, given: str) -> bool:
        """Say whether what a pupil typed is the answer.

        Spaces around it, capitals and the shape of an apostrophe do not count: they are matters of keyboards and
        of punctuation. Every letter does, and there is one right spelling, the British one.
        """
        return same_text(given, self.answer)


@dataclass(frozen=True, slots=True)
class FactSet:
    """A teachable group of items and the sets that come before it."""

    id: str
    title: str
    strand: str
    year: int
    needs: tuple[str, ...] = ()


class Catalogue:
    """Items in a fixed order, and their sets in teaching order: by year, and none before one that it needs.

    Refuses duplicates, items without a set, sets without items, needs that lead nowhere, back to a later
    year, or in a circle.
    """

    def __init__(self, items: Iterable[Item], sets: Iterable[FactSet]) -> None:
        self.items: Final = tuple(items)
        given = tuple(sets)
        _check_names(self.items, given)
        check_needs(given)
        self.sets: Final = _teaching_order(given)
        self._positions = {item.id: position for position, item in enumerate(self.items)}
        self._set_positions = {each.id: position for position, each in enumerate(self.sets)}

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __getitem__(self, item_id: str) -> Item:
        return self.items[self.position(item_id)]

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._positions

    def __repr__(self) -> str:
        return f"<Catalogue of {len(self.items)} items in {len(self.sets)} sets>"

    def position(self, item_id: str) -> int:
        """Return where an item stands in the catalogue's arrays."""
        position = self._positions.get(item_id)
        if position is None:
            raise UnknownItemError("item", item_id, f"it must be the id of one of {_some(self._positions)}")
        return position

    def positions(self, item_ids: Iterable[str]) -> Whole:
        """Return where items stand in the catalogue's arrays."""
        listed = list(item_ids)
        try:
            return np.array([*map(self._positions.__getitem__, listed)], dtype=np.int64)
        except KeyError:
            return np.array([self.position(each) for each in listed], dtype=np.int64)

    def set(self, set_id: str) -> FactSet:
        """Return the set of that id."""
        position = self._set_positions.get(set_id)
        if position is None:
            raise UnknownItemError("set", set_id, f"it must be the id of one of {_some(self._set_positions)}")
        return self.sets[position]

    def only(self, *, strand: str | None = None, sets: Collection[str] | None = None) -> Catalogue:
        """Return the part in one strand, or in the sets named. Needs outside that part fall away."""
        if strand is not None and strand not in self.strands:
            raise UnknownItemError("strand", strand, f"it must be one of {', '.join(self.strands)}")
        named = {self.set(each).id for each in sets} if sets is not None else None
        kept = [
            each
            for each in self.sets
            if (strand is None or each.strand == strand) and (named is None or each.id in named)
        ]
        ids = {each.id for each in kept}
        trimmed = [replace(each, needs=tuple(need for need in each.needs if need in ids)) for each in kept]
        return Catalogue((item for item in self.items if item.set_id in ids), trimmed)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the items, in their order."""
        return tuple(item.id for item in self.items)

    @cached_property
    def strands(self) -> tuple[str, ...]:
        """The strands in the order in which their items first appear."""
        return tuple(dict.fromkeys(item.strand for item in self.items))

    @cached_property
    def strand_of(self) -> Whole:
        """For each item, the position of its strand in `strands`."""
        codes = {strand: code for code, strand in enumerate(self.strands)}
        return frozen(np.array([codes[item.strand] for item in self.items], dtype=np.int64))

    @cached_property
    def set_of(self) -> Whole:
        """For each item, the position of its set in `sets`."""
        return frozen(np.array([self._set_positions[item.set_id] for item in self.items], dtype=np.int64))

    @cached_property
    def answer_of(self) -> Whole:
        """For each item a number that it shares with the items that have the same answer."""
        codes = {answer: code for code, answer in enumerate(sorted({item.answer for item in self.items}))}
        return frozen(np.array([codes[item.answer] for item in self.items], dtype=np.int64))

    @cached_property
    def set_sizes(self) -> Whole:
        """For each set, how many items it has."""
        return frozen(np.bincount(self.set_of, minlength=len(self.sets)).astype(np.int64))

    @cached_property
    def set_years(self) -> Whole:
        """For each set, its year."""
        return frozen(np.array([each.year for each in self.sets], dtype=np.int64))

    @cached_property
    def partners(self) -> Whole:
        """For each item (rows) and each of `PARTNER_KINDS` (columns), where its partner stands, -1 without one.

        For 7 × 8 these are 8 × 7, 56 ÷ 8 and 56 ÷ 7. A double has only an inverse. A partner outside this
        catalogue is none.
        """
        places = {item.fact: place for place, item in enumerate(self.items) if item.fact is not None}
        table = np.full((len(self.items), len(PARTNER_KINDS)), -1, dtype=np.int64)
        for fact, row in places.items():
            table[row] = [-1 if each is None else places.get(each, -1) for each in fact.partners]
        return frozen(table)

    @cached_property
    def needs(self) -> Flags:
        """A square of sets: row s, column t says that set s directly needs set t."""
        table = np.zeros((len(self.sets), len(self.sets)), dtype=np.bool_)
        for row, each in enumerate(self.sets):
            for need in each.needs:
                table[row, self._set_positions[need]] = True
        return frozen(table)


def as_catalogue(items: Catalogue | Iterable[Item]) -> Catalogue:
    """Return a catalogue of the items: itself if it is one, else with their sets, which need nothing."""
    if isinstance(items, Catalogue):
        return items
    listed = tuple(items)
    sets = {item.set_id: FactSet(item.set_id, item.set_id, item.strand, item.year) for item in listed}
    return Catalogue(listed, sets.values())


def _check_names(items: tuple[Item, ...], sets: tuple[FactSet, ...]) -> None:
    for argument, ids in (("items", [item.id for item in items]), ("sets", [each.id for each in sets])):
        twice = sorted(each for each, count in Counter(ids).items() if count > 1)
        if twice:
            raise CatalogueError(argument, twice, "each id may stand there once")
    if not items:
        raise CatalogueError("items", items, "there must be at least one")
    used, known = {item.set_id for item in items}, {each.id for each in sets}
    if used - known:
        raise CatalogueError("set_id", sorted(used - known), "every item must be in a set of the catalogue")
    if known - used:
        raise CatalogueError("sets", sorted(known - used), "every set must have at least one item")


def check_needs(sets: tuple[FactSet, ...]) -> None:
    """Refuse sets whose needs are not among them, are of a later year, or lead back to themselves."""
    years = {each.id: each.year for each in sets}
    for each in sets:
        for need in each.needs:
            if need not in years:
                raise CatalogueError(f"needs of {each.id}", need, "it must be a set of the catalogue")
            if years[need] > each.year:
                raise CatalogueError(
                    f"needs of {each.id}", need, f"it must be a set of year {each.year} or before"
                )
    _steps(sets)


def _steps(sets: tuple[FactSet, ...]) -> Mapping[str, int]:
    """For each set how many stand on the longest way to it, itself included."""
    needs: Mapping[str, tuple[str, ...]] = {each.id: each.needs for each in sets}
    steps: dict[str, int] = {}
    try:
        for each in TopologicalSorter(needs).static_order():
            steps[each] = 1 + max((steps[need] for need in needs[each]), default=0)
    except CycleError as error:
        raise CatalogueError("needs", error.args[1], "sets may not need each other in a circle") from error
    return steps


def _teaching_order(sets: tuple[FactSet, ...]) -> tuple[FactSet, ...]:
    """Sort by year, then by how many steps lead to a set, then as listed."""
    steps = _steps(sets)
    return tuple(sorted(sets, key=lambda each: (each.year, steps[each.id])))


def _some(names: Collection[str]) -> str:
    first = ", ".join(list(names)[:3])
    return f"the {len(names)} in this catalogue (such as {first})"
