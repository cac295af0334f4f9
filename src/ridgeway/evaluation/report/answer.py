"""The answer: what was found, how sure, how large, and how firm it stands, in the result's own words."""

from __future__ import annotations

from ridgeway.evaluation.report.document import Block, Finding, Section, Words
from ridgeway.evaluation.report.figures import interval, signed
from ridgeway.evaluation.report.subject import Outcome, Subject
from ridgeway.impact.say.footing import WORDS
from ridgeway.web.charts import steps

CLEAR = 0.05
"""A p value, adjusted for all outcomes, up to which chance alone would seldom make such a difference."""


def answer(subject: Subject) -> Section:
    """Return the section with the answer to each outcome."""
    blocks: list[Block] = []
    if subject.describes:
        blocks.append(
            Words("This report describes what happened. It makes no claim about what the programme did.", "lead")
        )
    elif len(subject.result.outcomes) > 1:
        blocks.append(Words(together(subject), "lead"))
    blocks += [_finding(outcome) for outcome in subject.outcomes]
    return Section("answer", "The answer", tuple(blocks))


def together(subject: Subject) -> str:
    """Return a sentence or two on all outcomes at once, with p values adjusted for their number."""
    study, count = subject.told["study"], len(subject.result.outcomes)
    clear = [each for each in subject.outcomes if each.told["p_adjusted"] <= CLEAR]
    first = (
        f"{subject.treated} were looked at beside {study['n_comparison']:,} {subject.beside}, in {count} outcomes."
    )
    if not clear:
        seen = "no outcome differs by more than chance alone would often make"
    elif len(clear) == count:
        seen = "chance alone would seldom make differences as large in any of them"
    else:
        seen = f"{len(clear)} of {count} differ by more than chance alone would often make"
    return f"{first} Allowing for {count} outcomes at once, {seen}."


def _finding(outcome: Outcome) -> Finding:
    told, level = outcome.told, outcome.of.level
    footing = told["footing"]
    return Finding(
        name=outcome.heading,
        figure=signed(told["estimate"], outcome.unit, step=outcome.step),
        interval=f"{level} interval {interval(told['ci_low'], told['ci_high'], step=outcome.step)}",
        text=outcome.of.say(told["words"]),
        footing=steps("Footing", footing["score"], len(WORDS) - 1, word=footing["word"]),
        reasons=tuple(footing["reasons"]),
    )
