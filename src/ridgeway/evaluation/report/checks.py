"""Checks of each outcome: what was asked of the finding, how it stands, and the pictures behind that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ridgeway.evaluation.report import pictures
from ridgeway.evaluation.report.document import (
    Asked,
    Block,
    Facts,
    Heading,
    Picture,
    Points,
    Questions,
    Section,
    Table,
    Words,
)
from ridgeway.evaluation.report.figures import interval, named, plainly, tabled
from ridgeway.evaluation.report.subject import Outcome, Subject
from ridgeway.web.charts import Estimated, interval_chart

_TOLD_HERE: Final = (
    *("placebo", "randomisation_p", "randomisation", "rebound", "leave_one_out", "attrition"),
    *("other_ways", "other_years", "refused", "answers"),
)
"""What has a place of its own in the report; any other figure that no answer tells of is shown as it comes."""

_MOST_SCHOOLS: Final = 6


def checks(subject: Subject) -> Section:
    """Return the section of checks: every question with its answer, then the pictures behind them."""
    blocks: list[Block] = []
    many = len(subject.result.outcomes) > 1
    for outcome in subject.outcomes:
        if many:
            blocks.append(Heading(outcome.heading))
        blocks += _questions(outcome)
        if not subject.describes:
            blocks += _pictures(outcome)
        told = {answer["check"] for answer in outcome.doubts["answers"]}
        for key, found in outcome.doubts.items():
            if key not in _TOLD_HERE and key not in told:
                blocks += shown(named(key), found, outcome)
    return Section("checks", "Checks", tuple(blocks))


def _questions(outcome: Outcome) -> Iterator[Block]:
    """Every question with its answer, and what else could not be worked out."""
    answers, say = outcome.doubts["answers"], outcome.of.say
    if answers:
        items = (
            Asked(each["question"], say(each["figure"]), say(each["words"]), each["verdict"]) for each in answers
        )
        yield Questions(tuple(items))
    untold = [
        f"{named(key)}: {say(reason)}"
        for key, reason in outcome.doubts["refused"].items()
        if not any(each["words"] in reason for each in answers)
    ]
    if untold:
        yield Words("What else could not be worked out, and why:", "note")
        yield Points(tuple(untold))


def shown(name: str, told: Any, outcome: Outcome) -> Iterator[Block]:
    """Show the finding of any check: its words, its figures, its rows."""
    match told:
        case None:
            return
        case Mapping():
            yield Words(f"{name}. {outcome.of.say(told['words'])}" if "words" in told else f"{name}.")
            if facts := [
                (named(key), plainly(each)) for key, each in told.items() if key != "words" and _short(each)
            ]:
                yield Facts(tuple(facts))
            for key, each in told.items():
                if key != "words" and not _short(each):
                    yield from shown(f"{name}: {named(key).lower()}", each, outcome)
        case [Mapping(), *_]:
            yield Table(name, tabled(told))
        case _:
            yield Facts(((name, plainly(told)),))


def _short(value: Any) -> bool:
    return not isinstance(value, Mapping) and not (isinstance(value, Sequence) and not isinstance(value, str))


def _pictures(outcome: Outcome) -> Iterator[Block]:
    yield from _placebo(outcome)
    yield from _redrawn(outcome)
    yield from _left_out(outcome)
    yield from _other_ways(outcome)


def _placebo(outcome: Outcome) -> Iterator[Block]:
    if not (told := outcome.doubts["placebo"]):
        return
    real = outcome.told
    bars = [Estimated("The real start", real["estimate"], real["ci_low"], real["ci_high"], marked=True)]
    bars += [
        Estimated(f"Made to begin in {each['first']}", each["estimate"], each["ci_low"], each["ci_high"])
        for each in told
    ]
    caption = "Placebo years"
    chart = interval_chart(outcome.titled(caption), bars, what="Difference", of="Start", step=outcome.step)
    note = "Made to begin in a year in which nothing began, the schools should show an interval that holds zero."
    yield Picture(chart, caption, note)


def _redrawn(outcome: Outcome) -> Iterator[Block]:
    told = outcome.doubts["randomisation"]
    if not told:
        return
    ruled_in = interval(told["ci_low"], told["ci_high"], step=outcome.step)
    note = f"Differences that this check does not rule out: {ruled_in}."
    if chart := pictures.redrawn(outcome):
        yield Picture(chart, pictures.RANDOM, note)


def _left_out(outcome: Outcome) -> Iterator[Block]:
    told, found = outcome.doubts["leave_one_out"], outcome.found.checks.leave_one_out
    if not told or found is None:
        return
    full, without = found.full, found.without[:_MOST_SCHOOLS]
    bars = [Estimated("All schools", full.estimate, full.ci_low, full.ci_high, marked=True)]
    bars += [
        Estimated(f"Without {each.name}", each.estimate.estimate, each.estimate.ci_low, each.estimate.ci_high)
        for each in without
    ]
    caption = "With one school left out"
    chart = interval_chart(outcome.titled(caption), bars, what="Difference", of="Schools", step=outcome.step)
    fewer = len(found.without) > len(without)
    note = f"The {len(without)} of {len(found.without)} treated schools that move it most." if fewer else ""
    yield Picture(chart, caption, note)


def _other_ways(outcome: Outcome) -> Iterator[Block]:
    for key, caption in (("other_ways", "Other ways of comparing"), ("other_years", "Other years")):
        told, real = outcome.doubts[key], outcome.told
        rows = [each for each in told["rows"] if "estimate" in each] if told else []
        if not rows:
            continue
        shown = [Estimated("As in the study", real["estimate"], real["ci_low"], real["ci_high"], marked=True)]
        shown += [
            Estimated(_capital(each["name"]), each["estimate"], each["ci_low"], each["ci_high"]) for each in rows
        ]
        chart = interval_chart(outcome.titled(caption), shown, what="Difference", of="Way", step=outcome.step)
        yield Picture(chart, caption)


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
