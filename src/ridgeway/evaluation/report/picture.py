"""The picture: all outcomes beside no difference, then year by year."""

from __future__ import annotations

from collections.abc import Iterator

from ridgeway.evaluation.report import pictures
from ridgeway.evaluation.report.document import Block, Picture, Section, Words
from ridgeway.evaluation.report.subject import Subject


def picture(subject: Subject) -> Section:
    """Return the section with the outcomes as points with intervals, and the years."""
    blocks: list[Block] = []
    if chart := pictures.all_outcomes(subject):
        note = f"A line that crosses zero holds no difference at all ({subject.level} intervals)."
        blocks.append(Picture(chart, note=note))
    if subject.over_years:
        blocks += _years(subject)
    return Section("picture", "The picture", tuple(blocks))


def _years(subject: Subject) -> Iterator[Block]:
    """Each outcome year by year, of both groups and as their difference."""
    yield Words(
        f"By year, intervals are those of each group’s own mean ({subject.level}); how sure the difference "
        "between the two is, its own interval says.",
        "note",
    )
    for outcome in subject.outcomes:
        yield Picture(pictures.by_year(outcome))
        if (chart := pictures.differences(outcome)) and not subject.describes:
            yield Picture(chart)
    if not subject.describes:
        yield Words(
            "In a year-by-year difference the last year before the start is zero by definition. Years before it "
            "should lie near zero: then the two groups moved alike before anything began.",
            "note",
        )
