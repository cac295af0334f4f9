"""A slip in words, the same on the page that shows it and on paper."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import get_text_list

from ridgeway.foundations.slip.games import Game
from ridgeway.foundations.slip.slips import Part, Slip


@dataclass(frozen=True, slots=True)
class Worded:
    """What a slip says: each list in its order, empty where there is nothing to say.

    `start` stands where a pupil has begun and nothing is sure yet.
    """

    name: str
    intro: str
    sure: tuple[str, ...]
    nearly: tuple[str, ...]
    start: str
    next_title: str
    facts: tuple[str, ...]
    words: tuple[str, ...]
    games: tuple[Game, ...]
    from_school: str


def in_words(slip: Slip, from_school: str = "") -> Worded:
    """The slip in plain words, with those of the teacher."""
    sure, nearly = _sure(slip), tuple(map(_sentence, slip.facts.skills.nearly))
    forename = slip.pupil.forename
    return Worded(
        name=str(slip.pupil),
        intro=_intro(slip),
        sure=sure,
        nearly=nearly,
        start=f"{forename} has made a good start." if slip.begun and not (sure or nearly) else "",
        next_title=_next_title(slip),
        facts=tuple(f"{item.prompt} = {item.answer}" for item in slip.facts.coming),
        words=() if slip.words is None else tuple(item.answer for item in slip.words.coming),
        games=slip.games,
        from_school=" ".join(from_school.split()),
    )


def _intro(slip: Slip) -> str:
    forename = slip.pupil.forename
    if slip.begun:
        return f"This is what {forename} has learnt in short practice at school, and how you can help at home."
    practice = "number facts" if slip.words is None else "number facts and spelling"
    return f"{forename} will soon practise {practice} at school, a few minutes at a time. You can join in at home."


def _sure(slip: Slip) -> tuple[str, ...]:
    told = [_sentence(skill) for skill in slip.facts.skills.sure]
    if slip.facts.known:
        told.append(f"Facts such as {_listed(_in_one_line(item.prompt) for item in slip.facts.known)}")
    if slip.words is not None and slip.words.known:
        told.append(f"Spelling {_listed(f'“{item.answer}”' for item in slip.words.known)}")
    return tuple(told)


def _in_one_line(fact: str) -> str:
    return fact.replace(" ", "\N{NO-BREAK SPACE}")


def _listed(names: Iterable[str]) -> str:
    return get_text_list(list(names), "and")


def _next_title(slip: Slip) -> str:
    if not slip.begun:
        return "Soon, questions like these"
    return "To keep fresh" if all(_only_fresh(part) for part in slip.parts) else "Coming next"


def _only_fresh(part: Part) -> bool:
    return part.fresh or not part.coming


def _sentence(phrase: str) -> str:
    return phrase[0].upper() + phrase[1:]
