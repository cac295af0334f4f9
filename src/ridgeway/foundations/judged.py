"""How a pupil stands by the decision rules: growing, stuck, or trying something; and which facts do not stick."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ridgeway.fluency import Catalogue
from ridgeway.fluency.arrays import Flags, Floats
from ridgeway.fluency.growth import Advice, Attempt
from ridgeway.foundations.week.models import Tried

SEVERAL: Final = 2
"""So many facts that do not stick need something else, whether or not the pupil grows; one may be an accident."""


@dataclass(frozen=True, slots=True)
class StuckFact:
    """A fact that has been asked often enough, and is still not known.

    `asked` leaves out when the answer stood beside it from the start; `right` is right without help.
    """

    text: str
    asked: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the rules say of a pupil, and what was tried."""

    tried: Sequence[Tried]
    """In the last half-year, the oldest first."""
    trying: Attempt | None
    """What has not had its two weeks yet."""
    advice: Advice
    """By the figures of the last seven weeks."""
    stuck_facts: Sequence[StuckFact]

    @property
    def is_trying(self) -> bool:
        """Whether something is being tried, and is still needed."""
        return self.trying is not None and (self.advice.rule != "at the aim" or self._has_stuck_facts)

    @property
    def is_stuck(self) -> bool:
        """Whether the pupil as a whole needs something else than what is being tried."""
        return self.advice.stuck and not self.is_trying

    @property
    def has_facts_to_change(self) -> bool:
        """Whether the pupil is not stuck, but several facts do not stick, and nothing is being tried."""
        return self._has_stuck_facts and not (self.advice.stuck or self.is_trying)

    @property
    def needs_a_change(self) -> bool:
        """Whether the pupil needs something else than what is being tried, as a whole or for several facts."""
        return self.is_stuck or self.has_facts_to_change

    @property
    def _has_stuck_facts(self) -> bool:
        return len(self.stuck_facts) >= SEVERAL


def stuck_facts(items: Catalogue, asked: Floats, right: Floats, stuck: Flags) -> list[StuckFact]:
    """A pupil's stuck facts, those asked most often first."""
    positions = np.flatnonzero(stuck)
    positions = positions[np.argsort(-asked[positions], kind="stable")]
    return [StuckFact(items.items[at].prompt, int(asked[at]), int(right[at])) for at in positions.tolist()]
