"""A slip has one side of its own in type as large as fits; where there is much to say a game is left out first."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from ridgeway.foundations.slip.games import games
from ridgeway.foundations.slip.printing import GAMES, Layout, slips_pdf
from ridgeway.foundations.slip.wording import Worded
from ridgeway.schools.models import School, TeachingGroup

INTRO = "Amber will soon practise."
LITTLE = Worded(
    "Amber Testington", INTRO, (), (), "", "Soon, questions like these", ("2 + 2 = 4",), (), games()[:3], ""
)
MUCH = replace(
    LITTLE,
    sure=tuple(f"A long line of what Amber is quick and sure of, number {number}" for number in range(14)),
    facts=("12 × 12 = 144",) * 4,
    words=("circumstance", "extraordinary", "imaginary", "disappearance"),
    from_school="Thank you for playing along at home. " * 6,
)


def printed(slip: Worded, layout: Layout) -> tuple[str, float]:
    """The words on the only page, and the points of its first sentence."""
    (page,) = PdfReader(
        io.BytesIO(
            slips_pdf(
                School(name="Ashdown"), TeachingGroup(name="4 Kestrel"), [slip], layout=layout,
                room_to_write=False, day=dt.date(2026, 11, 20),
            )
        )
    ).pages  # fmt: skip
    sizes: dict[str, float] = {}

    def look(text: str, _user: object, matrix: list[float], _font: object, size: float) -> None:
        sizes.setdefault(text.strip(), size * abs(matrix[0]))

    text = page.extract_text(visitor_text=look)
    return text, next(size for said, size in sizes.items() if said.startswith("Amber will"))


@pytest.mark.parametrize(("layout", "least"), [("a4", 18), ("a5", 14)])
def test_where_there_is_little_to_say_the_type_is_larger(layout: Layout, least: float) -> None:
    _, little = printed(LITTLE, layout)
    _, much = printed(MUCH, layout)
    assert little >= least > much


@pytest.mark.parametrize("layout", ["a4", "a5"])
def test_where_there_is_much_to_say_a_game_is_left_out_and_nothing_else(layout: Layout) -> None:
    text, _ = printed(MUCH, layout)
    shown = " ".join(text.split())
    assert 1 <= sum(game.title in shown for game in games()[:3]) < GAMES[layout]
    for told in (*MUCH.sure, *MUCH.facts, *MUCH.words, MUCH.from_school.strip()):
        assert told in shown
