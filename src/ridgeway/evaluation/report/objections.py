"""What an expert would object to, each objection once, with the outcomes it is against."""

from __future__ import annotations

from typing import get_args

from ridgeway.evaluation.report.document import Block, Objected, Objections, Section, Words
from ridgeway.evaluation.report.figures import listed
from ridgeway.evaluation.report.names import heading_of
from ridgeway.evaluation.report.subject import Subject
from ridgeway.impact.doubt.objections import CONDITIONS, Severity


def objections(subject: Subject) -> Section:
    """Return the section of objections, the gravest first."""
    found = _grouped(subject)
    count = len(CONDITIONS)
    blocks: list[Block] = [
        Words(
            f"{count} objections that experts raise were looked for. Serious: on its own it may overturn the "
            "finding. Notable: it weakens it. Minor: to be read with it."
        )
    ]
    if found:
        blocks.append(Objections(found))
    else:
        blocks.append(Words("None of them holds here. That is no proof that nothing is wrong.", "lead"))
    return Section("objections", "What an expert would object to", tuple(blocks))


def _grouped(subject: Subject) -> tuple[Objected, ...]:
    """Return each objection once for the outcomes that share its words, with the figure of each."""
    groups: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for each in subject.told["doubts"]["objections"]:
        key = each["title"], each["severity"], each["words"], each["source"]
        groups.setdefault(key, {})[each["outcome"]] = each["figure"]
    order: list[str] = list(get_args(Severity))
    made = []
    for (title, severity, words, source), figures in groups.items():
        figure, against = _told_of(figures, len(subject.result.outcomes))
        made.append(Objected(title, severity, subject.say(figure), subject.say(words), source, against))
    titles = list(dict.fromkeys(each.title for each in made))
    return tuple(sorted(made, key=lambda each: (order.index(each.severity), titles.index(each.title))))


def _told_of(figures: dict[str, str], every: int) -> tuple[str, str]:
    """Return the figure and the outcomes it is of; figures that differ stand with their outcomes."""
    if len(set(figures.values())) > 1:
        return "; ".join(f"{figure} ({heading_of(name)})" for name, figure in figures.items()), ""
    figure = next(iter(figures.values()))
    if every == 1:
        return figure, ""
    return figure, "All outcomes" if len(figures) == every else listed(list(map(heading_of, figures)))
