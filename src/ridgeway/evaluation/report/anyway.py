"""What schools like these did anyway: equally weak schools, all schools, and gains of ten points by chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from ridgeway.evaluation.report.document import Block, Heading, Picture, Points, Section, Table, Words
from ridgeway.evaluation.report.figures import interval, named, percent, signed
from ridgeway.evaluation.report.subject import Outcome, Subject
from ridgeway.web.charts import Bar, DataTable, bar_chart

_KNOWN: Final = ("before", "after", "gains", "funnel", "refused")
"""What has a place of its own, here or where schools are counted; anything else is told in its words."""
_CHANGE: Final = "change"

_BASES: Final = {
    "no change": "By chance, no change",
    "national change": "By chance, as nationally",
    "other schools": "By chance, as others",
}


def anyway(subject: Subject) -> Section:
    """Return the section with what happened, and what would have happened to such schools in any case."""
    blocks: list[Block] = [
        Words(
            "Results of a school swing from year to year. Schools that stood low in one year mostly stand nearer "
            "to the others in the next, with nothing done to them (regression to the mean). So the first question "
            "about any gain is what equally low schools did."
        )
    ]
    many = len(subject.result.outcomes) > 1
    for outcome in subject.outcomes:
        if many:
            blocks.append(Heading(outcome.heading))
        blocks += _rebound(outcome)
        blocks += _gains(outcome)
        blocks += _others(outcome)
    blocks += _changes(subject)
    blocks += _inspections(subject)
    blocks += _refused(subject)
    return Section("anyway", "What schools like these did anyway", tuple(blocks))


def _rebound(outcome: Outcome) -> Iterator[Block]:
    told = outcome.doubts["rebound"]
    if told is None:
        return
    before, after = outcome.described["before"], outcome.described["after"]
    groups = (
        ("Treated schools", "gain", True),
        ("Others as low or high", "equally_weak", False),
        ("All other schools", "everyone", False),
    )
    bars = [
        Bar(name, told[key]["mean"], told[key]["ci_low"], told[key]["ci_high"], marked)
        for name, key, marked in groups
    ]
    caption = f"Mean change from {before} to {after}"
    title = outcome.titled(caption)
    yield Picture(bar_chart(title, bars, what="Mean change", of="Schools", step=outcome.step, width=400), caption)
    beyond, said = told["beyond"], partial(signed, step=outcome.step)
    yield Words(
        f"The treated schools changed by {said(told['gain']['mean'])}; schools outside the programme that stood "
        f"where they did in {before} changed by {said(told['equally_weak']['mean'])}. That leaves "
        f"{said(beyond['mean'])}{outcome.unit} ({outcome.of.level} interval "
        f"{interval(beyond['ci_low'], beyond['ci_high'], step=outcome.step)}) beyond what such schools did anyway."
    )
    yield Words(_theory(outcome, told), "note")


def _theory(outcome: Outcome, told: Mapping[str, Any]) -> str:
    said, parts = partial(signed, step=outcome.step), []
    if told["share"] is not None:
        low, high = told["share_ci"]
        ends = "" if None in (low, high) else f" ({outcome.of.level} interval {percent(low)} to {percent(high)})"
        parts.append(f"Their change is {percent(told['share'])} of the treated schools’ gain{ends}.")
    parts.append(
        f"In {outcome.described['before']} the treated schools stood {said(told['gap_before'])} from the mean of "
        f"all others. Of such a gap {percent(told['reliability'])} lasts from year to year, so a change of "
        f"{said(told['in_theory'])} was to be expected of them without anything being done."
    )
    return " ".join(parts)


def _gains(outcome: Outcome) -> Iterator[Block]:
    told = outcome.described.get("gains")
    if told is None:
        return
    bars = [Bar("Treated schools", 100 * told["share"], 100 * told["ci_low"], 100 * told["ci_high"], marked=True)]
    if told["others_share"] is not None:
        bars.append(Bar("Other schools", 100 * told["others_share"]))
    bars += [Bar(_BASES.get(each["basis"], each["basis"]), 100 * each["share"]) for each in told["chance"]]
    caption = f"Schools that gained {told['points']:g} points or more"
    title = outcome.titled(caption)
    chart = bar_chart(title, bars, what="Share", of="Schools", unit="%", step=1, width=400)
    yield Picture(chart, caption, outcome.of.say(told["words"]))


def _others(outcome: Outcome) -> Iterator[Block]:
    """Whatever else was described, such as movement between inspection grades."""
    for key, told in outcome.described.items():
        if key not in _KNOWN and not key.startswith(_CHANGE) and isinstance(told, Mapping) and "words" in told:
            yield Heading(named(key))
            yield Words(outcome.of.say(told["words"]))


def _changes(subject: Subject) -> Iterator[Block]:
    rows = [
        (
            f"{outcome.heading}, {outcome.described['before']} to {outcome.described['after']}",
            *_change(told, outcome),
        )
        for outcome in subject.outcomes
        for key, told in outcome.described.items()
        if key.startswith(_CHANGE) and isinstance(told, Mapping)
    ]
    if rows:
        columns = ("Outcome", "Beside", "Treated", "Others", f"Difference ({subject.level} interval)")
        yield Heading("Beside schools nationally, and others")
        yield Table("Mean change of the treated schools, and of others", DataTable(columns, tuple(rows)))
        yield Words(
            "This table describes; it does not say why. Schools that were low before tend to gain more than "
            "others whatever is done.",
            "note",
        )


def _change(told: Mapping[str, Any], outcome: Outcome) -> tuple[str, ...]:
    said = partial(signed, step=outcome.step)
    beside = f"{told['against']} ({told['n_comparison']})" if told["n_comparison"] else told["against"]
    return (
        beside,
        f"{said(told['treated_change'])} ({told['n_treated']})",
        said(told["reference_change"]),
        f"{said(told['difference'])} ({interval(told['ci_low'], told['ci_high'], step=outcome.step)})",
    )


def _inspections(subject: Subject) -> Iterator[Block]:
    """Movement between inspection grades beside schools with the same grade before, where the study has any."""
    told = subject.told.get("inspections")
    if not told:
        return
    yield Heading("Inspections")
    if "refused" in told:
        yield Words(f"Movement between grades could not be told. {subject.say(told['refused'])}", "note")
        return
    reached, (rate, low, high) = told["reached"], told["base_rate"]
    bars = [
        Bar(
            "Treated schools",
            100 * reached["share"],
            100 * reached["ci_low"],
            100 * reached["ci_high"],
            marked=True,
        ),
        Bar("Others, same start", 100 * rate, 100 * low, 100 * high),
    ]
    title = f"Of schools inspected since: at grade {told['grade']} or better"
    chart = bar_chart(title, bars, what="Share", of="Schools", unit="%", step=1, width=400)
    yield Picture(chart, note=subject.say(told["words"]))


def _refused(subject: Subject) -> Iterator[Block]:
    items = tuple(
        f"{outcome.heading}, {named(key).lower()}: {subject.say(reason)}"
        for outcome in subject.outcomes
        for key, reason in outcome.described["refused"].items()
    )
    if items:
        yield Words("What could not be described, and why:", "note")
        yield Points(items)
