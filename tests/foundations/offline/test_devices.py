"""A teacher lets devices forget: asked once, done when the device next comes by, and seen by that class alone."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from ridgeway.foundations.models import ForgetRequest, SharedDevice
from ridgeway.foundations.offline.devices import HOLDS, kind_of
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe
from tests.foundations.offline.test_plans import held
from tests.foundations.pages import pupil_client, staff_client

DEVICE = "/api/practice/device"


def tell(said: dict[str, Any], **state: bool) -> Any:
    return Client().post(DEVICE, state, "application/json", headers={"X-Ridgeway-Pass": said["pass"]})


def page(troupe: Troupe, rest: str = "") -> str:
    return f"/schools/{troupe.urn}/classes/{troupe.group.pk}/devices/{rest}"


def devices(troupe: Troupe) -> list[SharedDevice]:
    with school_scope(troupe.school):
        return list(SharedDevice.objects.all())


@pytest.fixture
def key() -> UUID:
    return uuid4()


@pytest.fixture
def said(cast: Cast, key: UUID) -> dict[str, Any]:
    """What a device was told that holds plans of a pupil."""
    return held(pupil_client(cast.ashdown.pupils[0]), device=key)


@pytest.fixture
def teacher(cast: Cast) -> Client:
    return staff_client(cast.ashdown.teacher.email)


def test_a_class_without_devices_is_told_when_there_will_be_some(cast: Cast, teacher: Client) -> None:
    assert b"No device holds anything of this class" in teacher.get(page(cast.ashdown)).content


def test_a_device_that_is_asked_forgets_and_its_passes_end(
    cast: Cast, teacher: Client, said: dict[str, Any], key: UUID
) -> None:
    assert tell(said).json() == {"forget": False}
    (device,) = devices(cast.ashdown)
    assert str(device).encode() in teacher.get(page(cast.ashdown)).content.replace(b"<strong>", b"").replace(
        b"</strong>", b""
    )
    for _ in range(2):
        assert teacher.post(page(cast.ashdown, "forget/"), {"device": device.pk}).status_code == 302
    assert b"Forgets when next used" in teacher.get(page(cast.ashdown)).content
    assert tell(said).json() == {"forget": True}
    assert held(pupil_client(cast.ashdown.pupils[1]), device=key).keys() == {"forget", "pass"}
    assert tell(said, forgotten=True).json() == {"forget": False}
    assert tell(said).status_code == 401
    with school_scope(cast.ashdown.school):
        (request,) = ForgetRequest.objects.all()
        assert request.obeyed_at is not None
        assert request.asked_by == cast.ashdown.teacher
        assert [event.pgh_label for event in request.events.order_by("pgh_id")] == ["insert", "update"]
    assert b"No device holds anything of this class" in teacher.get(page(cast.ashdown)).content


def test_a_device_may_be_let_keep_what_it_holds(cast: Cast, teacher: Client, said: dict[str, Any]) -> None:
    (device,) = devices(cast.ashdown)
    teacher.post(page(cast.ashdown, "forget/"))
    assert teacher.post(page(cast.ashdown, f"{device.pk}/keep/")).status_code == 302
    assert tell(said).json() == {"forget": False}


def test_a_device_not_seen_for_long_is_listed_no_more(cast: Cast, teacher: Client, said: dict[str, Any]) -> None:
    with school_scope(cast.ashdown.school):
        SharedDevice.objects.update(last_seen=timezone.now() - HOLDS)
    assert b"No device holds anything of this class" in teacher.get(page(cast.ashdown)).content


def test_all_devices_of_a_class_are_asked_at_once(cast: Cast, teacher: Client) -> None:
    several = [held(pupil_client(pupil)) for pupil in cast.ashdown.pupils[:3]]
    reply = teacher.post(page(cast.ashdown, "forget/"), follow=True)
    assert b"3 devices forget" in reply.content
    assert all(tell(each).json() == {"forget": True} for each in several)


def test_a_device_used_again_after_it_forgot_is_known_again(
    cast: Cast, teacher: Client, said: dict[str, Any], key: UUID
) -> None:
    teacher.post(page(cast.ashdown, "forget/"))
    tell(said, forgotten=True)
    again = held(pupil_client(cast.ashdown.pupils[0]), device=key)
    assert tell(again).json() == {"forget": False}


def test_a_device_of_another_school_is_nobodys_here(cast: Cast, teacher: Client) -> None:
    held(pupil_client(cast.birchwood.pupils[0]))
    (next_door,) = devices(cast.birchwood)
    for unknown in (next_door.pk, 0, "x"):
        assert teacher.post(page(cast.ashdown, "forget/"), {"device": unknown}).status_code == 404
    assert teacher.post(page(cast.ashdown, f"{next_door.pk}/keep/")).status_code == 404
    with school_scope(cast.birchwood.school):
        assert not ForgetRequest.objects.exists()


def test_a_pass_of_a_device_nobody_knows_opens_nothing(cast: Cast, said: dict[str, Any]) -> None:
    with school_scope(cast.ashdown.school):
        SharedDevice.objects.update(key=uuid4())
    assert tell(said).status_code == 401


def test_a_page_is_one_query_richer_for_ten_devices_than_for_one(
    cast: Cast, teacher: Client, django_assert_max_num_queries: Any
) -> None:
    with school_scope(cast.ashdown.school):
        for _ in range(10):
            SharedDevice.objects.create(
                school=cast.ashdown.school,
                group=cast.ashdown.group,
                key=uuid4(),
                kind="iPad",
                first_seen=timezone.now(),
                last_seen=timezone.now(),
            )
    with django_assert_max_num_queries(16):
        assert teacher.get(page(cast.ashdown)).status_code == 200


@pytest.mark.parametrize(
    ("browser", "said"),
    [
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15", "iPad"),
        ("Mozilla/5.0 (Linux; Android 13; SM-X200) Chrome/130.0", "Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/130.0", "Windows"),
        ("", "Device"),
    ],
)
def test_a_device_is_called_by_what_people_know_it_as(browser: str, said: str) -> None:
    assert kind_of(browser) == said
