"""Making sheets for a class."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from ridgeway.access.models import CODE_ALPHABET, User
from ridgeway.foundations.paper.contents import ContentError
from ridgeway.foundations.paper.kinds import KINDS, Making, Options, SheetKind
from ridgeway.foundations.paper.look import Look
from ridgeway.foundations.paper.models import CODE_LENGTH, SheetPage, SheetSet
from ridgeway.foundations.paper.printing import sheets_pdf
from ridgeway.schools.models import Pupil, TeachingGroup, YearPlacement


class SheetError(Exception):
    """These sheets can't be made; the message says why in words for a teacher."""


@transaction.atomic
def make_sheets(
    group: TeachingGroup,
    kind: str,
    *,
    on: dt.date,
    pupils: Sequence[Pupil],
    options: Options | None = None,
    same_for_all: bool = False,
    look: Look | None = None,
    aim_seconds: Decimal | None = None,
    double_sided: bool = False,
    made_by: User | None = None,
    seed: int | None = None,
) -> SheetSet:
    """Makes and keeps a page for each pupil. The same seed makes the same pages again.

    `on` is the date printed on them; `options` are those of the kind's form, else the usual ones; `aim_seconds` is
    the time to aim at for each answer, else the usual one for the class's year on paper.
    """
    known = kind_called(kind)
    chosen = known.usual if options is None else options
    if not pupils:
        raise SheetError("There is nobody to make sheets for: choose at least one pupil.")
    if same_for_all and known.own(chosen):
        raise SheetError("A sheet of a pupil's own facts or words can't be the same for everybody.")
    making = Making(
        pupils=pupils,
        years=_years(group, pupils),
        day=on,
        seed=secrets.randbits(63) if seed is None else seed,
        options=chosen,
        same=same_for_all,
        look=look or Look(),
    )
    sheet_set: SheetSet = SheetSet.objects.create(
        school_id=group.school_id,
        group=group,
        kind=kind,
        of=known.of(chosen),
        title=known.title_of(chosen),
        options=chosen,
        same_for_all=same_for_all,
        seed=making.seed,
        aim_seconds=aim_seconds or known.usual_aim(chosen, making.year),
        day=on,
        double_sided=double_sided,
        made_by=made_by,
        **making.look.drawn(),
    )
    _keep_pages(sheet_set, known, making)
    return sheet_set


def make_class_sheets(
    group: TeachingGroup,
    kind: str,
    *,
    on: dt.date | None = None,
    site: str | None = None,
    options: Options | None = None,
    same_for_all: bool = False,
    look: Look | None = None,
) -> bytes:
    """The PDF of new sheets for everybody in the class, for the command line and other programs.

    `on` is today unless it is said; `site` is the address that the QR codes open, this program's own unless it is
    said.
    """
    day = on or timezone.localdate()
    sheet_set = make_sheets(
        group,
        kind,
        on=day,
        pupils=list(group.pupils_on(day)),
        options=options,
        same_for_all=same_for_all,
        look=look,
    )
    return sheets_pdf(sheet_set, site=site or own_address())


def kind_called(key: str) -> SheetKind:
    """The kind of sheet with that key."""
    if key not in KINDS:
        raise SheetError(f"There are no sheets of kind “{key}”. The kinds are: {', '.join(KINDS)}.")
    return KINDS[key]


def own_address() -> str:
    """Where people reach this program, as far as its settings say."""
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in {"localhost", "127.0.0.1", "[::1]", "*"}]
    return f"{'https' if settings.HTTPS else 'http'}://{hosts[0].lstrip('.') if hosts else settings.ADDRESS}/"


def sets_of(group: TeachingGroup) -> QuerySet[SheetSet]:
    """The class's sheets, the newest first, each with how many pages it has and how many have a result."""
    counted = SheetSet.objects.filter(group=group).annotate(sheets=Count("pages"), results=Count("pages__result"))
    return counted.select_related("made_by").order_by("-day", "-pk")  # type: ignore[no-any-return]


def last_sets(group: TeachingGroup) -> dict[str, SheetSet]:
    """The class's latest sheets of each kind, by kind."""
    rows = SheetSet.objects.filter(group=group).order_by("kind", "-pk").distinct("kind")
    return {row.kind: row for row in rows}


def _keep_pages(sheet_set: SheetSet, kind: SheetKind, making: Making) -> None:
    try:
        contents = kind.pages(making)
    except ContentError as error:
        raise SheetError(str(error)) from error
    SheetPage.objects.bulk_create(
        SheetPage(
            school_id=sheet_set.school_id,
            sheet_set=sheet_set,
            pupil=pupil,
            number=number,
            code=_code(making.seed, pupil.pk),
            record=contents[pupil.pk].record(),
        )
        for number, pupil in enumerate(making.pupils, start=1)
    )


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
