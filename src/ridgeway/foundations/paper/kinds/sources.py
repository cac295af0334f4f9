"""Where the items of a page come from: a set of a subject, or what each pupil is practising."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final

from django import forms

from ridgeway.fluency import Subject, catalogue, whole_catalogue
from ridgeway.foundations.paper.contents import ContentError
from ridgeway.foundations.paper.kinds.kind import Making
from ridgeway.foundations.paper.known import planner
from ridgeway.foundations.paper.rehearsal import NOTHING_TO_ASK, pressing, reasons_in

OWN: Final = "own"
"""In the place of a set: the pupil's own items."""


class SourceField(forms.ChoiceField):
    """One of a subject's sets by year, or what each pupil is practising."""

    def __init__(
        self, subject: Subject, *, own: Any, further: tuple[tuple[str, Any], ...] = (), **kwargs: Any
    ) -> None:
        def choices() -> list[tuple[Any, Any]]:
            years = groupby(catalogue(subject).sets, key=lambda each: each.year)
            sets = [(_year(year), [(each.id, each.title) for each in group]) for year, group in years]
            return [(OWN, own), *further, *sets]

        super().__init__(choices=choices, initial=OWN, **kwargs)


def title_of_source(source: str, own: str) -> str:
    """What a set is called; `own` where it is the pupil's own."""
    return own if source == OWN else whole_catalogue().set(source).title


def strand_of_source(source: str) -> str:
    """The strand of a set; none where the items are the pupils' own."""
    return "" if source == OWN else whole_catalogue().set(source).strand


def items_for(making: Making, source: str, subject: Subject) -> Mapping[int, list[str]]:
    """The ids of items to ask each pupil, by the pupil's key; of the pupil's own those to learn come first."""
    if source != OWN:
        items = [item.id for item in catalogue(subject) if item.set_id == source]
        return dict.fromkeys((pupil.pk for pupil in making.pupils), items)
    plan = planner(making, subject)
    own: dict[int, list[str]] = {}
    for pupil in making.pupils:
        reasons = reasons_in(plan(pupil, making.rng(pupil)))
        if not reasons:
            raise ContentError(NOTHING_TO_ASK)
        learning = pressing(reasons)
        own[pupil.pk] = learning + [item for item in reasons if item not in learning]
    return own


def _year(year: int) -> str:
    return f"Year {year}" if year else "Reception"
