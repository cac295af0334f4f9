"""A network's lead releases research data, and a head reads of it."""

from playwright.sync_api import expect

from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import Cast
from tests.evaluation.research.conftest import PURPOSE, add_pupil


def test_a_lead_looks_first_makes_a_release_and_the_head_reads_of_it(site: Site, cast: Cast) -> None:
    for at in range(24):
        add_pupil(cast.ashdown, sex="FM"[at % 2])
    lead = site.staff("network_lead@network.example")
    follow(lead.get_by_role("link", name="Chalk Ridge Network"))
    follow(lead.get_by_role("link", name="Research data"))
    assert_accessible(lead)
    lead.get_by_label("Ashdown Primary School").check()
    lead.get_by_label("Practice: minutes").check()
    lead.get_by_label("Sex").check()
    lead.get_by_label("For whom").fill("A. Researcher")
    lead.get_by_label("Purpose").fill(PURPOSE)
    follow(lead.get_by_role("button", name="Look first"))
    expect(lead.get_by_role("link", name="The schools have agreed")).to_be_visible()
    assert_accessible(lead)
    lead.get_by_label("The schools have agreed").check()
    follow(lead.get_by_role("button", name="Look first"))
    expect(lead.get_by_text("28 pupils")).to_be_visible()
    with lead.expect_download() as download:
        lead.get_by_role("button", name="Make the release").click()
    assert download.value.suggested_filename.endswith(".zip")
    head = site.staff("headteacher@ashdown.example")
    head.goto(f"/schools/{cast.ashdown.urn}/releases/")
    expect(head.get_by_text(PURPOSE)).to_be_visible()
    assert_accessible(head)


def test_indicators_and_practice_beside_growth_can_be_used_by_everybody(site: Site, cast: Cast) -> None:
    adviser = site.staff("adviser@network.example")
    for page in ("indicators", "dose"):
        adviser.goto(f"/networks/{cast.network.slug}/{page}/")
        assert_accessible(adviser)
    lead = site.staff("network_lead@network.example")
    for page in ("inspections", "surveys"):
        lead.goto(f"/networks/{cast.network.slug}/indicators/{page}/")
        assert_accessible(lead)
