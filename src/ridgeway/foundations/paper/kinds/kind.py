"""What a kind of sheet is: its words for the teacher, what may be chosen, and how its pages are made."""

import datetime as dt
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

import numpy as np
from django import forms

from ridgeway.fluency.aims import aim_ms
from ridgeway.foundations.paper.contents import Content
from ridgeway.foundations.paper.look import Look
from ridgeway.schools.models import Pupil, TeachingGroup

Options = Mapping[str, Any]
"""What was chosen for a kind, in a form that JSON can keep; the kind's form says what may stand there."""

Family = Literal["Number grids", "Facts", "Words and letters"]

Timing = Literal["to the end", "one minute", "untimed"]
"""Whether a sheet is timed until it is finished, stopped after a minute, or not timed at all."""

MINUTE: Final = 60


class OptionsForm(forms.Form):
    """What a teacher may choose for a kind of sheet. Its cleaned data are the options."""

    def for_class(self, group: TeachingGroup) -> None:
        """Adds what this class may choose beside what all may."""

    def options(self) -> Options:
        """What was chosen, in a form that JSON can keep."""
        return dict(self.cleaned_data)

    @classmethod
    def shown(cls, options: Options) -> dict[str, Any]:
        """The fields' values for options chosen before."""
        return dict(options)


@dataclass(frozen=True, slots=True)
class Making:
    """Pages to be made: for whom, when, and how. Everything random follows from the seed and the pupil."""

    pupils: Sequence[Pupil]
    years: Mapping[int, int]
    day: dt.date
    seed: int
    options: Options = field(default_factory=dict)
    same: bool = False
    look: Look = field(default_factory=Look)

    @property
    def year(self) -> int | None:
        """The school year that most of the pupils are in, if it is known."""
        counted = Counter(self.years.values()).most_common(1)
        return counted[0][0] if counted else None

    def rng(self, pupil: Pupil | None) -> np.random.Generator:
        """The chance of one pupil's page; of everybody's, without a pupil."""
        return np.random.default_rng([self.seed] if pupil is None else [self.seed, pupil.pk])


class SheetKind(ABC):
    """A kind of sheet.

    `key` is stored with sheets and never changes its meaning; it also names the picture on the page that makes
    them. `about` is one line for a teacher. `shuffles` says that its pages differ in their order, unless everybody
    is to have the same.
    """

    key: str
    title: str
    about: str
    family: Family
    timing: Timing = "to the end"
    form: type[OptionsForm] = OptionsForm
    shuffles: bool = False

    def own(self, options: Options) -> bool:
        """Whether each page follows from what its pupil knows, so that no two can be the same."""
        return False

    @property
    def usual(self) -> Options:
        """The options where nothing is chosen: those that the form shows first."""
        return {name: each.initial for name, each in self.form.base_fields.items()}

    def of(self, options: Options) -> str:
        """What a sheet is about, in a word that stays: sheets of one kind and word measure the same."""
        return ""

    def strand(self, of: str) -> str:
        """The strand that a sheet about `of` is in; empty for several."""
        return ""

    def title_of(self, options: Options) -> str:
        """What sheets with these options are called."""
        return self.title

    def usual_aim(self, options: Options, year: int | None) -> Decimal | None:
        """Seconds for each answer to aim at on paper; None where speed is not the point."""
        if self.timing == "untimed":
            return None
        return Decimal(aim_ms(self.strand(self.of(options)), year=year, device="paper")) / 1000

    @property
    def has_aim(self) -> bool:
        """Whether there is a time for each answer to aim at."""
        return self.usual_aim(self.usual, None) is not None

    @abstractmethod
    def pages(self, making: Making) -> Mapping[int, Content]:
        """The page of each pupil, by key."""
