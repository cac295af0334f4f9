"""How pupils come in: by class code or badge, then three pictures. A child never meets an error page."""

import time
from typing import Any

import pytest
from django.test import Client

from ridgeway.access.class_sign_in import make_new_badge
from ridgeway.access.gate import PUPIL_KEY
from ridgeway.access.limits import Limit
from ridgeway.access.models import ClassCode, PupilSignIn
from ridgeway.access.pictures import pictures_named, set_pictures
from ridgeway.access.pupil_sign_in import CLASS_COOKIE, normal_code, tile_names
from ridgeway.schools.models import Enrolment, GroupMembership, Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast

RIGHT = {"pictures": "fish drum key"}
WRONG = {"pictures": "key drum fish"}


@pytest.fixture
def amber(cast: Cast) -> Pupil:
    """A pupil whose pictures are fish, drum, key."""
    with school_scope(cast.ashdown.school):
        set_pictures(cast.ashdown.pupils[0], pictures_named(["fish", "drum", "key"]))
    return cast.ashdown.pupils[0]


@pytest.fixture
def code(cast: Cast) -> str:
    with school_scope(cast.ashdown.school):
        return str(ClassCode.objects.get(group=cast.ashdown.group).code)


@pytest.fixture
def badge(cast: Cast, amber: Pupil) -> str:
    with school_scope(cast.ashdown.school):
        return str(PupilSignIn.objects.get(pupil=amber).badge_key)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def signed_in(client: Client) -> object:
    return client.session.get(PUPIL_KEY)


class TestClassCode:
    def test_the_code_shows_the_names_of_the_class(self, client: Client, cast: Cast, code: str) -> None:
        response = client.post("/pupils/", {"code": f" {code[:4].lower()} {code[4:]}"}, follow=True)
        assert response.redirect_chain == [(f"/pupils/{code}/", 302)]
        text = text_of(response)
        assert all(pupil.forename in text for pupil in cast.ashdown.pupils)
        assert "Testington" not in text

    def test_the_device_remembers_its_class(self, client: Client, code: str) -> None:
        client.get(f"/pupils/{code}/")
        assert client.get("/pupils/")["Location"] == f"/pupils/{code}/"
        assert client.get("/pupils/?other").status_code == 200

    def test_a_forged_memory_is_ignored(self, client: Client, code: str) -> None:
        client.cookies[CLASS_COOKIE] = code
        assert client.get("/pupils/").status_code == 200

    def test_an_unknown_code_leads_to_the_code_page_with_a_kind_sentence(self, client: Client, cast: Cast) -> None:
        for address in (
            "/pupils/ZZZZZZZZ/",
            "/pupils/nonsense/",
            f"/pupils/ZZZZZZZZ/{cast.ashdown.pupils[0].pk}/",
        ):
            response = client.get(address)
            assert response.status_code == 404
            assert "We do not know that class code" in text_of(response)

    def test_an_unknown_code_stays_to_be_put_right(self, client: Client, db: None) -> None:
        assert 'value="ZZZZZZZZ"' in client.get("/pupils/ZZZZZZZZ/").content.decode()
        assert 'value=""' in client.get("/pupils/").content.decode()

    def test_no_code_asks_for_one(self, client: Client, db: None) -> None:
        assert "Type the code of your class first" in text_of(client.post("/pupils/", {"code": " -!"}))

    def test_a_replaced_code_is_forgotten_by_the_device(self, client: Client, cast: Cast, code: str) -> None:
        client.get(f"/pupils/{code}/")
        with school_scope(cast.ashdown.school):
            ClassCode.objects.update(code="BCDFGHJK")
        assert client.get("/pupils/", follow=True).status_code == 404
        assert client.get("/pupils/").status_code == 200

    def test_somebody_who_left_the_class_has_no_tile(
        self, client: Client, cast: Cast, amber: Pupil, code: str
    ) -> None:
        with school_scope(cast.ashdown.school):
            GroupMembership.objects.filter(pupil=amber).update(ends=TODAY)
        assert "Amber" not in text_of(client.get(f"/pupils/{code}/"))
        assert client.get(f"/pupils/{code}/{amber.pk}/")["Location"] == f"/pupils/{code}/"

    def test_a_code_opens_no_pupil_of_another_class(self, client: Client, cast: Cast, code: str) -> None:
        stranger = cast.birchwood.pupils[0]
        assert client.get(f"/pupils/{code}/{stranger.pk}/")["Location"] == f"/pupils/{code}/"


class TestPictures:
    def test_the_right_pictures_begin_a_session_of_an_hour(self, client: Client, amber: Pupil, code: str) -> None:
        response = client.post(f"/pupils/{code}/{amber.pk}/", RIGHT)
        assert response["Location"] == "/practise/"
        assert signed_in(client) == [amber.school_id, amber.pk]
        assert 3500 < client.session.get_expiry_age() <= 3600
        assert client.get("/practise/").status_code == 200

    def test_signing_in_changes_the_session_key_and_keeps_nothing_of_the_old_session(
        self, client: Client, cast: Cast, amber: Pupil, code: str
    ) -> None:
        client.force_login(cast.ashdown.teacher)
        before = str(client.session.session_key)
        client.post(f"/pupils/{code}/{amber.pk}/", RIGHT)
        assert client.session.session_key != before
        assert "_auth_user_id" not in client.session
        assert not client.session.exists(before)

    def test_wrong_pictures_are_answered_kindly(self, client: Client, amber: Pupil, code: str) -> None:
        response = client.post(f"/pupils/{code}/{amber.pk}/", WRONG)
        assert response.status_code == 200
        assert "Not quite" in text_of(response)
        assert signed_in(client) is None

    def test_after_five_wrong_tries_even_the_right_pictures_must_wait(
        self, client: Client, amber: Pupil, code: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address = f"/pupils/{code}/{amber.pk}/"
        for _ in range(4):
            assert "Not quite" in text_of(client.post(address, WRONG))
        assert "Ask your teacher" in text_of(client.post(address, WRONG))
        assert "Ask your teacher" in text_of(client.post(address, RIGHT))
        assert signed_in(client) is None
        later = time.time() + 301
        monkeypatch.setattr("ridgeway.access.limits.time.time", lambda: later)
        assert client.post(address, RIGHT)["Location"] == "/practise/"

    def test_one_pupil_waiting_keeps_nobody_else_out(
        self, client: Client, cast: Cast, amber: Pupil, code: str
    ) -> None:
        bilal = cast.ashdown.pupils[1]
        with school_scope(cast.ashdown.school):
            set_pictures(bilal, pictures_named(["sun", "moon", "star"]))
        for _ in range(6):
            client.post(f"/pupils/{code}/{amber.pk}/", WRONG)
        response = client.post(f"/pupils/{code}/{bilal.pk}/", {"pictures": "sun moon star"})
        assert response["Location"] == "/practise/"

    def test_a_success_begins_to_count_anew(self, client: Client, amber: Pupil, code: str) -> None:
        address = f"/pupils/{code}/{amber.pk}/"
        for _ in range(2):
            for _ in range(4):
                client.post(address, WRONG)
            assert client.post(address, RIGHT)["Location"] == "/practise/"
            client.post("/pupils/sign-out/")

    def test_guessing_through_the_day_ends_with_the_teacher(
        self, client: Client, amber: Pupil, code: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address, now = f"/pupils/{code}/{amber.pk}/", time.time()
        for number in range(25):
            monkeypatch.setattr("ridgeway.access.limits.time.time", lambda at=now + number * 70: at)
            client.post(address, WRONG)
        assert "Ask your teacher for new pictures" in text_of(client.get(address))

    def test_too_few_pictures_are_not_a_wrong_try(self, client: Client, amber: Pupil, code: str) -> None:
        for given in ("", "fish", "fish drum nonsense"):
            response = client.post(f"/pupils/{code}/{amber.pk}/", {"pictures": given})
            assert "Press your three pictures" in text_of(response)

    def test_a_pupil_without_pictures_is_sent_to_the_teacher(self, client: Client, cast: Cast, code: str) -> None:
        with school_scope(cast.ashdown.school):
            PupilSignIn.objects.filter(pupil=cast.ashdown.pupils[2]).delete()
        for pupil in cast.ashdown.pupils[1:3]:
            response = client.post(f"/pupils/{code}/{pupil.pk}/", {"pictures": "sun moon star"})
            assert "You have no pictures yet" in text_of(response)


class TestBadge:
    def test_a_badge_leads_to_the_pictures_and_leaves_the_address(
        self, client: Client, amber: Pupil, badge: str
    ) -> None:
        response = client.get(f"/b/{badge}/", follow=True)
        assert response.redirect_chain == [("/pupils/badge/", 302)]
        assert "Hello Amber" in text_of(response)
        assert client.post("/pupils/badge/", RIGHT)["Location"] == "/practise/"
        assert signed_in(client) == [amber.school_id, amber.pk]

    def test_looking_at_a_badge_signs_nobody_in(
        self, client: Client, cast: Cast, amber: Pupil, badge: str
    ) -> None:
        with school_scope(cast.ashdown.school):
            PupilSignIn.objects.filter(pupil=amber).update(badge_alone=True)
        assert "Start" in text_of(client.get(f"/b/{badge}/", follow=True))
        assert signed_in(client) is None

    def test_where_the_badge_is_enough_one_button_starts(
        self, client: Client, cast: Cast, amber: Pupil, badge: str
    ) -> None:
        with school_scope(cast.ashdown.school):
            PupilSignIn.objects.filter(pupil=amber).update(badge_alone=True)
        client.get(f"/b/{badge}/")
        assert client.post("/pupils/badge/")["Location"] == "/practise/"
        assert signed_in(client) == [amber.school_id, amber.pk]

    def test_a_badge_replaced_since_it_was_scanned_lets_nobody_in(
        self, client: Client, cast: Cast, amber: Pupil, badge: str
    ) -> None:
        with school_scope(cast.ashdown.school):
            PupilSignIn.objects.filter(pupil=amber).update(badge_alone=True)
        client.get(f"/b/{badge}/")
        with school_scope(cast.ashdown.school):
            make_new_badge(amber)
        assert client.post("/pupils/badge/")["Location"] == "/pupils/"
        assert signed_in(client) is None

    def test_a_badge_makes_the_device_remember_the_class(self, client: Client, badge: str, code: str) -> None:
        client.get(f"/b/{badge}/")
        client.post("/pupils/badge/", RIGHT)
        client.post("/pupils/sign-out/")
        assert client.get("/pupils/")["Location"] == f"/pupils/{code}/"

    def test_a_badge_scanned_long_ago_no_longer_counts(
        self, client: Client, badge: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.get(f"/b/{badge}/")
        later = time.time() + 301
        monkeypatch.setattr("ridgeway.access.views.pupils.time.time", lambda: later)
        assert client.post("/pupils/badge/", RIGHT)["Location"] == "/pupils/"

    def test_no_badge_at_all_leads_to_the_code_page(self, client: Client, db: None) -> None:
        assert client.get("/pupils/badge/")["Location"] == "/pupils/"

    def test_an_unknown_badge_or_that_of_a_leaver_is_answered_kindly(
        self, client: Client, cast: Cast, amber: Pupil, badge: str
    ) -> None:
        with school_scope(cast.ashdown.school):
            Enrolment.objects.filter(pupil=amber).update(ends=TODAY)
        for key in (badge, "BCDFGHJKMNPQRTVWX"):
            response = client.get(f"/b/{key}/")
            assert response.status_code == 404
            assert "We do not know this badge" in text_of(response)

    def test_the_next_pupil_takes_over_a_tablet_left_signed_in(
        self, client: Client, cast: Cast, amber: Pupil, code: str
    ) -> None:
        client.post(f"/pupils/{code}/{amber.pk}/", RIGHT)
        bilal = cast.ashdown.pupils[1]
        with school_scope(cast.ashdown.school):
            PupilSignIn.objects.filter(pupil=bilal).update(badge_alone=True)
            key = PupilSignIn.objects.get(pupil=bilal).badge_key
        client.get(f"/b/{key}/")
        client.post("/pupils/badge/")
        assert signed_in(client) == [bilal.school_id, bilal.pk]


class TestSigningOut:
    def test_the_tablet_is_ready_for_the_next_pupil_of_the_class(
        self, client: Client, amber: Pupil, code: str
    ) -> None:
        client.get(f"/pupils/{code}/")
        client.post(f"/pupils/{code}/{amber.pk}/", RIGHT)
        response = client.post("/pupils/sign-out/", follow=True)
        assert response.redirect_chain == [("/pupils/", 302), (f"/pupils/{code}/", 302)]
        assert signed_in(client) is None

    def test_following_a_link_signs_nobody_out(self, client: Client, amber: Pupil, code: str) -> None:
        client.post(f"/pupils/{code}/{amber.pk}/", RIGHT)
        client.get("/pupils/sign-out/")
        assert signed_in(client) is not None


class TestManyWrongCodes:
    @pytest.fixture(autouse=True)
    def _few_tries(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ridgeway.access.views.pupils.CLASS_CODES", Limit("few", times=2, seconds=60))

    def test_an_address_that_guesses_codes_is_stopped_even_when_it_hits_one(
        self, client: Client, code: str
    ) -> None:
        for guess in ("BBBBBBBB", "CCCCCCCC"):
            client.get(f"/pupils/{guess}/")
        response = client.get(f"/pupils/{code}/")
        assert response.status_code == 429
        assert "Wait a few minutes" in text_of(response)

    def test_a_device_that_has_been_in_the_class_goes_on(self, client: Client, amber: Pupil, code: str) -> None:
        client.get(f"/pupils/{code}/")
        for guess in ("BBBBBBBB", "CCCCCCCC"):
            Client().get(f"/pupils/{guess}/")
        assert client.get(f"/pupils/{code}/").status_code == 200
        assert client.post(f"/pupils/{code}/{amber.pk}/", RIGHT)["Location"] == "/practise/"

    def test_a_class_that_signs_in_within_a_minute_is_never_stopped(
        self, client: Client, cast: Cast, amber: Pupil, code: str
    ) -> None:
        for _ in range(30):
            tablet = Client()
            tablet.get(f"/pupils/{code}/")
            assert tablet.post(f"/pupils/{code}/{amber.pk}/", RIGHT)["Location"] == "/practise/"


class TestNamesOnTiles:
    @staticmethod
    def names(*people: str) -> list[str]:
        pupils = [
            Pupil(pk=number, legal_forename=forename, legal_surname=surname)
            for number, (forename, surname) in enumerate(person.split(" ", 1) for person in people)
        ]
        return [name for _, name in sorted(tile_names(pupils).items())]

    def test_a_forename_alone_is_enough_where_nobody_shares_it(self) -> None:
        assert self.names("Amber Testington", "Bilal Samplewood") == ["Amber", "Bilal"]

    def test_those_who_share_a_forename_get_as_much_of_the_surname_as_tells_them_apart(self) -> None:
        assert self.names("Sam Jones", "Sam Smith", "sam Smart", "Ana Li") == [
            "Sam J",
            "Sam Smi",
            "sam Sma",
            "Ana",
        ]

    def test_two_of_the_same_name_are_both_shown_in_full(self) -> None:
        assert self.names("Sam Jones", "Sam Jones") == ["Sam Jones", "Sam Jones"]

    def test_the_preferred_name_is_shown(self) -> None:
        pupil = Pupil(pk=1, legal_forename="Elizabeth", preferred_forename="Beth", legal_surname="Jones")
        assert tile_names([pupil]) == {1: "Beth"}

    def test_an_empty_class_has_no_tiles(self) -> None:
        assert tile_names([]) == {}


def test_codes_are_read_however_children_type_them() -> None:
    assert normal_code(" bcdf-ghjk ") == "BCDFGHJK"
