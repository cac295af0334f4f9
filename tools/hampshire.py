"""The worked study of schools in Hampshire: its schools by their rule, its page and its report: `make studies`."""

import csv
import gzip
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Any, Final

from playwright.sync_api import sync_playwright
from rich.console import Console

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ridgeway.evaluation.report import write_report  # noqa: E402
from ridgeway.evaluation.report.figures import interval, percent, signed  # noqa: E402
from ridgeway.impact.study import Result, evaluate, read_study  # noqa: E402
from tools.ensure_chromium import find_chromium  # noqa: E402

STUDIES: Final = ROOT / "docs" / "studies"
PAGE: Final = STUDIES / "hampshire.md"
MADE: Final = STUDIES / "hampshire"
HALVES: Final = (("even", STUDIES / "hampshire.yaml"), ("odd", STUDIES / "hampshire-other-half.yaml"))
TABLE: Final = STUDIES / "../../src/ridgeway/demo/content/ks2/hampshire_ks2_2016-17.csv.gz"

PICTURE: Final = STUDIES.parent / "images" / "study-report.png"

MAINSTREAM: Final = "1"
FEWEST_PUPILS: Final = 11
WEAK_BELOW: Final = 55
"""Per cent of pupils at the expected standard in reading, writing and maths."""

OUTCOME: Final = "PTRWM_EXP"
TENTH: Final = 0.1


def weak_schools() -> list[int]:
    """The URNs of the schools that the rule in hampshire.yaml names, even and odd."""
    with io.TextIOWrapper(gzip.open(TABLE), encoding="utf-8-sig") as lines:
        return sorted(int(row["URN"]) for row in csv.DictReader(lines) if _is_weak(row))


def treated(half: str) -> str:
    """The file with the treated schools of a half: the even ones or the odd ones."""
    chosen = [urn for urn in weak_schools() if urn % 2 == (half == "odd")]
    return "school,from\n" + "".join(f"{urn},2018\n" for urn in chosen)


def with_blocks(page: str, told: dict[str, dict[str, Any]]) -> str:
    """The page with each of its blocks of figures made anew. A block stands between two comments that name it."""
    for name, block in blocks(told):
        pattern = re.compile(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not pattern.search(page):
            raise ValueError(f"{PAGE.name} has no place for {name}")
        page = pattern.sub(lambda found, block=block: f"{found[1]}{block}{found[2]}", page)  # type: ignore[misc]
    return page


def blocks(told: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each block with its name, as Markdown."""
    yield "leaflet", _leaflet(told["even"])
    yield "beside", _beside(told["even"])
    yield "halves", _halves(told)


def results() -> dict[str, Result]:
    """What is found of each half."""
    return {half: evaluate(read_study(path)) for half, path in HALVES}


def main() -> None:
    """Make schools, page and report anew."""
    for half, _ in HALVES:
        (MADE / f"{half}.csv").write_text(treated(half), encoding="utf-8")
    found = results()
    told = {half: result.as_dict() for half, result in found.items()}
    PAGE.write_text(with_blocks(PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")
    written = write_report(found["even"], MADE)
    for other in (written.pdf, written.json):
        other.unlink()
    _take_picture(written.html)
    Console().print(f"Made {PAGE} and {written.html}.", soft_wrap=True)


def _take_picture(report: Path) -> None:
    """The top of the report as a reader meets it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 820, "height": 900})
        page.goto(report.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


def _is_weak(row: dict[str, str]) -> bool:
    share = (row["PTRWM_EXP"] or "").strip().removesuffix("%")
    is_told = row["RECTYPE"] == MAINSTREAM and share.isdigit()
    return is_told and int(row["TELIG"]) >= FEWEST_PUPILS and int(share) < WEAK_BELOW


def _leaflet(told: dict[str, Any]) -> str:
    described = told["describe"][OUTCOME]
    nation, gains = described["change_nationally"], described["gains"]
    ours, all_schools = _points(nation["treated_change"]), _points(nation["reference_change"])
    times = _times(nation)
    return _wrapped(
        "> ",
        f"In two years the share of pupils at the expected standard rose by **{ours}** in our "
        f"{nation['n_treated']} schools, nationally by {all_schools}: **{times} times the national gain**. "
        f"{percent(gains['share'])} of our schools gained ten points or more; of the other schools "
        f"{percent(gains['others_share'])} did.",
    )


def _beside(told: dict[str, Any]) -> str:
    back, found = told["doubts"]["outcomes"][OUTCOME]["rebound"], told["outcomes"][OUTCOME]
    beyond, estimate = (_with_interval(value, of) for value, of in _differences(back, found))
    equally_weak, expected = _points(back["equally_weak"]["mean"]), _points(back["in_theory"])
    items = (
        f"Schools that stood as low as ours in 2017 gained **{equally_weak}**. Beyond them ours gained {beyond}; "
        "in brackets the 95% interval.",
        f"Of our schools {found['n_treated']} could be matched with others of the same results and size before. "
        f"Beside their {found['n_comparison']} matches they changed by **{estimate}**.",
        f"Of a school’s distance from the others {percent(back['reliability'])} lasted from 2017 to 2019. From "
        f"that alone a rise of {expected} was to be expected of schools as weak as ours.",
    )
    return "".join(_wrapped("- ", item) for item in items)


def _halves(told: dict[str, dict[str, Any]]) -> str:
    heads = ("", "schools with even numbers", "schools with odd numbers")
    columns = [_half(told[half]) for half, _ in HALVES]
    rows = [(name, *(column[name] for column in columns)) for name in columns[0]]
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, ("---", "---:", "---:"), *rows))


def _half(told: dict[str, Any]) -> dict[str, str]:
    described, found = told["describe"][OUTCOME], told["outcomes"][OUTCOME]
    nation, back = described["change_nationally"], told["doubts"]["outcomes"][OUTCOME]["rebound"]
    beyond, estimate = (_with_interval(value, of) for value, of in _differences(back, found))
    return {
        "Change from 2017 to 2019, in points": signed(nation["treated_change"], step=TENTH),
        "The national change": signed(nation["reference_change"], step=TENTH),
        "Times the national gain": _times(nation),
        "Gained ten points or more": percent(described["gains"]["share"]),
        "Beyond equally low schools": beyond,
        "Beside matched schools": estimate,
        "Footing of that, of 5": str(found["footing"]["score"]),
    }


def _differences(back: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[float, dict[str, Any]]]:
    """What is left beside equally weak schools, and beside matched ones."""
    yield back["beyond"]["mean"], back["beyond"]
    yield found["estimate"], found


def _with_interval(value: float, told: dict[str, Any]) -> str:
    return f"{signed(value, step=TENTH)} ({interval(told['ci_low'], told['ci_high'], step=TENTH)})"


def _times(nation: dict[str, Any]) -> str:
    return f"{nation['treated_change'] / nation['reference_change']:.1f}"


def _points(value: float) -> str:
    return f"{value:.1f} points"


def _wrapped(mark: str, words: str) -> str:
    follows = mark if mark.startswith(">") else "  "
    return f"{fill(words, 124, initial_indent=mark, subsequent_indent=follows)}\n"


if __name__ == "__main__":
    main()
