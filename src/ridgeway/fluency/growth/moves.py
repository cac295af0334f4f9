"""The moves that advice can name, and what to try where something must change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from ridgeway.fluency.errors import require_one_of

Move = Literal["keep going", "change something", "next set", "back to accuracy", "raise the aim"]
"""What to do next."""

Rule = Literal[
    "too many errors",
    "quick but not sure",
    "at the aim",
    "being tried",
    "too early",
    "no growth",
    "too slow",
    "ahead",
    "growing",
]
"""Which rule spoke (see the table in `advice`)."""

Remedy = Literal[
    "ease the set", "more model", "other timing", "talk it over", "other device", "tool speed", "earlier set"
]
"""A way to change something for a pupil who does not grow."""

FactRemedy = Literal["another way", "cover and write", "leave alone"]
"""A way to change something for a few facts that do not stick, whether or not the pupil grows."""

AnyRemedy = Remedy | FactRemedy

MOVES: Final[dict[Move, str]] = {
    "keep going": "Keep going.",
    "change something": "Change something",
    "next set": "Go on to the next set, and meet this one again now and then.",
    "back to accuracy": "Stop timing for now: practise with the answer shown first until nine in ten are right.",
    "raise the aim": "Raise the aim, or bring its day forward: this pupil can do more.",
}
"""Each move as a teacher reads it; "change something" goes on with what to try."""

REMEDIES: Final[dict[Remedy, str]] = {
    "ease the set": "practise fewer at a time, four or five of the set, until those are quick",
    "more model": "show the answer first again, and let the pupil say it back before trying alone",
    "other timing": "time shorter sprints, two or three of fifteen to thirty seconds, at another time of the day",
    "talk it over": "talk with the pupil about what practice is for, and agree on a best of their own to beat",
    "other device": "answer in another way: say instead of write, write instead of type",
    "tool speed": "time how fast the pupil copies digits or letters; if that is slow, practise it first",
    "earlier set": "go back to the set before, and check that it is still quick and sure",
}
"""What to try when something must change, in the order in which to try: the cheapest first. The ways are those of
precision teaching ("slice back", model, timing, what makes it worth while, channel, tool skill); their order is a
judgement. Haring, Liberty and White (1980) choose among such ways by the pattern of the figures."""

FACT_REMEDIES: Final[dict[FactRemedy, str]] = {
    "another way": "teach these facts another way: with objects, a picture, or a fact that is known",
    "cover and write": "look, cover, write and check these facts on paper each day, answers in sight first",
    "leave alone": "leave these facts alone for two weeks, then meet them as if they were new",
}
"""What to try where only a few facts do not stick, in this order: a judgement. The second is cover, copy and
compare (Skinner, McLaughlin and Logan 1997)."""

_WORDS: Final[Mapping[str, str]] = dict(chain(REMEDIES.items(), FACT_REMEDIES.items()))

ALL_TRIED: Final = "the usual ways have all been tried, so look at this pupil together with a colleague"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next: the move, the rule that led to it, the move in words, and the evidence in figures.

    `remedies` are what is left to try where something must change, the first to be tried first.
    """

    move: Move
    rule: Rule
    words: str
    evidence: str
    remedies: tuple[Remedy, ...] = ()

    @property
    def stuck(self) -> bool:
        """Whether something must change because there is too little growth."""
        return self.move == "change something"

    @classmethod
    def to(cls, move: Move, rule: Rule, evidence: str) -> Advice:
        """Return the advice to make a move for which there is but one way."""
        return cls(move, rule, MOVES[move], evidence)

    @classmethod
    def to_change(cls, rule: Rule, evidence: str, tried: Collection[Remedy]) -> Advice:
        """Return the advice to change something: the first remedy that was not tried yet, then the others."""
        left = tuple(remedy for remedy in REMEDIES if remedy not in tried)
        way = REMEDIES[left[0]] if left else ALL_TRIED
        return cls("change something", rule, f"{MOVES['change something']}: {way}.", evidence, left)


def require_remedies(tried: Collection[Remedy]) -> Collection[Remedy]:
    """Return what was tried, and refuse a word that names no remedy."""
    for each in tried:
        require_one_of("tried", each, REMEDIES)
    return tried


def remedy_in_words(remedy: AnyRemedy) -> str:
    """What a teacher does who tries it."""
    return _WORDS[remedy]
