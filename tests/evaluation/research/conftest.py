"""Schools with enough pupils for a release, and what they have practised."""

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Sequence

import pytest
from django.utils import timezone

from ridgeway.evaluation.research.reading import Asked
from ridgeway.evaluation.research.release import Why
from ridgeway.foundations.models import KnowledgeDay, PracticeDay
from ridgeway.foundations.timings.models import Timing
from ridgeway.schools.models import Characteristic, Pupil, YearPlacement
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe

THIS_YEAR = academic_year_of(TODAY)
PURPOSE = "Does a minute a day more go with faster growth?"
ASKED = Asked(THIS_YEAR, THIS_YEAR, ("sex", "sen"), ("practice_weeks", "knowledge_weeks", "timed_counts"))


def why(cast: Cast) -> Why:
    return Why(cast.network_lead, timezone.now(), PURPOSE, "A. Researcher, University of Somewhere")


def add_pupil(troupe: Troupe, *, year_group: str = "4", sex: str = "F", sen: str = "", **more: object) -> Pupil:
    """One more pupil, who practised on two days of one week and wrote the alphabet."""
    monday = troupe.year.starts + dt.timedelta(days=7 - troupe.year.starts.weekday())
    with school_scope(troupe.school):
        facts = {"legal_forename": "Any", "legal_surname": "Body", "date_of_birth": dt.date(2018, 1, 1)} | more
        pupil: Pupil = Pupil.objects.create(school=troupe.school, sex=sex, **facts)
        own = {"school": troupe.school, "pupil": pupil}
        YearPlacement.objects.create(academic_year=troupe.year, year_group=year_group, **own)
        if sen:
            Characteristic.objects.create(kind="sen_provision", value=sen, starts=troupe.year.starts, **own)
        for at, day in enumerate((monday + dt.timedelta(days=1), monday + dt.timedelta(days=3))):
            PracticeDay.objects.create(
                day=day, strand="mul", device="touch", answers=40, correct=30 + at, timed=25, milliseconds=90_000,
                log_seconds=10.0, **own,
            )  # fmt: skip
            KnowledgeDay.objects.create(subject="number-facts", day=day, met=50, fluent=20 + at, secure=5, **own)
        Timing.objects.create(
            id=uuid.uuid4(), writing="alphabet", seconds=60, correct=20, errors=1, device="paper",
            at=dt.datetime.combine(monday + dt.timedelta(days=2), dt.time(10), dt.UTC), **own,
        )  # fmt: skip
    return pupil


def files_in(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def schools(cast: Cast) -> Sequence[Troupe]:
    """Two schools with twelve more girls and twelve more boys each, all in Year 4."""
    for troupe in (cast.ashdown, cast.birchwood):
        for at in range(24):
            add_pupil(troupe, sex="FM"[at % 2])
    return cast.ashdown, cast.birchwood
