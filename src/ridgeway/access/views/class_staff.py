"""Who teaches and supports a class: for those who give staff their classes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from ridgeway.access.classes import class_crumbs
from ridgeway.access.forms import TeachingForm
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.access.teaching import TeachingError, assign, end_assignment, staff_of
from ridgeway.schools.models import StaffAssignment, TeachingGroup
from ridgeway.schools.models.classes import Part


@school_view(needs="manage_staff")
def class_staff(request: SchoolRequest, group: int) -> HttpResponse:
    """Who is with the class now, who was, and adding somebody."""
    found = get_object_or_404(TeachingGroup.objects.select_related("academic_year", "school"), pk=group)
    today = timezone.localdate()
    form = TeachingForm(request.POST or None, group=found, day=today)
    if request.method == "POST" and form.is_valid() and _assign(request, found, form):
        return redirect("access:class_staff", request.school.urn, found.pk)
    context = {
        "group": found,
        "crumbs": class_crumbs(request.school, found),
        "form": form,
        "staff": staff_of(found, today),
        "today": today,
    }
    return render(request, "access/class_staff.html", context)


@school_view(needs="manage_staff")
@require_POST
def stop_teaching(request: SchoolRequest, group: int, assignment: int) -> HttpResponse:
    """Ends somebody's time with the class today."""
    assignments = StaffAssignment.objects.select_related("staff", "group")
    found = get_object_or_404(assignments, pk=assignment, group=group)
    try:
        end_assignment(found, timezone.localdate())
    except TeachingError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.staff} is no longer {found.get_part_display()} of {found.group}.")
    return redirect("access:class_staff", request.school.urn, group)


def _assign(request: SchoolRequest, group: TeachingGroup, form: TeachingForm) -> bool:
    """Whether the person now has the class; if not, the form says why."""
    given = form.cleaned_data
    try:
        assignment = assign(group, given["person"], Part(given["part"]), given["starts"])
    except TeachingError as refusal:
        form.add_error(None, str(refusal))
        return False
    part, day = assignment.get_part_display(), date_format(assignment.starts)
    messages.success(request, f"{given['person']} is {part} of {group} from {day}.")
    return True
