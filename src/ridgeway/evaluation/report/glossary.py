"""Words of the report that not every reader uses every day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from ridgeway.evaluation.report.document import Facts, Section

TERMS: Final = (
    ("Comparison school", "A school outside the programme that stands beside the treated ones."),
    (
        "Footing",
        "How firm the ground under a finding is, from 0 to 5: the lowest of what the design can rule out, how "
        "small a difference it could see, and how many schools it lost; less one for each further threat.",
    ),
    (
        "Funnel plot",
        "Every school by its number of pupils. Small schools swing more, so the limits are wide on their side: a "
        "small school far from the centre is nothing unusual.",
    ),
    (
        "Interval",
        "The range of values that fit the results. Of many studies made this way, 95 per cent of such intervals "
        "hold the true value.",
    ),
    ("Matched school", "A comparison school chosen to be like a treated one in what was known before the start."),
    (
        "Months",
        "A difference in standard deviations of pupils, read off the table of the Education Endowment Foundation.",
    ),
    (
        "p value",
        "How often chance alone would make a difference at least as large, were there truly none. A large one "
        "does not show that there is none.",
    ),
    ("Placebo year", "A year in which nothing began, looked at as if it had. A sound method finds nothing there."),
    (
        "Regression to the mean",
        "What stood far from the others by bad luck in one year stands nearer to them in the next.",
    ),
    (
        "Smallest difference that could be seen",
        "A true difference of this size would be found in 80 of 100 such studies; a smaller one mostly missed.",
    ),
    (
        "Standard deviation",
        "How far pupils (or schools) typically lie from their mean: with it outcomes on unlike scales compare.",
    ),
    ("Treated school", "A school in the programme from a certain year on."),
)


def glossary(names: Collection[str] | None = None, *, more: Sequence[tuple[str, str]] = ()) -> Section:
    """Return the section of terms: all of them, or those named, with `more` that only this report uses."""
    told = [*(term for term in TERMS if names is None or term[0] in names), *more]
    return Section("glossary", "Words used here", (Facts(tuple(sorted(told, key=lambda term: term[0].lower()))),))
