"""Handing pupils' records on: a Common Transfer File of a class or of one pupil."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from ridgeway.access.classes import classes_of
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.exchange.export import transfer_file
from ridgeway.exchange.forms import ClassExportForm, PupilExportForm
from ridgeway.schools.models import Enrolment, Pupil, TeachingGroup


@school_view(needs="manage_roster")
def export(request: SchoolRequest) -> HttpResponse:
    """Choose a class or a pupil."""
    return _page(request)


@school_view(needs="manage_roster")
def export_ctf(request: SchoolRequest) -> HttpResponse:
    """The file, as a download."""
    if "class" in request.GET:
        form: ClassExportForm | PupilExportForm = ClassExportForm(_classes(request), request.GET)
    elif "pupil" in request.GET:
        form = PupilExportForm(*_pupils(), request.GET)
    else:
        raise Http404("Neither a class nor a pupil was chosen.")
    if not form.is_valid():
        return _page(request, form)
    chosen = form.cleaned_data
    if "class" in chosen:
        group: TeachingGroup = get_object_or_404(TeachingGroup.objects.all(), pk=chosen["class"])
        keys = set(group.pupils_on(timezone.localdate()).values_list("pk", flat=True))
    else:
        keys = {chosen["pupil"]}
    file = transfer_file(request.school, keys, written=timezone.localtime(), destination=chosen["to"])
    response = HttpResponse(file.data, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _page(request: SchoolRequest, form: ClassExportForm | PupilExportForm | None = None) -> HttpResponse:
    classes, (here, gone) = _classes(request), _pupils()
    said = {
        "of_class": form if isinstance(form, ClassExportForm) else ClassExportForm(classes),
        "of_pupil": form if isinstance(form, PupilExportForm) else PupilExportForm(here, gone),
        "form": form,
        "has_classes": bool(classes),
        "has_pupils": bool(here or gone),
    }
    return render(request, "exchange/export.html", said)


def _classes(request: SchoolRequest) -> list[TeachingGroup]:
    """The classes of this school year, as the school's page lists them."""
    return [line.group for line in classes_of(request.user, timezone.localdate())]


def _pupils() -> tuple[list[Pupil], list[Pupil]]:
    """The pupils on roll, and those who have left."""
    on_roll = set(Enrolment.objects.on(timezone.localdate()).values_list("pupil_id", flat=True))
    pupils = list(Pupil.objects.all())
    return [pupil for pupil in pupils if pupil.pk in on_roll], [
        pupil for pupil in pupils if pupil.pk not in on_roll
    ]
