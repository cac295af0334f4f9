"""Six questions make a study: every step is kept, what does not hold is said, and frozen means frozen."""

from itertools import pairwise
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ridgeway.evaluation.assistant import Assistant
from ridgeway.evaluation.freezing import FreezeError, freeze
from ridgeway.evaluation.models import Study, StudyFile
from ridgeway.evaluation.panels import about_panel
from ridgeway.evaluation.protocol import hash_of
from ridgeway.exchange.models import SchoolResults
from ridgeway.impact.study import read_study
from ridgeway.schools.models import SchoolLink
from ridgeway.schools.models.calendar import academic_year_name, academic_year_of
from ridgeway.schools.tenancy import network_scope
from tests.cast import Cast
from tests.evaluation.conftest import ANSWERS, TREATED, addresses, drafted, frozen

pytestmark = pytest.mark.usefixtures("tables")

PANEL = "school,year,measure,value,region\n" + "".join(
    f"{school},{year},joy,{at + year},{'north' if at % 2 else 'south'}\n"
    for at, school in enumerate("abcdefghij")
    for year in (2017, 2018, 2019)
)


@pytest.fixture
def lead(client: Client, cast: Cast) -> Client:
    client.force_login(cast.network_lead)
    return client


def started(lead: Client, cast: Cast) -> str:
    """The address of a new draft."""
    return str(lead.post(f"{addresses(cast)}new/")["Location"]).removesuffix("questions/schools/")


def answer(lead: Client, study: str, question: str, go: str = "on", **changed: Any) -> Any:
    return lead.post(f"{study}questions/{question}/", {**ANSWERS[question], "go": go, **changed})


def test_the_years_to_begin_in_start_with_the_next(lead: Client, cast: Cast) -> None:
    page = lead.get(f"{started(lead, cast)}questions/schools/")
    years = page.context["form"].fields["from_year"].choices
    next_year = academic_year_of(timezone.localdate()) + 1
    assert [name for _, name in years][:2] == ["Choose a year", academic_year_name(next_year)]


def test_answering_all_six_leads_to_the_protocol_and_freezing_it_to_the_study(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    questions = list(ANSWERS)
    for question, following in pairwise(questions):
        assert answer(lead, study, question)["Location"] == f"{study}questions/{following}/"
    assert answer(lead, study, "readers")["Location"] == f"{study}protocol/"
    page = lead.get(f"{study}protocol/")
    assert "8 schools took part: 8 from 2017-18." in page.content.decode()
    assert lead.post(f"{study}protocol/", {"seen": page.context["hash"]})["Location"] == study
    with network_scope(cast.network):
        kept = Study.objects.get()
        assert (kept.protocol, kept.protocol_hash) == (page.context["yaml"], hash_of(page.context["yaml"]))
        assert (kept.title, kept.frozen_by) == ("Reading in Chalk Ridge", cast.network_lead)


def test_what_is_typed_is_kept_even_where_it_does_not_hold(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    refused = answer(lead, study, "schools", from_year="", others="100001\n100001")
    assert refused.status_code == 200
    assert "This field is required." in refused.content.decode()
    again = lead.get(f"{study}questions/schools/").content.decode()
    assert "Ten minutes of reading a day." in again
    assert "100001\n100001" in again
    assert "This field is required." not in again


def test_a_character_that_no_database_keeps_is_left_out(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    assert answer(lead, study, "schools", title="Read\0ing").status_code == 302
    with network_scope(cast.network):
        assert Study.objects.get().title == "Reading"


def test_going_back_keeps_what_is_typed_and_asks_nothing_of_it(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    gone = answer(lead, study, "results", go="back", table_outcomes=[])
    assert gone["Location"] == f"{study}questions/schools/"
    with network_scope(cast.network):
        assert Study.objects.get().draft["results"]["table_years"] == ["2016", "2017", "2018", "2019"]


def test_boxes_that_were_left_empty_stay_empty(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    assert lead.get(f"{study}questions/schools/").context["form"]["schools"].value() == [
        str(cast.ashdown.urn),
        str(cast.birchwood.urn),
    ]
    answer(lead, study, "schools")
    assert lead.get(f"{study}questions/schools/").context["form"]["schools"].value() == []


def test_a_study_is_taken_up_where_it_was_left(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    answer(lead, study, "schools")
    assert lead.get(study)["Location"] == f"{study}questions/results/"
    assert lead.get(f"{study}protocol/")["Location"] == f"{study}questions/results/"


@pytest.mark.parametrize(
    ("question", "changed", "says"),
    [
        ("schools", {"others": "100001"}, "Name at least two schools"),
        ("schools", {"others": "100001\n100001"}, "This school is named already"),
        ("schools", {"others": "100001, soon"}, "A school year is written"),
        ("schools", {"others": "a, b, c"}, "Write one school a line"),
        ("results", {"table_outcomes": []}, "Choose at least one."),
        ("results", {"table_years": ["2018", "2019"]}, "Take at least one year before 2017-18"),
        ("results", {"table_years": ["2016", "2017"]}, "Take at least one year before 2017-18"),
        (
            "results",
            {"table_outcomes": ["MATPROG"]},
            "“Maths: progress since key stage 1” is not there in 2015-16",
        ),
        ("results", {"source": "file"}, "Choose a file and press “Read the file” first."),
        ("comparison", {"ratio": "0"}, "greater than or equal to 1"),
        ("chosen", {"chosen": []}, "This field is required."),
    ],
)
def test_what_does_not_hold_is_said(
    lead: Client, cast: Cast, question: str, changed: dict[str, Any], says: str
) -> None:
    study = started(lead, cast)
    if question != "schools":
        answer(lead, study, "schools")
    said = answer(lead, study, question, **changed)
    assert said.status_code == 200
    assert says in said.content.decode()


def test_schools_that_the_tables_do_not_have_are_named(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    answer(lead, study, "schools", schools=[str(cast.ashdown.urn)])
    assert f"not in it: {cast.ashdown.urn}." in answer(lead, study, "results").content.decode()


def test_a_school_is_found_under_the_number_it_had_before(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    cast.birchwood.school.urn = 100_009
    cast.birchwood.school.save()
    SchoolLink.objects.create(predecessor=cast.birchwood.school, successor=cast.ashdown.school)
    answer(lead, study, "schools", schools=[str(cast.ashdown.urn)])
    assert answer(lead, study, "results").status_code == 302


def test_a_list_of_schools_comes_from_a_file(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    file = SimpleUploadedFile("ours.csv", b"school,from\n100009,2018-19\n100010,\n")
    answer(lead, study, "schools", go="file", file=file)
    with network_scope(cast.network):
        assistant = Assistant(Study.objects.get())
        form = assistant.form("schools", checked=True)
        assert form.is_valid()
        assert assistant._starts == {**{str(urn): 2018 for urn in TREATED}, "100009": 2019, "100010": 2018}


def test_a_panel_of_ones_own_is_read_and_offers_its_results(lead: Client, cast: Cast) -> None:
    study = started(lead, cast)
    answer(lead, study, "schools", others="a\nb\nc")
    answer(lead, study, "results", go="file", source="file", file=SimpleUploadedFile("ours.csv", PANEL.encode()))
    page = lead.get(f"{study}questions/results/")
    assert "ours.csv is read: 10 schools, 1 result." in page.content.decode()
    assert page.context["form"]["file_years"].value() == [2017, 2018, 2019]
    chosen = answer(
        lead, study, "results", source="file", file_outcomes=["joy"], file_years=["2017", "2018", "2019"]
    )
    assert chosen["Location"] == f"{study}questions/comparison/"
    assert 'value="region"' in lead.get(f"{study}questions/comparison/").content.decode()


def test_a_panel_that_cannot_be_read_is_refused_with_the_place_and_the_earlier_one_stays(
    lead: Client, cast: Cast
) -> None:
    study = started(lead, cast)
    answer(lead, study, "results", go="file", source="file", file=SimpleUploadedFile("ours.csv", PANEL.encode()))
    bad = SimpleUploadedFile("bad.csv", b"school,year,measure,value\na,2017,joy,much\n")
    said = answer(lead, study, "results", go="file", source="file", file=bad)
    assert "bad.csv, row 2" in said.content.decode()
    with network_scope(cast.network):
        assert StudyFile.objects.get().content == PANEL.encode()


def test_a_break_must_be_read_before_the_protocol_is_frozen(lead: Client, cast: Cast) -> None:
    text = PANEL.replace("joy", "PTRWM_EXP").encode()
    chosen = {"source": ["file"], "file_outcomes": ["PTRWM_EXP"], "file_years": ["2017", "2018", "2019"]}
    with network_scope(cast.network):
        study = drafted(cast.network, schools={**ANSWERS["schools"], "others": ["a\nb"]})
        Assistant(study).keep_panel(text, about_panel(text, "ours.csv"), "ours.csv")
        study.draft = {**study.draft, "results": chosen}
        study.save()
    address = f"{addresses(cast)}{study.pk}/protocol/"
    page = lead.get(address)
    assert "writing-2018" in yaml.safe_load(page.context["yaml"])["options"]["acknowledge"]
    assert "teachers judge writing by another framework" in page.content.decode()
    assert "Tick this first" in lead.post(address, {"seen": page.context["hash"]}).content.decode()
    assert lead.post(address, {"seen": page.context["hash"], "read": "on"})["Location"] == address.removesuffix(
        "protocol/"
    )


def test_a_protocol_that_changed_since_it_was_read_is_not_frozen(cast: Cast) -> None:
    with network_scope(cast.network):
        study = drafted(cast.network)
        with pytest.raises(FreezeError, match="has changed since you looked"):
            freeze(study, seen=hash_of("another"), by=None, now=timezone.now())
        study.refresh_from_db()
        assert study.is_draft
        assert StudyFile.objects.count() == 0


def test_a_study_with_an_open_question_is_not_frozen(cast: Cast) -> None:
    with network_scope(cast.network):
        study = drafted(cast.network, chosen={})
        with pytest.raises(FreezeError, match="A question is still open"):
            freeze(study, seen="", by=None, now=timezone.now())


def test_a_frozen_study_cannot_be_changed(lead: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        study = frozen(drafted(cast.network))
        with pytest.raises(FreezeError, match="frozen already"):
            freeze(study, seen=study.protocol_hash, by=None, now=timezone.now())
    address = f"{addresses(cast)}{study.pk}/"
    assert lead.post(f"{address}questions/schools/", {"title": "Other"})["Location"] == address
    assert lead.post(f"{address}protocol/", {"seen": study.protocol_hash})["Location"] == address
    with network_scope(cast.network):
        kept = Study.objects.get()
        assert (kept.title, kept.draft, kept.protocol) == (study.title, study.draft, study.protocol)


def test_a_copy_says_what_it_follows_and_where_it_departs(lead: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        study = frozen(drafted(cast.network))
    copy = str(lead.post(f"{addresses(cast)}{study.pk}/copy/")["Location"]).removesuffix("questions/schools/")
    answer(lead, copy, "comparison", ratio="1")
    page = lead.get(f"{copy}protocol/")
    assert "Deviation: design.ratio was 2, and is 1." in page.content.decode().partition("<pre")[0]
    told = yaml.safe_load(page.context["yaml"])["protocol"]
    assert f"It follows the study “{study.title}” with the protocol {study.protocol_hash[:12]}." in told
    assert "Deviation: design.ratio was 2, and is 1." in told
    assert len([each for each in told if each.startswith("Deviation")]) == 1


def test_the_study_file_is_one_that_the_engine_takes(cast: Cast, tmp_path: Any) -> None:
    with network_scope(cast.network):
        study = frozen(drafted(cast.network))
        (tmp_path / "study.yaml").write_text(study.protocol, "utf-8")
    read = read_study(tmp_path / "study.yaml")
    assert read.title == "Reading in Chalk Ridge"
    assert (read.plan.method, read.plan.ratio, read.plan.chosen_by_results) == ("matched_did", 2, True)
    assert read.choices.years == (2016, 2017, 2018, 2019)
    assert "A point would be worth it." in read.protocol


def test_what_was_decided_before_is_pinned_for_the_engine_and_what_was_not_is_not(cast: Cast) -> None:
    with network_scope(cast.network):
        frozen(drafted(cast.network))
        before = frozen(drafted(cast.network, beforehand={"decided": ["before"], "notes": [""]}))
        pinned = StudyFile.objects.filter(name="study.protocol.json")
        assert [file.study_id for file in pinned] == [before.pk]


def test_special_schools_are_compared_with_only_where_one_took_part(cast: Cast) -> None:
    with network_scope(cast.network):
        study = drafted(cast.network)
        assert Assistant(study).answers.mainstream
        SchoolResults.objects.filter(urn=TREATED[0]).update(record_type=2)
        assert not Assistant(study).answers.mainstream


def test_a_deleted_study_is_gone_with_its_data(lead: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        study = frozen(drafted(cast.network))
    assert lead.post(f"{addresses(cast)}{study.pk}/delete/")["Location"] == addresses(cast)
    with network_scope(cast.network):
        assert (Study.objects.count(), StudyFile.objects.count()) == (0, 0)
