"""Pages: where pupils practise, and what their teacher sees of it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import PupilRequest, SchoolRequest, pupil_view, school_view
from ridgeway.fluency import catalogue
from ridgeway.fluency.stages import FLUENT, SECURE
from ridgeway.foundations.classroom import Classroom, look_into
from ridgeway.foundations.heat import STRAND_NAMES, Named, beside_the_grid, fact_map, grid, set_map
from ridgeway.foundations.models import Mistake
from ridgeway.foundations.offline.passes import unlock_secret
from ridgeway.foundations.offline.shell import addresses
from ridgeway.foundations.portrait import answers_of, fluent_chart, pace_chart, portray, recent_sessions
from ridgeway.foundations.steering.models import Preferences
from ridgeway.foundations.steering.preferences import unusual
from ridgeway.foundations.steering.shown import decisions_for
from ridgeway.foundations.tables import answer_rows, gain_in_words, pupil_rows, session_rows
from ridgeway.foundations.week.rows import trying_row
from ridgeway.foundations.week.suggesting import suggest
from ridgeway.foundations.weeks import Week
from ridgeway.foundations.withdrawing import count_again, on_screen, withdraw
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.charts import HeatMap
from ridgeway.web.shell import Link

ANSWERS_A_PAGE = 50


@pupil_view
def practise(request: PupilRequest) -> HttpResponse:
    """The player. Everything it asks for comes from the API."""
    context = {"pupil_key": request.pupil.pk, "unlock": unlock_secret(request.pupil), **addresses()}
    return render(request, "foundations/practise.html", context)


@school_view(needs="teach")
def show_class(request: SchoolRequest, group: int) -> HttpResponse:
    """A week day by day: who practised, how long and how fast, and what the class knows."""
    today = timezone.localdate()
    taught = find_class(group)
    week = Week.asked(request.GET.get("week"), today)
    classroom = look_into(taught, week, today)
    strand = _one_of(STRAND_NAMES, request.GET.get("strand"), classroom.strand)
    opened = next((s.id for s in catalogue().sets if s.id == request.GET.get("set") and s.strand == strand), "")
    context = {
        "crumbs": [Link(request.school.name, reverse("access:school", args=[request.school.urn]))],
        "group": taught,
        "classroom": classroom,
        "later": week.after(today),
        "pupils": pupil_rows(classroom, request.school.urn, today),
        "strand": strand,
        "strands": _strand_tabs(strand, f"?week={week.monday}&strand=", "#facts"),
        "opened": opened,
        **_maps(classroom, request.school.urn, strand, opened),
    }
    return render(request, "foundations/class.html", context)


@school_view(needs="teach")
def show_pupil(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """One pupil: grids, growth, what is next, and every answer of the last sessions."""
    taught = find_class(group)
    shown = _member(taught, pupil)
    portrait = portray(shown, taught, timezone.now())
    strand = _one_of(STRAND_NAMES, request.GET.get("strand"), "add")
    sessions = session_rows(recent_sessions(shown))
    counted = [each.session for each in sessions if not each.withdrawn]
    pages = Paginator(answers_of(shown, counted), ANSWERS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "crumbs": class_crumbs(request.school, taught),
        "group": taught,
        "pupil": shown,
        "portrait": portrait,
        "suggestion": suggest(portrait.advice, portrait.tried, today) if portrait.needs_a_change else None,
        "tried": [
            trying_row(each, shown, taught, request.school.urn, today=today) for each in portrait.tried[::-1]
        ],
        "decided": decisions_for(shown, taught, today).current,
        "unusual": unusual(Preferences.objects.filter(pupil=shown).first()),
        "fluent": sum(count for stage, count in portrait.counts.items() if stage >= FLUENT),
        "secure": portrait.counts[SECURE],
        "pace": list(portrait.paces.values())[-1] if portrait.paces else None,
        "gain": gain_in_words(portrait.gain),
        "strands": _strand_tabs(strand, "?strand=", "#facts"),
        "grid": grid(strand, portrait.known, portrait.stages),
        "with_zero": beside_the_grid(strand, portrait.stages),
        "charts": [fluent_chart(portrait), pace_chart(portrait)],
        "sessions": sessions,
        "page": page,
        "answers": answer_rows(page.object_list),
    }
    return render(request, "foundations/pupil.html", context)


@school_view(needs="teach")
@require_POST
def not_this_pupil(request: SchoolRequest, group: int, pupil: int, session: UUID) -> HttpResponse:
    """Somebody else practised in the pupil's name: the session counts no more."""
    found = get_object_or_404(on_screen(_member(find_class(group), pupil)), pk=session)
    withdraw({found: Mistake.SOMEBODY_ELSE}, by=request.user)
    return _to_sessions(request, group, pupil)


@school_view(needs="teach")
@require_POST
def this_pupil_after_all(request: SchoolRequest, group: int, pupil: int, session: UUID) -> HttpResponse:
    """Undoes the same."""
    shown = _member(find_class(group), pupil)
    count_again([get_object_or_404(on_screen(shown), pk=session, withdrawal__why=Mistake.SOMEBODY_ELSE)])
    return _to_sessions(request, group, pupil)


def _member(group: TeachingGroup, pupil: int) -> Pupil:
    found: Pupil = get_object_or_404(Pupil.objects.filter(memberships__group=group).distinct(), pk=pupil)
    return found


def _to_sessions(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    return redirect(f"{reverse('foundations:pupil', args=[request.school.urn, group, pupil])}#sessions")


def _maps(classroom: Classroom, urn: int, strand: str, opened: str) -> dict[str, HeatMap]:
    if classroom.known is None:
        return {}
    columns = [
        Named(line.pupil, reverse("foundations:pupil", args=[urn, classroom.group.pk, line.pupil.pk]))
        for line in classroom.lines
    ]
    address = f"?week={classroom.week.monday}&strand={strand}"
    maps = {"set_map": set_map(strand, classroom.stages, columns, address=address, opened=opened)}
    if opened:
        maps["fact_map"] = fact_map(opened, classroom.known, classroom.stages, columns)
    return maps


def _strand_tabs(current: str, before: str, after: str) -> list[Link]:
    return [Link(name, f"{before}{strand}{after}", strand == current) for strand, name in STRAND_NAMES.items()]


def _one_of(known: dict[str, str], asked: str | None, usual: str) -> str:
    return asked if asked in known else usual
