"""Making sheets for a class."""

import datetime as dt
import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from ridgeway.access.models import CODE_ALPHABET, User
from ridgeway.fluency.aims import aim_ms
from ridgeway.foundations.fold import nothing_known
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.models import KnowledgeState
from ridgeway.foundations.paper.grids import KINDS, Content, Kind, Span, make_grid
from ridgeway.foundations.paper.models import CODE_LENGTH, SheetPage, SheetSet
from ridgeway.foundations.paper.printing import sheets_pdf
from ridgeway.foundations.paper.rehearsal import make_fact_page, plan_page
from ridgeway.schools.models import Pupil, TeachingGroup, YearPlacement


class SheetError(Exception):
    """These sheets can't be made; the message says why in words for a teacher."""


@transaction.atomic
def make_sheets(
    group: TeachingGroup,
    kind: Kind,
    *,
    on: dt.date,
    pupils: Sequence[Pupil],
    same_for_all: bool = False,
    span: Span = "1-10",
    aim_seconds: Decimal | None = None,
    double_sided: bool = False,
    made_by: User | None = None,
    seed: int | None = None,
) -> SheetSet:
    """Makes and keeps a page for each pupil. The same seed makes the same pages again.

    `on` is the date printed on them; `aim_seconds` the time to aim at for each answer, else the usual one for the
    class's year on paper.
    """
    if not pupils:
        raise SheetError("There is nobody to make sheets for: choose at least one pupil.")
    if kind == "own-facts" and same_for_all:
        raise SheetError("A sheet of a pupil's own facts can't be the same for everybody.")
    years = _years(group, pupils)
    sheet_set: SheetSet = SheetSet.objects.create(
        school_id=group.school_id,
        group=group,
        kind=kind,
        span=span,
        same_for_all=same_for_all,
        seed=secrets.randbits(63) if seed is None else seed,
        aim_seconds=aim_seconds or usual_aim(kind, _commonest(years)),
        day=on,
        double_sided=double_sided,
        made_by=made_by,
    )
    contents = (
        _own_facts(sheet_set, pupils, years) if kind == "own-facts" else _grids(sheet_set, kind, span, pupils)
    )
    SheetPage.objects.bulk_create(
        SheetPage(
            school_id=group.school_id,
            sheet_set=sheet_set,
            pupil=pupil,
            number=number,
            code=_code(sheet_set.seed, pupil.pk),
            record=contents[pupil.pk].record(),
        )
        for number, pupil in enumerate(pupils, start=1)
    )
    return sheet_set


def make_class_sheets(
    group: TeachingGroup,
    kind: str,
    *,
    on: dt.date | None = None,
    site: str | None = None,
    span: Span = "1-10",
    same_for_all: bool = False,
) -> bytes:
    """The PDF of new sheets for everybody in the class, for the command line and other programs.

    `on` is today unless it is said; `site` is the address that the QR codes open, this program's own unless it is
    said.
    """
    day = on or timezone.localdate()
    known_kind = next((known for known in KINDS if known == kind), None)
    if known_kind is None:
        raise SheetError(f"There are no sheets of kind “{kind}”. The kinds are: {', '.join(KINDS)}.")
    pupils = list(group.pupils_on(day))
    sheet_set = make_sheets(group, known_kind, on=day, pupils=pupils, span=span, same_for_all=same_for_all)
    return sheets_pdf(sheet_set, site=site or own_address())


def own_address() -> str:
    """Where people reach this program, as far as its settings say."""
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in {"localhost", "127.0.0.1", "[::1]", "*"}]
    return f"{'https' if settings.HTTPS else 'http'}://{hosts[0].lstrip('.') if hosts else settings.ADDRESS}/"


def usual_aim(kind: Kind, year: int | None) -> Decimal:
    """The aim for each answer on paper, in seconds, where the teacher has not set another."""
    strand = "mul" if kind == "multiplication-grid" else "add"
    return Decimal(aim_ms(strand, year=year, device="paper")) / 1000


def sets_of(group: TeachingGroup) -> QuerySet[SheetSet]:
    """The class's sheets, the newest first, each with how many pages it has and how many have a result."""
    counted = SheetSet.objects.filter(group=group).annotate(sheets=Count("pages"), results=Count("pages__result"))
    return counted.select_related("made_by").order_by("-day", "-pk")  # type: ignore[no-any-return]


def _grids(sheet_set: SheetSet, kind: Kind, span: Span, pupils: Sequence[Pupil]) -> Mapping[int, Content]:
    if sheet_set.same_for_all:
        grid = make_grid(kind, span=span, rng=np.random.default_rng([sheet_set.seed]))
        return {pupil.pk: grid for pupil in pupils}
    return {pupil.pk: make_grid(kind, span=span, rng=_random(sheet_set, pupil)) for pupil in pupils}


def _own_facts(sheet_set: SheetSet, pupils: Sequence[Pupil], years: Mapping[int, int]) -> Mapping[int, Content]:
    states = KnowledgeState.objects.filter(pupil__in=pupils, subject="number-facts", answers__gt=0)
    noon = dt.datetime.combine(sheet_set.day, dt.time(12), dt.UTC)
    known = {state.pupil_id: read_knowledge(state) for state in states}
    times = {state.pupil_id: max(noon, state.last_at) for state in states}
    nothing = nothing_known()
    pages: dict[int, Content] = {}
    for pupil in pupils:
        rng = _random(sheet_set, pupil)
        knowledge = known.get(pupil.pk, nothing)
        plan = plan_page(knowledge, at=times.get(pupil.pk, noon), rng=rng, year=years.get(pupil.pk))
        pages[pupil.pk] = make_fact_page(plan, rng=rng)
    return pages


def _random(sheet_set: SheetSet, pupil: Pupil) -> np.random.Generator:
    return np.random.default_rng([sheet_set.seed, pupil.pk])


def _code(seed: int, pupil_id: int) -> str:
    """The code on a page: 46 random bits, since the seed is random. It opens nothing without signing in."""
    number = int.from_bytes(hashlib.sha256(f"{seed}:{pupil_id}".encode()).digest())
    return "".join(
        CODE_ALPHABET[number // len(CODE_ALPHABET) ** place % len(CODE_ALPHABET)] for place in range(CODE_LENGTH)
    )


def _years(group: TeachingGroup, pupils: Sequence[Pupil]) -> dict[int, int]:
    """The school year of each pupil that has one; 0 for Reception and younger."""
    rows = YearPlacement.objects.filter(academic_year=group.academic_year_id, pupil__in=pupils)
    return {
        pupil_id: int(year) if year.isdecimal() else 0
        for pupil_id, year in rows.values_list("pupil_id", "year_group")
    }


def _commonest(years: Mapping[int, int]) -> int | None:
    counted = Counter(years.values()).most_common(1)
    return counted[0][0] if counted else None
