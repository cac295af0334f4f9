"""What a pupil knows, as a fold over answers.

`Knowledge` is never changed; `update` returns the next state. The fold takes answers in their order, so that
`k.update(a + b)` is `k.update(a).update(b)` to the last bit, and what is stored can always be rebuilt from
the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from ridgeway.fluency import stored
from ridgeway.fluency.aims import DEVICES, Device, OwnAims, aims_ms, personal_least_ms, with_own
from ridgeway.fluency.answers import MOST_MS, TOO_QUICK_MS, Answer, Answers, as_answers, epoch_ms
from ridgeway.fluency.arrays import Flags, Floats, Whole, frozen
from ridgeway.fluency.errors import OutOfRangeError, require_number, require_one_of
from ridgeway.fluency.evidence import LEAST_LEFT
from ridgeway.fluency.fold import Page, State, take_in, take_in_copies, take_in_page
from ridgeway.fluency.items import Catalogue, Item, as_catalogue
from ridgeway.fluency.links import LINKS, Links
from ridgeway.fluency.prediction import Prediction, View, predict
from ridgeway.fluency.priors import Prior
from ridgeway.fluency.pupil import Pupil
from ridgeway.fluency.rows import Rows
from ridgeway.fluency.stages import ACQUIRING, STUCK_ANSWERS, stages_of
from ridgeway.fluency.tool import TOOL_STRAND

BLOCK: Final = 64
"""So many pupils of a class are looked at together: few enough that their numbers stay near the processor."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Knowledge:
    """What one pupil knows of the items of a catalogue, or what a class does (see `together`)."""

    items: Catalogue
    rows: Rows
    pupil: Pupil

    def __post_init__(self) -> None:
        for array in self.rows.arrays():
            frozen(array)

    def __repr__(self) -> str:
        met = int((self.rows.answers > 0).sum())
        who = f"a class of {len(self.rows.answers)}" if self.is_class else "a pupil"
        return f"<Knowledge of {who}: {met} items met, {len(self.items)} in the catalogue>"

    @classmethod
    def new(cls, items: Catalogue | Iterable[Item]) -> Knowledge:
        """Return the knowledge of a pupil of whom there is no answer yet."""
        known = as_catalogue(items)
        return cls(known, Rows.unseen(len(known)), Pupil())

    @classmethod
    def together(cls, pupils: Sequence[Knowledge]) -> Knowledge:
        """Return the knowledge of a class, with a row a pupil in the order given, for predictions and stages."""
        if not pupils:
            raise OutOfRangeError("pupils", pupils, "there must be at least one")
        items = pupils[0].items
        if any(each.items is not items or each.is_class for each in pupils):
            raise OutOfRangeError("pupils", pupils, "all must be single pupils with one and the same catalogue")
        rows = Rows(*(np.stack(arrays) for arrays in zip(*(each.rows.arrays() for each in pupils), strict=True)))
        return cls(items, rows, Pupil.together([each.pupil for each in pupils]))

    @property
    def is_class(self) -> bool:
        """Whether the arrays have a row a pupil."""
        return self.rows.answers.ndim > 1

    @property
    def new_per_session(self) -> int:
        """How many new items a session may bring: as many as this pupil holds on a later day for each lost."""
        return int(self._one("plan for").pupil.new_per_session)

    def update(
        self, answers: Answers | Sequence[Answer], *, year: int | None = None, own_aims: OwnAims | None = None
    ) -> Knowledge:
        """Return what is known after more answers, none before the last one taken in so far.

        `year` is the pupil's year group when the answers were given; it chooses the aims that the answers
        were to meet, where a teacher has set none (`own_aims`).
        """
        given = as_answers(answers, self._one("update").items)
        if len(given) == 0:
            return self
        state = take_in(State(self.rows, self.pupil), given, self.items, year=year, own_aims=own_aims)
        return Knowledge(self.items, state.rows, state.pupil)

    def observe_copies(self, answers: Answers | Sequence[Answer], items: Catalogue) -> Knowledge:
        """Return what is known after answers to the tool-speed items of another catalogue, none before the last
        one taken in so far.

        They tell how fast the pupil's hand is on each device. Nothing that is asked here was met.
        """
        given = as_answers(answers, items)
        strands = {items.strands[code] for code in items.strand_of[given.position].tolist()}
        if not all(strand.startswith(TOOL_STRAND) for strand in strands):
            raise OutOfRangeError("answers", sorted(strands), "all must be to tool-speed items")
        if len(given) == 0:
            return self
        state = take_in_copies(State(self.rows, self._one("update").pupil), given, items)
        return Knowledge(self.items, state.rows, state.pupil)

    def observe_total(
        self,
        items: Sequence[str],
        *,
        at: datetime,
        total_ms: float,
        correct: Sequence[bool | None] | None = None,
        year: int | None = None,
        device: Device = "paper",
        own_aims: OwnAims | None = None,
    ) -> Knowledge:
        """Return what is known after a page of questions of which only the time for all is known.

        `items` are the questions answered, in any order, more than once where they were; `correct` says of
        each whether it was right, None where nobody marked it. The total informs every item on the page (see
        `totals`). A page is one event of the fold: it cannot be split.
        """
        known = self._one("update").items
        if not items:
            raise OutOfRangeError("items", items, "there must be at least one question")
        require_one_of("device", device, DEVICES)
        marks = [None] * len(items) if correct is None else list(correct)
        if len(marks) != len(items):
            raise OutOfRangeError("correct", marks, f"there must be {len(items)}, one for each question")
        page = Page(
            position=np.array([known.position(each) for each in items], dtype=np.int64),
            correct=np.array([mark is True for mark in marks]),
            marked=np.array([mark is not None for mark in marks]),
            at_ms=epoch_ms("at", at),
            total_ms=require_number("total_ms", total_ms, at_least=TOO_QUICK_MS, at_most=MOST_MS),
            device=device,
        )
        state = take_in_page(State(self.rows, self.pupil), page, known, year=year, own_aims=own_aims)
        return Knowledge(known, state.rows, state.pupil)

    def aims_ms(
        self, *, year: int | None = None, device: Device = "keyboard", own_aims: OwnAims | None = None
    ) -> Floats:
        """Return the pupil's aim for each item in milliseconds: the usual one, longer where the hand is slow, or
        the one that a teacher has set, by item, set or strand.
        """
        usual = aims_ms(self.items, year=year, device=device)
        least = personal_least_ms(self.pupil.tool.answer_ms(self.items, device))
        return with_own(np.maximum(usual, least), self.items, own_aims)

    def predict(
        self,
        at: datetime,
        *,
        year: int | None = None,
        device: Device = "keyboard",
        own_aims: OwnAims | None = None,
        prior: Prior | None = None,
        links: Links = LINKS,
    ) -> Prediction:
        """Return what an unprompted question on each item would bring.

        `year`, `device` and `own_aims` choose the aims. `prior` is what to expect of items that were not met
        (even odds and the pupil's pace without one), `links` how much partners tell.
        """
        at_ms = epoch_ms("at", at)
        if prior is not None and len(prior.correct) != len(self.items):
            raise OutOfRangeError("prior", len(prior.correct), f"it must be for the {len(self.items)} items")
        links.checked()
        shape = self.rows.answers.shape
        if not self.is_class:
            return predict(self._view(year, device, own_aims), at_ms, prior=prior, links=links)
        parts = (
            (chosen, predict(block._view(year, device, own_aims), at_ms, prior=prior, links=links))
            for chosen, block in self._blocks()
        )
        return Prediction.gathered(parts, shape)

    def stages(
        self, *, year: int | None = None, device: Device = "keyboard", own_aims: OwnAims | None = None
    ) -> Whole:
        """Return each item's stage as a place in `STAGES`."""
        stages = np.empty(self.rows.answers.shape, dtype=np.int64)
        for chosen, block in self._blocks() if self.is_class else [(slice(None), self)]:
            rows = block.rows
            stages[chosen] = stages_of(
                answers=rows.answers,
                right=rows.right,
                accuracy=rows.accuracy,
                log_rt=rows.log_rt,
                stability=rows.stability,
                log_aim=block._view(year, device, own_aims).log_aim,
            )
        return stages

    def stuck(self) -> Flags:
        """Return for each item whether it is still being acquired after more answers than it should need.

        Answers copied while they were in sight from the start do not count: nothing was asked for then.
        """
        stuck: Flags = (self.stages() == ACQUIRING) & (self.rows.reps >= STUCK_ANSWERS)
        return stuck

    def to_bytes(self, *, only: Iterable[str] | None = None) -> bytes:
        """Return the state as bytes: exact, with a version, and only of items that were met.

        With `only`, the ids of items, they are newer bytes for `from_bytes`, to be laid over earlier ones of all.
        """
        self._one("store")
        return stored.to_bytes(self.items, self.rows, self.pupil, only)

    @classmethod
    def from_bytes(cls, data: bytes, items: Catalogue | Iterable[Item], *, newer: bytes = b"") -> Knowledge:
        """Return the state that `to_bytes` gave, for a catalogue that has at least the items in it.

        `newer`, if it is not empty, are later bytes of every item that has changed since.
        """
        known = as_catalogue(items)
        return cls(known, *stored.from_bytes(data, known, newer))

    def _one(self, verb: str) -> Knowledge:
        if self.is_class:
            raise OutOfRangeError("self", self, f"it must be the knowledge of one pupil; {verb} each pupil alone")
        return self

    def _blocks(self) -> Iterator[tuple[slice, Knowledge]]:
        """Split a class into parts of some pupils each."""
        for first in range(0, len(self.rows.answers), BLOCK):
            chosen = slice(first, first + BLOCK)
            rows = Rows(*(array[chosen] for array in self.rows.arrays()))
            yield chosen, Knowledge(self.items, rows, self.pupil.some(chosen))

    def _view(self, year: int | None, device: Device, own_aims: OwnAims | None) -> View:
        aims = self.aims_ms(year=year, device=device, own_aims=own_aims)
        if device == "keyboard":
            return View(self.items, self.rows, self.pupil, np.log(aims), 0.0)
        tool = self.pupil.tool
        extra = tool.answer_ms(self.items, device) - tool.answer_ms(self.items, "keyboard")
        return View(self.items, self.rows, self.pupil, np.log(np.maximum(aims - extra, LEAST_LEFT * aims)), extra)
