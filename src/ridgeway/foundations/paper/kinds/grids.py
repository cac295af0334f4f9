"""Grids of the four operations. The 10 × 10 grid of addition in random order is the programme's own measure.

It asks a hundred facts, every one once, so that this week's seconds for each answer may be set beside last week's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.paper.contents import Content, Grid, StartGrid
from ridgeway.foundations.paper.kinds.kind import Family, Making, Options, OptionsForm, SheetKind

MOST_NUMBERS: Final = 12
"""Rows and columns: more become too small to write in."""

LARGEST: Final = 20
AS_TYPED: Final = _("As 1-10, or 2, 5, 10")
NUMBERS: Final = re.compile(r"(\d+)(?:\s*(?:-|–|to)\s*(\d+))?")


class NumbersField(forms.CharField):
    """Whole numbers as people write them: 1-10, or 2, 5, 10; a list of numbers in rising order."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        numbers: set[int] = set()
        for part in filter(None, re.split(r"[,;]\s*|\s+and\s+", text.strip())):
            found = NUMBERS.fullmatch(part.strip())
            if found is None or len(found[1] + (found[2] or "")) > 4:
                raise ValidationError(f"“{part.strip()}” cannot be read: type numbers as 1-10, or as 2, 5, 10.")
            low, high = sorted((int(found[1]), int(found[2] or found[1])))
            numbers.update(range(low, high + 1))
        return sorted(numbers)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not 2 <= len(value) <= MOST_NUMBERS:
            raise ValidationError(f"Choose from 2 to {MOST_NUMBERS} numbers; these are {len(value)}.")
        if value[-1] > LARGEST:
            raise ValidationError(f"Choose numbers up to {LARGEST}; {value[-1]} is too large.")


class GridForm(OptionsForm):
    """The numbers of a grid, and their order."""

    across = NumbersField(label=_("Numbers along the top"), initial="1-10", help_text=AS_TYPED)
    down = NumbersField(label=_("Numbers down the side"), initial="1-10", help_text=AS_TYPED)
    order = forms.ChoiceField(
        label=_("Order of the numbers"),
        choices=[("mixed", _("Mixed, for timing")), ("in order", _("In order, to see the pattern"))],
        initial="mixed",
    )

    @classmethod
    def shown(cls, options: Options) -> dict[str, Any]:
        return {**options, **{name: as_text(options[name]).replace(" to ", "-") for name in ("across", "down")}}


class NoZeroForm(GridForm):
    """Numbers of tables, which begin at 1."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("across", "down"):
            if 0 in cleaned.get(name, ()):
                self.add_error(name, _("Tables begin at 1: leave out 0."))
        return cleaned


class TakeAwayForm(GridForm):
    """The numbers of a subtraction grid, which has one beside each row and none along the top."""

    across = NumbersField(label=_("Answers"), initial="1-10", help_text=AS_TYPED)
    down = NumbersField(label=_("Numbers to take away"), initial="1-10", help_text=AS_TYPED)


class DivideForm(NoZeroForm):
    """The numbers of a division grid, which has one beside each row and none along the top."""

    across = NumbersField(label=_("Answers"), initial="1-10", help_text=AS_TYPED)
    down = NumbersField(label=_("Numbers to divide by"), initial="1-10", help_text=AS_TYPED)


@dataclass(frozen=True)
class GridKind(SheetKind):
    """A grid of one operation."""

    operation: Literal["add", "sub", "mul", "div"]
    key: str
    title: str
    about: str
    form: type[OptionsForm] = GridForm
    family: Family = "Number grids"
    shuffles: bool = True

    @property
    def usual(self) -> Options:
        """One to ten both ways, mixed."""
        return {"across": list(range(1, 11)), "down": list(range(1, 11)), "order": "mixed"}

    def of(self, options: Options) -> str:
        sides = [as_text(options[name]).replace(" to ", "-") for name in ("down", "across")]
        return " x ".join(sides) + (" in order" if options["order"] == "in order" else "")

    def strand(self, of: str) -> str:
        return self.operation

    def title_of(self, options: Options) -> str:
        if options == self.usual and self.operation == "add":
            return self.title
        sides = dict.fromkeys(as_text(options[name]) for name in ("down", "across"))
        in_order = ", in order" if options["order"] == "in order" else ""
        return f"{self.title}, {' by '.join(sides)}{in_order}"

    def pages(self, making: Making) -> Mapping[int, Content]:
        if making.same:
            return dict.fromkeys(
                (pupil.pk for pupil in making.pupils), self.page(making.options, making.rng(None))
            )
        return {pupil.pk: self.page(making.options, making.rng(pupil)) for pupil in making.pupils}

    def page(self, options: Options, rng: np.random.Generator) -> Grid | StartGrid:
        """A grid, each edge (or the row of each number) in an order of its own."""
        across, down = (_ordered(options[name], options["order"], rng) for name in ("across", "down"))
        match self.operation:
            case "add" | "mul":
                return Grid(self.operation, across, down)
            case "sub" | "div":
                rows = (_ordered(options["across"], options["order"], rng) for _ in down)
                starts = tuple(
                    tuple(a + b if self.operation == "sub" else a * b for a in row)
                    for b, row in zip(down, rows, strict=True)
                )
                return StartGrid(self.operation, down, starts)


def as_text(numbers: list[int]) -> str:
    """Numbers in words: "1 to 10" where none is left out, else "2, 5, 10"."""
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{numbers[0]} to {numbers[-1]}"
    return ", ".join(map(str, numbers))


def _ordered(numbers: list[int], order: str, rng: np.random.Generator) -> tuple[int, ...]:
    return tuple(numbers) if order == "in order" else tuple(rng.permutation(numbers).tolist())


KINDS: Final = (
    GridKind("add", "addition-grid", "Addition grid", "The hundred facts from 1 + 1 to 10 + 10, timed."),
    GridKind("sub", "subtraction-grid", "Subtraction grid", "The same facts backwards: 15 − 8.", TakeAwayForm),
    GridKind(
        "mul", "multiplication-grid", "Multiplication grid", "All facts of the tables you choose.", NoZeroForm
    ),
    GridKind("div", "division-grid", "Division grid", "The same facts backwards: 42 ÷ 7.", DivideForm),
)
