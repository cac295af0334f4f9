"""Spelling, and cover, copy, compare.

Cover, copy, compare: look at the model, cover it, write it, uncover and compare; what was wrong is copied rightly.
It is for facts as well as for words (Skinner and others 1989).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ridgeway.fluency import whole_catalogue
from ridgeway.foundations.paper.contents import Content, CoverCopy, Dictation, Question, Word
from ridgeway.foundations.paper.kinds.kind import Making, Options, OptionsForm, SheetKind
from ridgeway.foundations.paper.kinds.questions import FactsForm
from ridgeway.foundations.paper.kinds.sources import OWN, SourceField, items_for, title_of_source
from ridgeway.foundations.paper.look import Look

LIST: Final = "list"
"""In the place of a set: the teacher's own words."""

MOST_WORDS: Final = 20
LONGEST_WORD: Final = 30
LONGEST_SENTENCE: Final = 120


class WordsForm(OptionsForm):
    """Which words: a set of the national curriculum's lists, the pupil's own, or the teacher's."""

    source = SourceField(
        "spelling",
        label=_("Which words"),
        own=_("Each pupil's own: what they are practising"),
        further=((LIST, _("My own list")),),
    )
    words = forms.CharField(
        label=_("My own list"),
        help_text=_("One word a line; behind a colon, if you like, a sentence to read out."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        required=False,
        initial="",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") == LIST and "words" in cleaned:
            try:
                _check(read_words(cleaned["words"]))
            except ValidationError as error:
                self.add_error("words", error)
        return cleaned


def read_words(text: str) -> list[Word]:
    """A teacher's words, one a line, each with its sentence behind a colon."""
    parts = (line.partition(":") for line in text.splitlines() if line.strip())
    return [Word(" ".join(word.split()), " ".join(sentence.split())) for word, _colon, sentence in parts]


def _check(words: list[Word]) -> None:
    if not 1 <= len(words) <= MOST_WORDS:
        raise ValidationError(f"Type from 1 to {MOST_WORDS} words, one a line; these are {len(words)}.")
    for word in words:
        if not 1 <= len(word.text) <= LONGEST_WORD:
            raise ValidationError(f"“{word.text[:40]}”: a word has from 1 to {LONGEST_WORD} letters.")
        if len(word.sentence) > LONGEST_SENTENCE:
            raise ValidationError(f"The sentence for “{word.text}” is longer than {LONGEST_SENTENCE} letters.")


class WordsKind(SheetKind):
    """A sheet of words."""

    family = "Words and letters"
    timing = "untimed"
    form = WordsForm

    def own(self, options: Options) -> bool:
        return bool(options["source"] == OWN)

    def of(self, options: Options) -> str:
        return str(options["source"])

    def title_of(self, options: Options) -> str:
        source = options["source"]
        words = "our list" if source == LIST else title_of_source(source, "own words")
        # A set is titled "island, answer: letters that are not heard". Its words are not given away on the sheet.
        return f"{self.title}: {words.rpartition(': ')[2]}"

    def words(self, making: Making, most: int) -> Mapping[int, list[Word]]:
        """The words of each pupil, by key."""
        if making.options["source"] == LIST:
            return dict.fromkeys((pupil.pk for pupil in making.pupils), read_words(making.options["words"])[:most])
        items = items_for(making, making.options["source"], "spelling")
        return {key: [_as_word(item) for item in own[:most]] for key, own in items.items()}


class Spelling(WordsKind):
    """Lines to write on while the words are read out."""

    key = "spelling"
    title = "Spelling"
    about = "You read the words out, from a page of your own."

    def pages(self, making: Making) -> Mapping[int, Content]:
        most = 10 if making.look.large or making.options["source"] == OWN else MOST_WORDS
        return {key: Dictation(tuple(words)) for key, words in self.words(making, most).items()}


class CoverWords(WordsKind):
    """Words to read, cover, write and compare."""

    key = "cover-words"
    title = "Cover and write words"
    about = "Read the word, cover it, write it, compare."

    def pages(self, making: Making) -> Mapping[int, Content]:
        found = self.words(making, rows_for(making.look))
        return {
            key: CoverCopy(tuple(Question("", word.text, word.item) for word in words))
            for key, words in found.items()
        }


class CoverFacts(SheetKind):
    """Facts to read, cover, write and compare."""

    key = "cover-facts"
    title = "Cover and write facts"
    about = "Read the fact, cover it, write it, compare."
    family = "Facts"
    timing = "untimed"
    form = FactsForm
    shuffles = True

    def own(self, options: Options) -> bool:
        return bool(options["source"] == OWN)

    def of(self, options: Options) -> str:
        return str(options["source"])

    def title_of(self, options: Options) -> str:
        return f"{self.title}: {title_of_source(options['source'], 'own facts')}"

    def pages(self, making: Making) -> Mapping[int, Content]:
        most = rows_for(making.look)
        items = items_for(making, making.options["source"], "number-facts")
        return {
            key: CoverCopy(tuple(map(Question.of, _mixed(own, making, key)[:most]))) for key, own in items.items()
        }


def rows_for(look: Look) -> int:
    """How many rows a page has that are high enough to write in."""
    return 7 if look.large else 10


def _mixed(items: Iterable[str], making: Making, key: int) -> list[str]:
    """A set in random order, the pupil's own as they come: the most pressing first."""
    listed = list(items)
    if making.options["source"] == OWN:
        return listed
    pupil = None if making.same else next(pupil for pupil in making.pupils if pupil.pk == key)
    return list(making.rng(pupil).permutation(listed).tolist())


def _as_word(item_id: str) -> Word:
    item = whole_catalogue()[item_id]
    return Word(item.answer, item.say, item.id)


KINDS: Final = (CoverFacts(), CoverWords(), Spelling())
