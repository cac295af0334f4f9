"""Words as a teacher types or pastes them: one a line, or several with commas between, spelled as typed.

Behind a word may stand a sentence to hear it in, with a bar, a colon or a tab between the two:

    because | I stayed in because it rained.
    island, answer, guard

A number or a bullet before a line, as lists in documents have them, is left out. Whatever is wrong is said at
once, each fault with its line, its value and what to do, and then nothing is taken.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

MOST_WORDS: Final = 30
"""More than a week's lesson takes, and no more than ten minutes on a screen do."""

LONGEST_WORD: Final = 20
LONGEST_SENTENCE: Final = 120
MOST_PASTED: Final = 5000
"""Characters in all: more than so many words with sentences need."""

MOST_FAULTS: Final = 5
SHOWN: Final = 40

_NUMBER: Final = re.compile(r"^\s*(?:\d{1,2}[.)]|[•●▪◦*–-])\s+")
_SENTENCE: Final = re.compile(r"\s*[|:\t]\s*")
_BETWEEN: Final = re.compile(r"[,;]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ -][^\W\d_]+)*['’]?")


class PastedWord(NamedTuple):
    """A word, and the sentence it is heard in; empty where there is none."""

    text: str
    sentence: str = ""


class PasteError(ValueError):
    """Text that is no list of words. `faults` are whole sentences for the teacher, in the order of the lines."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


def read_words(pasted: str) -> list[PastedWord]:
    """The words of a text, spelled as typed, each once. Raises `PasteError` with all that is wrong."""
    found = list(_numbered(unicodedata.normalize("NFC", pasted)))
    faults = [fault for number, word in found for fault in _faults_in(number, word)]
    faults += _said_twice(found)
    if not found:
        faults.append("There are no words yet: type at least one, each on a line of its own.")
    if len(found) > MOST_WORDS:
        faults.append(f"These are {len(found)} words: a list holds up to {MOST_WORDS}. Make two lists of them.")
    if faults:
        more = len(faults) - MOST_FAULTS
        raise PasteError([*faults[:MOST_FAULTS], *([f"And {more} more like these."] if more > 0 else [])])
    return [word for _, word in found]


def write_words(words: Iterable[PastedWord]) -> str:
    """Words as `read_words` reads them: one a line, a sentence behind a bar."""
    return "\n".join(f"{word.text} | {word.sentence}" if word.sentence else word.text for word in words)


def spelled_alike(text: str) -> str:
    """What two spellings have in common that count as the same: capitals and the shape of apostrophes do not."""
    return text.replace("’", "'").casefold()


def _numbered(pasted: str) -> Iterator[tuple[int, PastedWord]]:
    """The words with the lines they stand on, from 1."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", pasted), start=1):
        said = _NUMBER.sub("", line).strip()
        parts = _SENTENCE.split(said, maxsplit=1)
        if len(parts) > 1:
            yield number, PastedWord(_spaced(parts[0]), _spaced(parts[1]))
            continue
        yield from ((number, PastedWord(word)) for each in _BETWEEN.split(said) if (word := _spaced(each)))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _faults_in(number: int, word: PastedWord) -> Iterator[str]:
    shown = f"“{word.text[:SHOWN]}”"
    if not word.text:
        yield f"Line {number}: there is no word before the sentence. Type one, or take the line out."
    elif _WORD.fullmatch(word.text) is None:
        yield (
            f"Line {number}: {shown} is not a word. Use letters, with an apostrophe, a hyphen or a space between"
            " them, and put a bar before a sentence."
        )
    elif len(word.text) > LONGEST_WORD:
        yield (
            f"Line {number}: {shown} has {len(word.text)} letters; a word has up to {LONGEST_WORD}. Put each word"
            " on a line of its own, or a comma between them."
        )
    if len(word.sentence) > LONGEST_SENTENCE:
        yield (
            f"Line {number}: the sentence for {shown} has {len(word.sentence)} characters; shorten it to"
            f" {LONGEST_SENTENCE}."
        )
    if not word.sentence.isprintable():
        yield f"Line {number}: the sentence for {shown} has a sign that cannot be printed. Type it anew."


def _said_twice(found: Iterable[tuple[int, PastedWord]]) -> Iterator[str]:
    lines: dict[str, int] = {}
    for number, word in found:
        key = spelled_alike(word.text)
        if key in lines:
            before = "on this line" if lines[key] == number else f"on line {lines[key]}"
            yield f"Line {number}: “{word.text[:SHOWN]}” stands {before} already. Take one of the two out."
        elif key:
            lines[key] = number
