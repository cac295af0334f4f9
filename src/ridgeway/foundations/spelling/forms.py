"""The form of a spelling list."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.spelling.lists import words_on
from ridgeway.foundations.spelling.models import LONGEST_NAME, SpellingList
from ridgeway.foundations.spelling.pasting import MOST_PASTED, PastedWord, PasteError, read_words, write_words

EARLIEST = dt.date(2000, 1, 1)
LATEST = dt.date(2100, 1, 1)


class WordsField(forms.CharField):
    """Words typed or pasted; its value is a list of them."""

    widget = forms.Textarea(attrs={"rows": 12, "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_PASTED, strip=False, **kwargs)

    def clean(self, value: Any) -> list[PastedWord]:
        text = super().clean(value)
        try:
            return read_words(text) if text or self.required else []
        except PasteError as refusal:
            raise forms.ValidationError(list(refusal.faults)) from refusal


class ListForm(forms.Form):
    """A spelling list: its words, what it is called, when it is for, and who may use it."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("Such as: Week 4, silent letters.")
    )
    day = forms.DateField(
        label=_("Date"),
        help_text=_("The day or the week that it is for."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    words = WordsField(
        label=_("Words"),
        help_text=_(
            "Up to 30, one a line or with commas between. Behind a bar, if you like, a sentence to hear the word"
            " in: because | I stayed in because it rained."
        ),
    )
    everyone = forms.BooleanField(
        label=_("Every class of our school may use it"),
        help_text=_("A list that is shared stays shared: another class may have set it."),
        required=False,
    )

    def __init__(self, *args: Any, shared: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shared = shared
        if shared:
            del self.fields["everyone"]

    @property
    def for_everyone(self) -> bool:
        """Whether every class of the school may use the list."""
        return self._shared or bool(self.cleaned_data["everyone"])

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if not EARLIEST <= day < LATEST:
            raise forms.ValidationError("Choose a day from 2000 to 2099.")
        return day

    @staticmethod
    def shown(held: SpellingList) -> dict[str, Any]:
        """A list as the form first shows it."""
        words = write_words(PastedWord(word.text, word.sentence) for word in words_on(held))
        return {"name": held.name, "day": held.day, "words": words}
