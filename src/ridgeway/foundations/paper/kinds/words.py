"""Spelling, and cover, copy, compare.

Cover, copy, compare: look at the model, cover it, write it, uncover and compare; what was wrong is copied rightly.
It is for facts as well as for words (Skinner and others 1989).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ridgeway.fluency import whole_catalogue
from ridgeway.foundations.paper.contents import Content, ContentError, CoverCopy, Dictation, Question, Word
from ridgeway.foundations.paper.contents.words import LARGE_ROWS
from ridgeway.foundations.paper.kinds.kind import Making, Options, OptionsForm, SheetKind
from ridgeway.foundations.paper.kinds.questions import FactsForm
from ridgeway.foundations.paper.kinds.sources import OWN, SourceField, items_for, title_of_source
from ridgeway.foundations.paper.look import Look
from ridgeway.foundations.spelling.lists import item_of
from ridgeway.foundations.spelling.pasting import MOST_PASTED, PasteError, read_words
from ridgeway.foundations.spelling.sheets import differs, is_list, list_choices, title_of_list, words_for
from ridgeway.schools.models import TeachingGroup

LIST: Final = "list"
"""In the place of a set: words typed here, for these sheets alone."""


class WordsForm(OptionsForm):
    """Which words: a set of the national curriculum's lists, the pupil's own, a kept list, or some typed here."""

    source = SourceField(
        "spelling",
        label=_("Which words"),
        own=_("Each pupil's own: what they are practising"),
        further=((LIST, _("Words typed here, for once")),),
    )
    words = forms.CharField(
        label=_("The words"),
        help_text=_(
            "One a line, or with commas between; behind a bar, if you like, a sentence to read out. To use them"
            " again, keep them under Spelling lists."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_PASTED,
        required=False,
        initial="",
    )

    def for_class(self, group: TeachingGroup) -> None:
        source = self.fields["source"]
        first, typed, *sets = source.choices  # type: ignore[attr-defined]
        source.choices = [first, *list_choices(group), typed, *sets]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") == LIST and "words" in cleaned:
            try:
                read_words(cleaned["words"])
            except PasteError as refusal:
                self.add_error("words", list(refusal.faults))
        return cleaned


class WordsKind(SheetKind):
    """A sheet of words."""

    family = "Words and letters"
    timing = "untimed"
    form = WordsForm

    def own(self, options: Options) -> bool:
        return bool(options["source"] == OWN or differs(options["source"]))

    def of(self, options: Options) -> str:
        return str(options["source"])

    def title_of(self, options: Options) -> str:
        source = options["source"]
        if is_list(source):
            return f"{self.title}: {title_of_list(source)}"
        words = "our list" if source == LIST else title_of_source(source, "own words")
        # A set is titled "island, answer: letters that are not heard". Its words are not given away on the sheet.
        return f"{self.title}: {words.rpartition(': ')[2]}"

    def words(self, making: Making) -> Mapping[int, list[Word]]:
        """The words of each pupil, by key: all of a list or a set, of the pupil's own the most pressing."""
        most = at_once(making.look) if making.options["source"] == OWN else None
        return {key: words[:most] for key, words in _words_of(making).items()}


class Spelling(WordsKind):
    """Lines to write on while the words are read out."""

    key = "spelling"
    title = "Spelling"
    about = "You read the words out, from a page of your own."

    def pages(self, making: Making) -> Mapping[int, Content]:
        return {key: Dictation(tuple(words)) for key, words in self.words(making).items()}


class CoverWords(WordsKind):
    """Words to read, cover, write and compare."""

    key = "cover-words"
    title = "Cover and write words"
    about = "Read the word, cover it, write it, compare."

    def pages(self, making: Making) -> Mapping[int, Content]:
        return {
            key: CoverCopy(tuple(Question("", word.text, word.item) for word in words))
            for key, words in self.words(making).items()
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
        most = at_once(making.look)
        items = items_for(making, making.options["source"], "number-facts")
        return {
            key: CoverCopy(tuple(map(Question.of, _mixed(own, making, key)[:most]))) for key, own in items.items()
        }


def at_once(look: Look) -> int:
    """How many facts or words are enough for a sitting where nobody listed them: a page, and no more than ten."""
    return LARGE_ROWS if look.large else 10


def _mixed(items: Iterable[str], making: Making, key: int) -> list[str]:
    """A set in random order, the pupil's own as they come: the most pressing first."""
    listed = list(items)
    if making.options["source"] == OWN:
        return listed
    pupil = None if making.same else next(pupil for pupil in making.pupils if pupil.pk == key)
    return list(making.rng(pupil).permutation(listed).tolist())


def _words_of(making: Making) -> Mapping[int, list[Word]]:
    source, keys = making.options["source"], [pupil.pk for pupil in making.pupils]
    if source == LIST:
        return dict.fromkeys(keys, _typed(making.options["words"]))
    if is_list(source):
        return {
            key: [Word(word.text, word.sentence, item_of(word.text)) for word in words]
            for key, words in words_for(source, keys).items()
        }
    items = items_for(making, source, "spelling")
    return {key: [_as_word(item) for item in own] for key, own in items.items()}


def _typed(text: str) -> list[Word]:
    try:
        return [Word(word, sentence, item_of(word)) for word, sentence in read_words(text)]
    except PasteError as refusal:
        raise ContentError(str(refusal)) from refusal


def _as_word(item_id: str) -> Word:
    item = whole_catalogue()[item_id]
    return Word(item.answer, item.say, item.id)


KINDS: Final = (CoverFacts(), CoverWords(), Spelling())
