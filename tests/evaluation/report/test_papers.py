"""The report as a page, as a paper, and as three files that are written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ridgeway.evaluation.report import html_of, pdf_of, report_of, write_report
from ridgeway.evaluation.report.document import Picture
from tests.evaluation.report.conftest import DESIGNS, Made

VOID = {"meta", "link", "br", "img", "input", "circle", "line", "rect", "path", "polyline", "polygon"}


class Outline(HTMLParser):
    """What a page is made of; fails where an element is not closed by its own end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.headings: list[int] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        if "id" in told:
            self.ids.append(told["id"] or "")
        if tag == "a":
            self.targets.append(told.get("href") or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    assert found.open == []
    return found


@pytest.mark.parametrize("design", [*DESIGNS, "trial"])
def test_a_page_is_whole_and_needs_nothing_else(made: Made, design: str) -> None:
    page = html_of(report_of(made(design)))
    found = outline(page)
    assert "script" not in found.tags
    assert not re.search(r"""(?:src|href)=["']https?:""", page)
    assert "url(http" not in page
    assert "The &lt;north&gt;" in page
    assert "<north>" not in page


def test_a_page_has_one_title_headings_in_steps_and_links_that_lead_somewhere(made: Made) -> None:
    found = outline(html_of(report_of(made("matched"))))
    assert found.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(found.headings, found.headings[1:], strict=False))
    assert len(found.ids) == len(set(found.ids))
    assert {target.removeprefix("#") for target in found.targets} <= set(found.ids)


def test_every_picture_has_its_numbers_in_a_table(made: Made) -> None:
    report = report_of(made("did"))
    page = html_of(report)
    pictures = [block for section in report.sections for block in section.blocks if isinstance(block, Picture)]
    assert page.count("<figure>") == len(pictures) == page.count("<summary>The numbers</summary>")
    assert page.count('role="img"') == len(pictures) + 1, "and the footing"


def test_the_paper_has_all_sections_and_the_numbers_behind_the_pictures(made: Made, tmp_path: Path) -> None:
    report = report_of(made("matched"))
    paper = pdf_of(report)
    assert paper.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) > 3


def test_three_files_are_written_and_nothing_beside_them(made: Made, tmp_path: Path) -> None:
    result = made("did")
    written = write_report(result, tmp_path / "new" / "folder")
    names = sorted(path.name for path in written.json.parent.iterdir())
    assert names == ["report.html", "report.pdf", "study.json"]
    assert json.loads(written.json.read_text("utf-8")) == result.as_dict()


def test_nothing_is_left_where_the_folder_cannot_be_written(made: Made, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("here before")
    with pytest.raises(OSError, match="file"):
        write_report(made("did"), place)
    assert place.read_text() == "here before"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_report_is_made_without_any_settings(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from ridgeway.evaluation.report import write_report\n"
        "from ridgeway.impact.study import evaluate, read_study\n"
        "from tests.impact.study.networks import network\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "write_report(evaluate(read_study(network(folder, options={'draws': 19}))), folder / 'made')\n"
    )
    without = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-c", program], check=True, env=without, cwd=Path(__file__).parents[3])
    assert (tmp_path / "made" / "report.html").is_file()
