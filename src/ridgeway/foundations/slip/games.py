"""Games of two minutes for two people at home: packaged content, and which of them suit a pupil."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Final

from ridgeway.fluency import whole_catalogue
from ridgeway.fluency.entries import Entry, read_entry

VERSION: Final = "1"
SENTENCES: Final = 3
PARTS: Final = ("title", "needs", "how", "strands", "years")


@dataclass(frozen=True, slots=True)
class Game:
    """One game: what it needs, how it goes in three sentences, and the strands and school years that it is for."""

    id: str
    title: str
    needs: str
    how: tuple[str, ...]
    strands: tuple[str, ...]
    years: tuple[int, ...]

    def suits(self, strand: str, year: int | None) -> bool:
        """Whether it is for a strand in a school year; a year that nobody has said stands for any."""
        return strand in self.strands and (year is None or year in self.years)

    @property
    def needs_inline(self) -> str:
        """What it needs, inside a sentence."""
        return self.needs[0].lower() + self.needs[1:]

    @property
    def text(self) -> str:
        """How it goes, in one paragraph."""
        return " ".join(self.how)


@cache
def games() -> tuple[Game, ...]:
    """The packaged games in their order."""
    file = files("ridgeway.foundations.slip").joinpath("content", "games.yaml")
    return read_games(file.read_text(encoding="utf-8"), file.name)


def read_games(text: str, source: str) -> tuple[Game, ...]:
    """The games that a YAML text describes; raises `CatalogueError` where a part is missing or not allowed."""
    file = read_entry(text, source, version=VERSION)
    file.only(("version", "games"))
    return tuple(map(_game, file.entries("games").values()))


def choose_games(strands: Collection[str], *, year: int | None, how_many: int, turn: int) -> list[Game]:
    """Games for what a pupil is on: one for each strand in turn, each game once, as many as are wanted.

    `turn` goes round among the games that suit, so that the next slip has others.
    """
    taught = None if year is None else min(max(year, 0), 6)
    suiting = [_from(turn, [game for game in games() if game.suits(strand, taught)]) for strand in strands]
    dealt = (game for round_ in zip_longest(*suiting) for game in round_ if game is not None)
    return list(dict.fromkeys(dealt))[:how_many]


def _from(turn: int, found: list[Game]) -> list[Game]:
    """The same games, beginning with another."""
    first = turn % len(found) if found else 0
    return found[first:] + found[:first]


def _game(entry: Entry) -> Game:
    entry.only(PARTS)
    game = Game(
        id=entry.name,
        title=entry.text("title"),
        needs=entry.text("needs"),
        how=entry.texts("how"),
        strands=entry.texts("strands"),
        years=entry.numbers("years"),
    )
    known = whole_catalogue().strands
    if not game.strands or any(strand not in known for strand in game.strands):
        raise entry.refused("strands", game.strands, f"each must be one of {', '.join(known)}")
    if len(game.how) != SENTENCES:
        raise entry.refused("how", game.how, f"there must be {SENTENCES} sentences")
    return game
