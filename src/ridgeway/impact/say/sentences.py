"""What was found, in a paragraph of plain English that never claims more than the design allows.

Only where a lot decided who took part does the paragraph say that the programme did something. Beside matched
schools it says "more than in matched schools" and no more; beside schools nationally it tells what happened. Which
words are barred for which design stands in `BARRED`; `overclaims` finds them in any text, so that a report's other
sentences can be held to the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10
from types import MappingProxyType
from typing import Final

from ridgeway.impact.errors import DesignError
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.say.effects import EffectSize
from ridgeway.impact.say.footing import DESIGNS, WORDS, Design, Footing
from ridgeway.impact.say.months import Months

_NEVER: Final = ("prove*", "proof", "guarantee*", "undoubtedly", "certainly", "significant*")
_CAUSAL: Final = (
    *(
        "cause*",
        "causal*",
        "because",
        "effect*",
        "impact*",
        "led to",
        "leads to",
        "due to",
        "thanks to",
        "owing to",
    ),
    *("result of", "resulted in", "attribut*", "works", "worked", "raised", "boost*", "improve*", "lift*", "gave"),
    *("programme's doing", "made a difference", "brought about", "responsible for"),
)
_MATCHED: Final = ("matched", "alike", "comparable")

BARRED: Final[Mapping[Design, tuple[str, ...]]] = MappingProxyType(
    {
        "randomised": (*_NEVER, *_MATCHED),
        "matched_did": (*_NEVER, *_CAUSAL),
        "matched": (*_NEVER, *_CAUSAL),
        "did": (*_NEVER, *_CAUSAL, *_MATCHED),
        "describe": (*_NEVER, *_CAUSAL, *_MATCHED),
        "before_after": (*_NEVER, *_CAUSAL, *_MATCHED),
    }
)
"""Words a text about a finding of a design must not have; a star stands for any ending."""

_WITHOUT_MONTHS: Final[tuple[Design, ...]] = ("describe", "before_after")

_SEEN: Final[Mapping[Design, str]] = {
    "randomised": "A lot decided who took part. With the programme {outcome} came out {higher} than without it",
    "matched_did": "In the treated schools {outcome} changed by {more} than in matched schools",
    "matched": "In the treated schools {outcome} was {higher} than in matched schools",
    "did": "In the treated schools {outcome} changed by {more} than in the other schools",
    "describe": "In the treated schools {outcome} changed by {more} than in schools at large",
    "before_after": "In the treated schools {outcome} was {higher} than before",
}

_OPEN: Final[Mapping[Design, str]] = {
    "randomised": "Since a lot decided, this is the effect of the programme, as far as these intervals go.",
    "matched_did": "No lot decided who took part: whatever else set the treated schools apart from the matched "
    "ones in these years may stand behind the difference, in part or in whole.",
    "matched": "No lot decided who took part, and schools alike in what is known may differ in what is not: that "
    "may stand behind the difference, in part or in whole.",
    "did": "The other schools were not chosen to be like the treated ones, which might have changed differently "
    "without the programme as well.",
    "describe": "This tells what happened, not what the programme did: schools that start low tend to rise "
    "whoever helps them.",
    "before_after": "This tells what happened, not what the programme did: nobody stands beside these schools, "
    "and other schools changed in these years too.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One outcome's result, to be told.

    `outcome` reads on in the middle of a sentence ("the share at the expected standard"), `unit` follows a number
    ("percentage points"). `months` are told only of designs with comparison schools: beside the nation or nobody
    they would make progress of a mere change. `mdes` is the smallest effect that could have been seen, in
    standard deviations of pupils.
    """

    outcome: str
    unit: str
    design: Design
    estimate: Estimate
    effect: EffectSize | None = None
    months: Months | None = None
    mdes: float | None = None
    footing: Footing | None = None

    def __post_init__(self) -> None:
        if self.design not in DESIGNS:
            raise DesignError("design", self.design, f"It may be {', '.join(DESIGNS)}.")
        if self.months is not None and self.effect is None:
            raise DesignError(
                "months", self.months.months, "Months are told beside the effect size they come from."
            )


def paragraph(finding: Finding) -> str:
    """Return the finding in plain English: what was seen, how sure and how large, what stays open, its footing."""
    parts = [
        _seen(finding),
        _sure(finding),
        _large(finding),
        _OPEN[finding.design],
        _visible(finding),
        _firm(finding),
    ]
    return " ".join(part for part in parts if part)


def overclaims(text: str, design: Design) -> tuple[str, ...]:
    """Return the words of a text that claim more than the design allows, as they stand there."""
    patterns = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in BARRED[design])
    found = re.finditer(rf"\b(?:{'|'.join(patterns)})(?!\w)", text, flags=re.IGNORECASE)
    return tuple(each.group() for each in found)


def _seen(finding: Finding) -> str:
    made = finding.estimate
    places = decimals(made.std_error)
    size = f"{number(abs(made.estimate), places)} {finding.unit}"
    up = made.estimate >= 0
    seen = _SEEN[finding.design].format(
        outcome=finding.outcome,
        more=f"{size} {'more' if up else 'less'}",
        higher=f"{size} {'higher' if up else 'lower'}",
    )
    ends = f"{number(made.ci_low, places)} to {number(made.ci_high, places)}"
    return f"{seen} ({made.level:.0%} interval: {ends})."


def _sure(finding: Finding) -> str:
    made = finding.estimate
    chance = "p < 0.001" if made.p_value < 0.001 else f"p = {made.p_value:.3f}"
    if made.ci_low <= 0 <= made.ci_high:
        return (
            f"No difference at all fits these results as well ({chance}); that does not show that there is none."
        )
    return f"Chance alone would seldom make a difference as large ({chance})."


def _large(finding: Finding) -> str:
    size = finding.effect
    if size is None:
        return ""
    ends = f"{number(size.ci_low, 2)} to {number(size.ci_high, 2)}"
    words = f"It is {number(size.g, 2)} standard deviations of {size.spread} ({ends})"
    if finding.months is not None and finding.design not in _WITHOUT_MONTHS:
        return f"{words}, which the table of the Education Endowment Foundation reads as {finding.months.words}."
    if size.spread == "schools":
        return f"{words}; in those of pupils it would be a smaller number."
    return f"{words}."


def _visible(finding: Finding) -> str:
    if finding.mdes is None:
        return ""
    size = f"{finding.mdes:.2f} standard deviations of pupils"
    return f"A difference much smaller than {size} would most often have been missed."


def _firm(finding: Finding) -> str:
    ground = finding.footing
    return "" if ground is None else f"Footing: {ground.word} ({ground.score} of {len(WORDS) - 1})."


def decimals(std_error: float) -> int:
    """Return as many decimals as show two figures of the standard error, at most three."""
    return min(3, max(0, 1 - floor(log10(std_error)))) if std_error > 0 else 3


def number(value: float, places: int) -> str:
    """Return a number as it is printed: with so many decimals, a real minus sign, and no minus before nought."""
    text = f"{abs(value):,.{places}f}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) > 0 else text
