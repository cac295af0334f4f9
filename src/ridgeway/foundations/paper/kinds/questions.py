"""Pages of questions from a set or of the pupil's own: one-minute probes, and missing numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from ridgeway.fluency import Subject
from ridgeway.foundations.paper.contents import Content, FactPage
from ridgeway.foundations.paper.kinds.kind import Family, Making, Options, OptionsForm, SheetKind, Timing
from ridgeway.foundations.paper.kinds.sources import (
    OWN,
    SourceField,
    items_for,
    strand_of_source,
    title_of_source,
)
from ridgeway.foundations.paper.look import Look
from ridgeway.foundations.paper.rehearsal import deal

Shape = tuple[int, int]
"""Columns and rows."""


class FactsForm(OptionsForm):
    """Which facts."""

    source = SourceField(
        "number-facts", label=_("Which facts"), own=_("Each pupil's own: what they are practising")
    )


class MissingForm(OptionsForm):
    """Which missing numbers."""

    source = SourceField(
        "missing-numbers", label=_("Which facts"), own=_("Each pupil's own: what they are practising")
    )


@dataclass(frozen=True, kw_only=True)
class Questions(SheetKind):
    """A page of questions in random order, every one once before any comes again.

    The shapes leave room to write in: `usual_shape` on A4, `small_shape` on A5, `large_shape` and
    `small_large_shape` on them in large print.
    """

    key: str
    title: str
    about: str
    subject: Subject
    form: type[OptionsForm]
    timing: Timing
    usual_shape: Shape
    small_shape: Shape
    large_shape: Shape
    small_large_shape: Shape
    family: Family = "Facts"
    shuffles: bool = True

    def own(self, options: Options) -> bool:
        return bool(options["source"] == OWN)

    def of(self, options: Options) -> str:
        return str(options["source"])

    def strand(self, of: str) -> str:
        return strand_of_source(of)

    def title_of(self, options: Options) -> str:
        source = title_of_source(options["source"], "own facts")
        says_it = source.startswith(self.title.split()[0])
        return source if says_it else f"{self.title}: {source}"

    def shape(self, look: Look) -> Shape:
        """How many columns and rows there is room for."""
        usual, large = (
            (self.usual_shape, self.large_shape)
            if look.paper == "a4"
            else (self.small_shape, self.small_large_shape)
        )
        return large if look.large else usual

    def pages(self, making: Making) -> Mapping[int, Content]:
        columns, rows = self.shape(making.look)
        items = items_for(making, making.options["source"], self.subject)
        pages: dict[int, Content] = {}
        for pupil in making.pupils:
            rng = making.rng(None if making.same else pupil)
            pages[pupil.pk] = FactPage((), tuple(deal(items[pupil.pk], columns * rows, rng=rng)), columns)
        return pages


KINDS: Final = (
    Questions(
        key="probe",
        title="One-minute probe",
        about="More questions than anybody answers in a minute.",
        subject="number-facts",
        form=FactsForm,
        timing="one minute",
        usual_shape=(4, 20),
        small_shape=(3, 20),
        large_shape=(3, 15),
        small_large_shape=(2, 18),
    ),
    Questions(
        key="missing-numbers",
        title="Missing numbers",
        about="7 + □ = 15: facts asked another way.",
        subject="missing-numbers",
        form=MissingForm,
        timing="to the end",
        usual_shape=(3, 14),
        small_shape=(3, 12),
        large_shape=(2, 12),
        small_large_shape=(2, 12),
    ),
)
