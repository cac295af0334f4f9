"""How pupils come in. Whatever happens here, a child reads a kind sentence and can go on."""

import time

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ridgeway.access.gate import open_to_pupils, signed_in_pupil
from ridgeway.access.limits import CLASS_CODES
from ridgeway.access.models import PupilSignIn
from ridgeway.access.pictures import LENGTH, pictures_named
from ridgeway.access.pupil_sign_in import (
    CLASS_COOKIE,
    Outcome,
    barred,
    class_code_of,
    normal_code,
    open_badge,
    open_class,
    remember_class,
    remembered_class,
    sign_in_pupil,
    tile_names,
    try_pictures,
)
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from ridgeway.web.pictures import PICTURES

NO_CODE = "Type the code of your class first."
UNKNOWN_CLASS = "We do not know that class code. Look at it again, or ask your teacher."
UNKNOWN_BADGE = "We do not know this badge. Ask your teacher for a new one."
TOO_MANY_CODES = "There were too many wrong codes. Wait a few minutes, or ask your teacher."

BADGE_KEY = "badge"
"""Session entry of a badge just scanned: [school key, pupil key, time in seconds, its mark]."""
BADGE_SECONDS = 5 * 60


@open_to_pupils
def pupil_sign_in(request: HttpRequest) -> HttpResponse:
    """Type a class code or scan a badge; a device that knows its class goes straight to the name tiles."""
    if request.method == "POST":
        code = normal_code(request.POST.get("code", ""))
        return redirect("access:pupil_names", code) if code else _code_page(request, NO_CODE)
    remembered = remembered_class(request)
    if remembered and "other" not in request.GET:
        return redirect("access:pupil_names", remembered)
    return _code_page(request)


@open_to_pupils
def pupil_names(request: HttpRequest, code: str) -> HttpResponse:
    """The name tiles of a class."""
    if _too_many_codes(request, code):
        return _code_page(request, TOO_MANY_CODES, status=429)
    with open_class(code) as group:
        if group is None:
            return _unknown_class(request)
        pupils = list(group.pupils_on(timezone.localdate()))
        tiles = sorted(tile_names(pupils).items(), key=lambda tile: tile[1].casefold())
        response = render(request, "access/pupil_names.html", {"group": group, "code": code, "tiles": tiles})
    remember_class(response, normal_code(code), secure=request.is_secure())
    return response


@open_to_pupils
def pupil_pictures(request: HttpRequest, code: str, pupil: int) -> HttpResponse:
    """The three pictures of the pupil whose tile was pressed."""
    if _too_many_codes(request, code):
        return _code_page(request, TOO_MANY_CODES, status=429)
    with open_class(code) as group:
        if group is None:
            return _unknown_class(request)
        found = group.pupils_on(timezone.localdate()).select_related("sign_in").filter(pk=pupil).first()
        if found is None:
            return redirect("access:pupil_names", code)
        return _pictures(request, found, getattr(found, "sign_in", None))


@open_to_pupils
def badge(request: HttpRequest, key: str) -> HttpResponse:
    """Where the QR code of a badge leads: it says who is coming, and keeps the key out of the page's address."""
    with open_badge(key, timezone.localdate()) as sign_in:
        if sign_in is None:
            return _code_page(request, UNKNOWN_BADGE, status=404)
        request.session[BADGE_KEY] = [sign_in.school_id, sign_in.pupil_id, int(time.time()), _mark(sign_in)]
    return redirect("access:pupil_badge")


@open_to_pupils
def pupil_badge(request: HttpRequest) -> HttpResponse:
    """After scanning a badge: the pictures, or only a button where the badge alone is enough."""
    school_id, pupil_id, scanned, mark = request.session.get(BADGE_KEY, (0, 0, 0, ""))
    if time.time() - scanned > BADGE_SECONDS:
        return redirect("access:pupil_sign_in")
    with school_scope(school_id):
        sign_in = PupilSignIn.objects.select_related("pupil").filter(pupil=pupil_id).first()
        if sign_in is None or _mark(sign_in) != mark:
            return redirect("access:pupil_sign_in")
        if not sign_in.badge_alone:
            return _pictures(request, sign_in.pupil, sign_in)
        if request.method == "POST":
            return _come_in(request, sign_in.pupil)
        return render(request, "access/pupil_start.html", {"name": sign_in.pupil.forename})


@open_to_pupils
def pupil_sign_out(request: HttpRequest) -> HttpResponse:
    """Ends a pupil's session; the tablet is ready for the next pupil of the class."""
    if request.method == "POST" and signed_in_pupil(request):
        request.session.flush()
    return redirect("access:pupil_sign_in")


def _pictures(request: HttpRequest, pupil: Pupil, sign_in: PupilSignIn | None) -> HttpResponse:
    outcome = barred(sign_in)
    password = pictures_named(request.POST.get("pictures", "").split())
    if sign_in is not None and outcome is None and len(password) == LENGTH:
        outcome = try_pictures(sign_in, password)
        if outcome is Outcome.RIGHT:
            return _come_in(request, pupil)
    said = {"name": pupil.forename, "pictures": PICTURES, "outcome": outcome and outcome.value}
    return render(request, "access/pupil_pictures.html", said)


def _come_in(request: HttpRequest, pupil: Pupil) -> HttpResponse:
    code = class_code_of(pupil, timezone.localdate())
    sign_in_pupil(request, pupil)
    response = redirect("foundations:practise")
    if code:
        remember_class(response, code, secure=request.is_secure())
    return response


def _mark(sign_in: PupilSignIn) -> str:
    """What tells the pupil's badge from one made later, without being its key."""
    return salted_hmac("ridgeway.access.badge", sign_in.badge_key, algorithm="sha256").hexdigest()[:16]


def _code_page(request: HttpRequest, said: str = "", *, status: int = 200) -> HttpResponse:
    return render(request, "access/pupil_sign_in.html", {"said": said}, status=status)


def _unknown_class(request: HttpRequest) -> HttpResponse:
    CLASS_CODES.count(_address(request))
    response = _code_page(request, UNKNOWN_CLASS, status=404)
    response.delete_cookie(CLASS_COOKIE, path="/pupils/")
    return response


def _too_many_codes(request: HttpRequest, code: str) -> bool:
    """Whether this address has guessed enough; a device that has been in the class before may go on."""
    return remembered_class(request) != normal_code(code) and CLASS_CODES.used_up(_address(request))


def _address(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))
