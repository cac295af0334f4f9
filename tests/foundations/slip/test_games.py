"""Every game is whole, short and plain, and there is one for whatever a pupil is on."""

import pytest

from ridgeway.fluency import catalogue
from ridgeway.fluency.errors import CatalogueError
from ridgeway.fluency.readability import Readability, sentences_of, words_of
from ridgeway.foundations.slip.games import Game, choose_games, games, read_games
from ridgeway.foundations.slip.slips import MOST_GAMES

EASY = 5.0
"""A US grade: what a child of ten reads alone."""

MOST_WORDS = 45
STRANDS = (*catalogue().strands, "spelling")

WHOLE = """
version: 1
games:
  one:
    title: One
    needs: Nothing
    how: [Do this., Do that., Stop.]
    strands: [add]
    years: 1..2
"""


@pytest.mark.parametrize("game", games(), ids=lambda game: game.id)
def test_a_game_says_what_is_needed_and_how_to_play_in_three_short_plain_sentences(game: Game) -> None:
    assert game.title
    assert game.needs
    assert sentences_of(game.text) == game.how
    assert len(game.how) == 3
    assert len(words_of(game.text)) <= MOST_WORDS
    told = Readability.of(game.how)
    assert told.flesch_kincaid <= EASY
    assert told.automated <= EASY


def test_there_are_at_least_twelve_games_each_with_its_own_title() -> None:
    assert len(games()) >= 12
    assert len({game.title for game in games()}) == len(games())


@pytest.mark.parametrize("year", range(7))
@pytest.mark.parametrize("strand", STRANDS)
def test_there_is_a_game_for_every_strand_in_every_year(strand: str, year: int) -> None:
    assert any(game.suits(strand, year) for game in games())


@pytest.mark.parametrize("year", range(2, 7))
@pytest.mark.parametrize("strand", STRANDS)
def test_from_year_2_a_single_strand_fills_a_slip_with_games(strand: str, year: int) -> None:
    chosen = choose_games([strand], year=year, how_many=MOST_GAMES, turn=0)
    assert len(chosen) == MOST_GAMES
    assert all(strand in game.strands and year in game.years for game in chosen)


def test_games_of_all_strands_come_before_a_second_of_one() -> None:
    facts, words = choose_games(["mul", "spelling"], year=4, how_many=2, turn=3)
    assert "mul" in facts.strands
    assert "spelling" in words.strands


def test_a_game_that_suits_two_strands_stands_on_a_slip_once() -> None:
    chosen = choose_games(["add", "sub", "mul", "div"], year=3, how_many=10, turn=0)
    assert len({game.id for game in chosen}) == len(chosen) == 10


def test_another_turn_brings_other_games() -> None:
    now, then = (choose_games(["div"], year=4, how_many=3, turn=turn) for turn in (0, 3))
    assert not set(now) & set(then)


def test_an_older_pupil_plays_the_games_of_year_6_and_one_of_an_unknown_year_any() -> None:
    assert choose_games(["div"], year=9, how_many=9, turn=0) == choose_games(["div"], year=6, how_many=9, turn=0)
    assert len(choose_games(["sub"], year=None, how_many=99, turn=0)) == sum("sub" in g.strands for g in games())


def test_nothing_that_comes_next_means_no_game() -> None:
    assert choose_games([], year=4, how_many=3, turn=0) == []


def test_a_whole_game_is_read() -> None:
    (game,) = read_games(WHOLE, "games.yaml")
    assert (game.title, game.text, game.years) == ("One", "Do this. Do that. Stop.", (1, 2))


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("    title: One\n", "", "title of one"),
        ("    needs: Nothing\n", "", "needs of one"),
        ("Do that., ", "", "how of one"),
        ("[add]", "[adding]", "strands of one"),
        ("[add]", "[]", "strands of one"),
        ("    years: 1..2\n", "", "years of one"),
        ("title", "tittle", "fields of one"),
        ("version: 1", "version: 2", "version"),
    ],
)
def test_what_is_wrong_with_a_game_is_named(right: str, wrong: str, named: str) -> None:
    with pytest.raises(CatalogueError, match=f"games.yaml: {named}"):
        read_games(WHOLE.replace(right, wrong), "games.yaml")
