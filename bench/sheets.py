"""Sheets: a class made, drawn and turned into a PDF with the answers behind them; and memory over many classes."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import psutil

from bench.database import bench_database
from bench.measure import Figure, Measurement, median_seconds

if TYPE_CHECKING:
    from tests.cast import Troupe

GOAL_SECONDS = 1.0
PUPILS = 30
SIXTY_PAGES = 48
"""So many pupils' sheets make sixty pages: four pupils' answers stand on one."""

REPORTLAB_S, WEASYPRINT_S = 0.65, 9.8
"""What the peers took for sixty such pages on a machine with two cores."""

SITE = "https://ridgeway.example/"
DOCUMENTS = 100
MOST_MEMORY = 350.0
"""Megabytes that the compiler may take at its largest: it is replaced before it grows (see `ridgeway.web.pdf`)."""


def measure() -> list[Measurement | Figure]:
    """A line for each kind of sheet, one for sixty pages, and the compiler's memory over many documents."""
    with bench_database():
        return list(_kinds())


def _kinds() -> Iterator[Measurement | Figure]:
    from ridgeway.foundations.paper.kinds import KINDS
    from ridgeway.foundations.paper.sheets import make_class_sheets
    from ridgeway.schools.tenancy import school_scope
    from tests.cast import TODAY, assemble

    troupe = assemble().ashdown

    def sheets(kind: str) -> bytes:
        return make_class_sheets(troupe.group, kind, on=TODAY, site=SITE)

    with school_scope(troupe.school):
        _fill_up(troupe, PUPILS)
        for kind in KINDS.values():
            seconds = median_seconds(lambda key=kind.key: sheets(key))  # type: ignore[misc]
            size = len(sheets(kind.key)) / 1024
            what = f"{kind.title}: {PUPILS} sheets with answers"
            yield Measurement(what, seconds, GOAL_SECONDS, f"{size:.0f} kB")
        yield _memory(lambda: sheets("own-facts"))
        _fill_up(troupe, SIXTY_PAGES)
        seconds = median_seconds(lambda: sheets("own-facts"))
        beside = f"{seconds / REPORTLAB_S:.1f} × ReportLab, {seconds / WEASYPRINT_S:.2f} × WeasyPrint"
        yield Measurement(
            f"Own facts: sixty pages, {SIXTY_PAGES} sheets with answers", seconds, GOAL_SECONDS, beside
        )


def _memory(work: Callable[[], object]) -> Figure:
    """The most that the compiler took, document after document. In between it is replaced, and there is none."""
    own, sizes = psutil.Process(), []
    for _ in range(DOCUMENTS):
        work()
        compilers = [child for child in own.children() if "ridgeway.web.typst_worker" in child.cmdline()]
        sizes += [child.memory_info().rss / 1024**2 for child in compilers]
    remark = f"{sizes[0]:.0f} MB after the first, {sizes[-1]:.0f} MB after the last"
    return Figure(f"The compiler over {DOCUMENTS} documents, MB at most", max(sizes), MOST_MEMORY, remark=remark)


def _fill_up(troupe: "Troupe", size: int) -> None:
    """Pupils join until the class has so many."""
    from ridgeway.schools.models import GroupMembership, Pupil

    for number in range(GroupMembership.objects.filter(group=troupe.group).count(), size):
        pupil = Pupil.objects.create(
            school=troupe.school,
            legal_forename="Test",
            legal_surname=f"Pupil {number:02d}",
            date_of_birth=dt.date(2018, 1, 1),
        )
        GroupMembership.objects.create(
            school=troupe.school, group=troupe.group, pupil=pupil, starts=troupe.year.starts
        )
