"""The practice API that a pupil's player speaks: a plan, answers in batches, and how it went.

Every call needs a pupil's session and, where it changes something, the CSRF token; what only delivers may come
under a device's pass instead. Whatever is sent, the reply is JSON.
"""

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from ninja import Body, NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.security import APIKeyCookie
from pydantic import AwareDatetime

from ridgeway.access.gate import PupilRequest, open_to_pupils, signed_in_pupil
from ridgeway.fluency import Subject
from ridgeway.foundations.activities.writing import WritingError, keep_writing, read_writing
from ridgeway.foundations.delivery import Refusal, id_of, read_answers
from ridgeway.foundations.offline.devices import has_forgotten, kind_of, must_forget
from ridgeway.foundations.offline.packing import modest
from ridgeway.foundations.offline.passes import DevicePass, DeviceRequest
from ridgeway.foundations.offline.plans import MOST_DAYS, provision
from ridgeway.foundations.offline.refusals import keep_refused, keep_refused_writing
from ridgeway.foundations.practice import NotPractisedError, finish_session, open_session
from ridgeway.foundations.spelling.recording import record_given
from ridgeway.foundations.steering.preferences import PreferencesError, keep_preferences
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from ridgeway.statements import run

logger = logging.getLogger(__name__)

MOST_ANSWERS = 500

PUPIL_COLUMNS = [field.attname for field in Pupil._meta.concrete_fields]
PUPIL = f"SELECT {', '.join(PUPIL_COLUMNS)} FROM schools_pupil WHERE (school_id, id) = (%s, %s)"  # noqa: S608
"""Asked at every call, so it is written out."""

P = ParamSpec("P")
Reply = TypeVar("Reply")
Asking = TypeVar("Asking", bound=PupilRequest)


class NobodyError(Exception):
    """A device delivers for a pupil of whom nothing is held any more."""

    def __init__(self, delivery: "Delivery | None") -> None:
        super().__init__("Nothing is held about this pupil any more, so nothing is kept either.")
        self.delivery = delivery


class PupilSession(APIKeyCookie):
    """The session cookie of a signed-in pupil; calls that change something are checked against forgery."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> tuple[int, int] | None:
        signed_in = signed_in_pupil(request)
        meant = request.headers.get("X-Ridgeway-Pupil")
        # A page that outlived its pupil's session must not write into the next one's.
        return None if signed_in and meant and meant != str(signed_in[1]) else signed_in


BY_PUPIL_OR_DEVICE = [DevicePass(), PupilSession()]
"""Deliveries come from a signed-in pupil, or from a device on the pupil's behalf."""

api = NinjaAPI(
    title="Ridgeway practice",
    version="1",
    urls_namespace="foundations:api",
    auth=PupilSession(),
    docs_url=None,
    docs_decorator=login_required,
)


def for_signed_in_pupil(
    view: Callable[Concatenate[Asking, P], Reply],
) -> Callable[..., Reply]:
    """Opens the scope of the pupil's school, and puts the pupil on the request."""

    @wraps(view)
    def scoped(request: Any, *args: P.args, **kwargs: P.kwargs) -> Reply:
        school_id, pupil_id = request.auth
        with school_scope(school_id):
            found = run(PUPIL, school_id, pupil_id)
            if not found and "X-Ridgeway-Pass" in request.headers:
                raise NobodyError(kwargs.get("delivery"))  # type: ignore[arg-type]
            if not found:
                raise AuthenticationError
            request.pupil = Pupil.from_db(DEFAULT_DB_ALIAS, PUPIL_COLUMNS, found[0])
            return view(request, *args, **kwargs)

    return scoped


class Delivery(Schema):
    """Answers as a device sends them. Each is read by itself, so that a bad one does not cost the others."""

    device_time: AwareDatetime
    answers: list[Any]


class RefusedAnswer(Schema):
    """An answer that was not recorded, and why."""

    id: str
    reason: str


class Receipt(Schema):
    """What became of each answer of a delivery."""

    recorded: list[UUID]
    refused: list[RefusedAnswer]


class Finished(Schema):
    """Which session is over."""

    session: UUID


class DeviceState(Schema):
    """What a device says of itself."""

    forgotten: bool = False


@api.get("/practice/plan", url_name="plan")
@for_signed_in_pupil
def plan(request: PupilRequest, subject: Subject = "number-facts") -> dict[str, Any]:
    """Opens a session of a subject that the class practises, and says what to ask in it."""
    try:
        return open_session(request.pupil, timezone.now(), subject=subject)
    except NotPractisedError as refusal:
        raise HttpError(404, str(refusal)) from refusal


@api.get("/practice/plans", url_name="plans")
@for_signed_in_pupil
def plans(
    request: PupilRequest, device: UUID, days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 3
) -> dict[str, Any]:
    """What a device holds so that the pupil can practise on the next school days without a network."""
    kind = kind_of(request.headers.get("User-Agent", ""))
    return provision(request.pupil, device, days=days, kind=kind, at=timezone.now())


@api.post("/practice/device", url_name="device", auth=DevicePass())
def device(request: HttpRequest, state: DeviceState) -> dict[str, bool]:
    """Tells a device whether it is to forget its pupils, and hears that it has; whoever's pass it shows, though
    nothing may be held about that pupil any more."""
    known = cast(DeviceRequest, request).device
    with school_scope(known.school_id):
        if state.forgotten:
            has_forgotten(known, timezone.now())
        return {"forget": not state.forgotten and must_forget(known)}


@api.post("/practice/answers", url_name="answers", response=Receipt, auth=BY_PUPIL_OR_DEVICE)
@for_signed_in_pupil
def answers(request: PupilRequest, delivery: Delivery) -> dict[str, Any]:
    """Records answers, each exactly once however often it is sent."""
    if len(delivery.answers) > MOST_ANSWERS:
        raise HttpError(413, f"Send at most {MOST_ANSWERS} answers at once.")
    now = timezone.now()
    readable, unreadable = read_answers(delivery.answers, skew=now - delivery.device_time)
    recorded = record_given(request.pupil, readable, now)
    refused = [*unreadable, *recorded.refused]
    keep_refused(request.pupil, delivery.answers, refused, now)
    return {"recorded": recorded.ids, "refused": [_told(each) for each in refused]}


@api.post("/practice/finish", url_name="finish", auth=BY_PUPIL_OR_DEVICE)
@for_signed_in_pupil
def finish(request: PupilRequest, finished: Finished) -> dict[str, Any]:
    """Ends a session and says how it went."""
    summary = finish_session(request.pupil, finished.session, timezone.now())
    if summary is None:
        raise HttpError(404, "There is no such session.")
    return {"summary": summary}


@api.post("/practice/writing", url_name="writing", auth=BY_PUPIL_OR_DEVICE)
@for_signed_in_pupil
def writing(request: PupilRequest, page: Annotated[Any, Body()]) -> dict[str, Any]:
    """Counts a minute of writing, once however often it is sent, and says how it went.

    What cannot be counted is kept for the teacher and refused with 422: whoever sent it need not send it again.
    """
    now = timezone.now()
    try:
        return {"summary": keep_writing(request.pupil, read_writing(page, now), now)}
    except WritingError as refusal:
        keep_refused_writing(request.pupil, page, str(refusal), now)
        raise HttpError(422, str(refusal)) from refusal


@api.post("/practice/preferences", url_name="preferences", auth=BY_PUPIL_OR_DEVICE)
@for_signed_in_pupil
def preferences(request: PupilRequest, chosen: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
    """Keeps what the pupil chose about how practice looks, and returns all preferences."""
    try:
        return {"preferences": keep_preferences(request.pupil, chosen)}
    except PreferencesError as refusal:
        raise HttpError(422, str(refusal)) from refusal


@api.exception_handler(NobodyError)
def nobody(request: HttpRequest, nobody: NobodyError) -> HttpResponse:
    """Refuses all that a device has of a pupil who was erased, one by one: it need not send it again."""
    if nobody.delivery is None:
        return api.create_response(request, {"detail": str(nobody)}, status=422)
    refused = [{"id": id_of(each), "reason": f"pupil: {nobody}"} for each in nobody.delivery.answers]
    return api.create_response(request, {"recorded": [], "refused": refused}, status=200)


@api.exception_handler(Exception)
def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """Keeps a fault of ours from becoming a page; the player sends its answers again later."""
    logger.error("The practice API failed at %s", request.path, exc_info=error)
    return api.create_response(request, {"detail": "Something went wrong here. Try again."}, status=500)


def _open_to_players(patterns: Iterable[Any]) -> list[Any]:
    """Lets pupils reach what is theirs; the description of the API stays with signed-in staff."""
    listed = list(patterns)
    for pattern in listed:
        if str(pattern.pattern).startswith("practice/"):
            pattern.callback = open_to_pupils(gzip_page(modest(pattern.callback)))
    return listed


def _told(refusal: Refusal) -> dict[str, str]:
    return {"id": refusal.id, "reason": refusal.reason}


api_urls = (_open_to_players(api.urls[0]), "api")
