"""Who works at the school with which role: for those who give the roles."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ridgeway.access.forms import RoleForm, what_roles_may_do
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.access.models import Membership, User
from ridgeway.access.roles import Role
from ridgeway.access.second_factor import (
    SecondFactorError,
    turn_off_for_colleague,
    turned_off_for,
    with_second_factor,
)
from ridgeway.access.staff import (
    StaffError,
    end_role,
    give_role,
    may_have_password_link,
    password_link,
    roles_at,
)


@school_view(needs="manage_staff")
def staff(request: SchoolRequest) -> HttpResponse:
    """The people and their roles; adding a person."""
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _give(request, form)
    current, past = roles_at(request.school, timezone.localdate())
    waiting = {role.user_id for role in current if may_have_password_link(role.user, request.school)}
    said = {
        "form": form,
        "current": current,
        "past": past,
        "waiting": waiting,
        "with_app": with_second_factor(role.user for role in current) - {request.user.pk},
        "turned_off": turned_off_for(role.user for role in (*current, *past)),
        "roles": what_roles_may_do(),
    }
    return render(request, "access/staff.html", said)


@school_view(needs="manage_staff")
@require_POST
def stop_role(request: SchoolRequest, membership: int) -> HttpResponse:
    """Ends a role today."""
    found = get_object_or_404(Membership.objects.select_related("user"), pk=membership, school=request.school)
    try:
        end_role(found, timezone.localdate())
    except StaffError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.user} is no longer {found.get_role_display()} here.")
    return redirect("access:staff", request.school.urn)


@school_view(needs="manage_staff")
@require_POST
def new_link(request: SchoolRequest, membership: int) -> HttpResponse:
    """Shows a person's link to set a password again, as long as they have not used one."""
    found = get_object_or_404(Membership.objects.select_related("user"), pk=membership, school=request.school)
    if may_have_password_link(found.user, request.school):
        return _show_link(request, found.user)
    messages.warning(request, f"{found.user} has a password already and can reset it on the sign-in page.")
    return redirect("access:staff", request.school.urn)


@school_view(needs="manage_staff")
@require_POST
def turn_off_second_factor(request: SchoolRequest, membership: int) -> HttpResponse:
    """Turns off the second factor of a colleague who has lost phone and recovery codes, and tells them by mail."""
    found = get_object_or_404(Membership.objects.select_related("user"), pk=membership, school=request.school)
    answer: HttpResponse = _turn_off(request, found.user)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]
def _turn_off(request: SchoolRequest, person: User) -> HttpResponse:
    try:
        turn_off_for_colleague(person, request.school, by=request.user)
    except SecondFactorError as refusal:
        messages.error(request, str(refusal))
    else:
        context = {"school": request.school, "person": person, "by": request.user}
        get_adapter(request).send_mail("access/email/second_factor", person.email, context)
        messages.success(request, f"{person} signs in with the password alone, until they set up their new phone.")
    return redirect("access:staff", request.school.urn)


def _give(request: SchoolRequest, form: RoleForm) -> HttpResponse:
    given = give_role(
        email=form.cleaned_data["email"],
        role=Role(form.cleaned_data["role"]),
        starts=form.cleaned_data["starts"],
        school=request.school,
        first_name=form.cleaned_data["first_name"],
        last_name=form.cleaned_data["last_name"],
        staff=form.cleaned_data["staff"],
    )
    if given.new_person:
        return _show_link(request, given.membership.user)
    messages.success(
        request,
        f"{given.membership.user} is now {given.membership.get_role_display()} here, "
        "and signs in with the account they have.",
    )
    return redirect("access:staff", request.school.urn)


def _show_link(request: SchoolRequest, person: User) -> HttpResponse:
    link = request.build_absolute_uri(password_link(person))
    mailed = bool(settings.EMAIL_HOST)
    if mailed:
        get_adapter(request).send_mail(
            "access/email/welcome", person.email, {"link": link, "school": request.school, "person": person}
        )
    return render(request, "access/password_link.html", {"person": person, "link": link, "mailed": mailed})
