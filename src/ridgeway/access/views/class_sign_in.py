"""Where a teacher makes a class able to sign in: code, badges, pictures."""

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ridgeway.access.cards import badges_pdf, picture_cards_pdf
from ridgeway.access.class_sign_in import (
    badges_of,
    give_new_pictures,
    let_badge_alone,
    make_new_badge,
    make_new_code,
    pupil_lines,
)
from ridgeway.access.classes import find_class
from ridgeway.access.gate import SchoolRequest, key_named, school_view
from ridgeway.access.models import ClassCode
from ridgeway.access.pictures import Password, as_names, from_names
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.pdf_reply import pdf_reply
from ridgeway.web.shell import Link

CARDS_SALT = "ridgeway.access.cards"
CARDS_SECONDS = 60 * 60


@school_view(needs="teach")
def class_sign_in(request: SchoolRequest, group: int) -> HttpResponse:
    """The class code, and every pupil's way in."""
    found = find_class(group)
    lines = pupil_lines(found, timezone.localdate())
    return render(
        request,
        "access/class_sign_in.html",
        {
            "group": found,
            "crumbs": [_class_link(request, found)],
            "code": ClassCode.objects.filter(group=found).first(),
            "address": request.build_absolute_uri(reverse("access:pupil_sign_in")),
            "lines": lines,
            "without_pictures": sum(not line.has_pictures for line in lines),
        },
    )


@school_view(needs="teach")
@require_POST
def new_code(request: SchoolRequest, group: int) -> HttpResponse:
    """Makes the class's code anew."""
    found = find_class(group)
    make_new_code(found)
    messages.success(request, f"{found} has a new class code. Tablets ask for it once.")
    return redirect(_page(request, found))


@school_view(needs="teach")
@require_POST
def badges(request: SchoolRequest, group: int) -> HttpResponse:
    """Badges to print: of the whole class, or of the one pupil that the form names."""
    found = find_class(group)
    pupils = _chosen(request, found)
    keys = badges_of(pupils)
    addresses = {
        key: request.build_absolute_uri(reverse("access:badge", args=[badge])) for key, badge in keys.items()
    }
    return pdf_reply(badges_pdf(found, pupils, addresses), f"Badges {found}.pdf")


@school_view(needs="teach")
@require_POST
def new_pictures(request: SchoolRequest, group: int) -> HttpResponse:
    """Gives new pictures to one pupil, to those without any, or to all; shows them this once."""
    found = find_class(group)
    pupils = _chosen(request, found)
    if request.POST.get("who") == "without":
        pupils = [pupil for pupil in pupils if not _has_pictures(pupil)]
    passwords = give_new_pictures(pupils)
    return render(
        request,
        "access/new_pictures.html",
        {
            "group": found,
            "crumbs": [_class_link(request, found), Link("Sign-in", _page(request, found))],
            "cards": [(pupil, passwords[pupil.pk]) for pupil in pupils],
            "signed": _sign(found, passwords),
        },
    )


@school_view(needs="teach")
@require_POST
def picture_cards(request: SchoolRequest, group: int) -> HttpResponse:
    """Cards of pictures set just now, to print. Only the page that showed them knows them, signed by us."""
    found = find_class(group)
    try:
        passwords = _unsign(found, request.POST.get("cards", ""))
    except signing.BadSignature:
        messages.warning(request, "Pictures can be printed for an hour after they are set. Set new ones.")
        return redirect(_page(request, found))
    pupils = [pupil for pupil in _chosen(request, found) if pupil.pk in passwords]
    return pdf_reply(picture_cards_pdf(found, pupils, passwords), f"Pictures {found}.pdf")


@school_view(needs="teach")
@require_POST
def new_badge(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """Makes the pupil's old badge useless."""
    found = find_class(group)
    child = _pupil(found, pupil)
    make_new_badge(child)
    messages.success(request, f"{child}'s old badge no longer works. Print the new one.")
    return redirect(_page(request, found))


@school_view(needs="teach")
@require_POST
def badge_alone(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """Says whether the badge alone is enough for the pupil."""
    found = find_class(group)
    child = _pupil(found, pupil)
    enough = request.POST.get("enough") == "yes"
    let_badge_alone(child, enough)
    said = "signs in with the badge alone" if enough else "needs the pictures again"
    messages.success(request, f"{child} {said}.")
    return redirect(_page(request, found))


def _pupil(group: TeachingGroup, key: int) -> Pupil:
    return get_object_or_404(group.pupils_on(timezone.localdate()), pk=key)


def _chosen(request: SchoolRequest, group: TeachingGroup) -> list[Pupil]:
    pupils = group.pupils_on(timezone.localdate()).select_related("sign_in")
    key = request.POST.get("pupil", "")
    return [get_object_or_404(pupils, pk=key_named(key))] if key else list(pupils)


def _has_pictures(pupil: Pupil) -> bool:
    sign_in = getattr(pupil, "sign_in", None)
    return bool(sign_in and sign_in.pictures)


def _sign(group: TeachingGroup, passwords: dict[int, Password]) -> str:
    return signing.dumps([group.pk, as_names(passwords)], salt=CARDS_SALT, compress=True)


def _unsign(group: TeachingGroup, signed: str) -> dict[int, Password]:
    key, names = signing.loads(signed, salt=CARDS_SALT, max_age=CARDS_SECONDS)
    if key != group.pk:
        raise signing.BadSignature("These pictures are of another class.")
    return from_names(names)


def _page(request: SchoolRequest, group: TeachingGroup) -> str:
    return reverse("access:class_sign_in", args=[request.school.urn, group.pk])


def _class_link(request: SchoolRequest, group: TeachingGroup) -> Link:
    return Link(group.name, reverse("foundations:class", args=[request.school.urn, group.pk]))
