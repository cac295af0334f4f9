"""The network's lead asks whether it worked: six questions, a frozen protocol, a run, an answer."""

from playwright.sync_api import Page, expect

from ridgeway.evaluation.models import Run
from ridgeway.evaluation.tasks import evaluate_study
from ridgeway.schools.tenancy import network_scope
from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import Cast

SCHOOLS = [f"S{number:02d}" for number in range(24)]
TAKING_PART = SCHOOLS[:6]

PANEL = "school,year,measure,value,weight\n" + "".join(
    f"{school},{year},Reading,{100 + at % 9 + (year * at) % 3 + 2 * (at < 6 and year > 2017)},30\n"
    for at, school in enumerate(SCHOOLS)
    for year in (2015, 2016, 2017, 2018, 2019)
)
"""Five years of 24 schools; the first six are two points better once they have begun."""


def go_on(page: Page, heading: str) -> None:
    follow(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_accessible(page)


def test_a_network_lead_makes_a_study_from_a_file_of_their_own(site: Site, cast: Cast) -> None:
    lead = site.staff("network_lead@network.example")
    follow(lead.get_by_role("link", name="Chalk Ridge Network"))
    follow(lead.get_by_role("link", name="Studies"))
    assert_accessible(lead)
    follow(lead.get_by_role("button", name="New study"))
    assert_accessible(lead)
    answer_the_questions(lead)
    follow(lead.get_by_role("button", name="Read the protocol"))
    assert_accessible(lead)
    expect(lead.get_by_text("6 schools took part: 6 from 2017-18.")).to_be_visible()
    follow(lead.get_by_role("button", name="Freeze the protocol"))
    assert_accessible(lead)
    follow(lead.get_by_role("button", name="Run the study"))
    expect(lead.get_by_role("progressbar")).to_be_visible()
    assert_accessible(lead)
    with network_scope(cast.network):
        run = Run.objects.get()
    evaluate_study(network=cast.network.pk, run=run.pk)
    expect(lead.get_by_role("heading", name="The answer")).to_be_visible()
    expect(lead.get_by_role("row", name="Reading").first).to_be_visible()
    assert_accessible(lead)
    with lead.expect_download() as download:
        lead.get_by_role("link", name="Report (PDF)").click()
    assert download.value.suggested_filename == "reading-aloud.pdf"


def answer_the_questions(lead: Page) -> None:
    lead.get_by_label("A name for this study").fill("Reading aloud")
    lead.get_by_label("What was done", exact=True).fill("Teachers read aloud every day.")
    lead.get_by_label("The school year in which it began").select_option("2017-18")
    for school in ("Ashdown", "Birchwood"):
        lead.get_by_label(f"{school} Primary School").uncheck()
    lead.get_by_label("Other schools, or other years").fill("\n".join(TAKING_PART))
    go_on(lead, "Which results should have improved?")
    lead.get_by_label("A CSV file").set_input_files(
        {"name": "ours.csv", "mimeType": "text/csv", "buffer": PANEL.encode()}
    )
    follow(lead.get_by_role("button", name="Read the file"))
    lead.get_by_label("Reading").check()
    go_on(lead, "Which schools is it fair to compare with?")
    follow(lead.get_by_role("button", name="Back"))
    expect(lead.get_by_label("Reading")).to_be_checked()
    go_on(lead, "Which schools is it fair to compare with?")
    lead.get_by_label("All other schools in the data").check()
    expect(lead.get_by_label("How many for each of your schools")).to_be_hidden()
    go_on(lead, "Were the schools chosen because of their results?")
    lead.get_by_label("The schools were not chosen because of their results.").check()
    go_on(lead, "What was decided beforehand?")
    lead.get_by_label("Results that came after the start were known").check()
    go_on(lead, "Who will read it?")
