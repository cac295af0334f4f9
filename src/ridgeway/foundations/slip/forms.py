"""The form that prints slips: for whom, on what paper, and with which words of the teacher."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from ridgeway.schools.models import Pupil

PREVIEW: Final = "preview"
"""The button that shows a slip instead of printing all."""

MOST_CHARACTERS: Final = 240
"""Of the teacher's words: about three lines of a slip."""


class SlipsForm(forms.Form):
    """What to print. Nothing of it is kept."""

    who = forms.ChoiceField(
        label=_("For whom"),
        choices=[("all", _("Everybody")), ("some", _("Some pupils"))],
        initial="all",
        widget=forms.RadioSelect,
    )
    pupils = forms.MultipleChoiceField(label=_("Pupils"), widget=forms.CheckboxSelectMultiple, required=False)
    layout = forms.ChoiceField(
        label=_("Paper"),
        choices=[
            ("a4", _("A4: a page for each pupil, up to three games")),
            ("a5", _("A5: two to a page, up to two games")),
        ],
        initial="a4",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Your own words, for everybody"),
        help_text=_("A sentence or two. They are printed, and not kept."),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    room_to_write = forms.BooleanField(label=_("Leave lines for handwriting"), required=False)
    shown = forms.ChoiceField(label=_("Show the slip of"), required=False)

    def __init__(self, *args: Any, pupils: Sequence[Pupil], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pupils = {str(pupil.pk): pupil for pupil in pupils}
        choices = [(key, pupil.list_name) for key, pupil in self._pupils.items()]
        everybody, some = self.fields["who"].choices  # type: ignore[attr-defined]
        self.fields["who"].choices = [("all", f"{everybody[1]} ({len(choices)})"), some]  # type: ignore[attr-defined]
        for name in ("pupils", "shown"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for key, pupil in self._pupils.items():
            self.fields[_words_for(key)] = forms.CharField(
                label=pupil.list_name, max_length=MOST_CHARACTERS, required=False
            )

    @property
    def prints(self) -> bool:
        """Whether slips are to be printed, not one shown."""
        return self.is_bound and PREVIEW not in self.data

    @property
    def own_words(self) -> list[BoundField]:
        """For each pupil the words that stand in place of those for everybody."""
        return [self[_words_for(key)] for key in self._pupils]

    @property
    def has_own_words(self) -> bool:
        """Whether any pupil's words are typed, or refused."""
        return any(field.value() or field.errors for field in self.own_words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        nobody = cleaned.get("who") == "some" and not cleaned.get("pupils")
        if self.prints and nobody and "pupils" not in self.errors:
            self.add_error("pupils", _("Tick the pupils who need a slip."))
        return cleaned

    @property
    def chosen(self) -> list[Pupil]:
        """The pupils to print for, in the order of the register."""
        if self.cleaned_data["who"] == "all":
            return list(self._pupils.values())
        return [pupil for key, pupil in self._pupils.items() if key in self.cleaned_data["pupils"]]

    @property
    def previewed(self) -> Pupil | None:
        """The pupil whose slip is shown: the one asked for, or the first; None of an empty class."""
        asked = self._pupils.get(str(self["shown"].value()))
        return asked or next(iter(self._pupils.values()), None)

    def words_to(self, pupil: Pupil) -> str:
        """The teacher's words for a pupil: the pupil's own, or those for everybody. Empty before any are given."""
        given = getattr(self, "cleaned_data", {})
        own: str = given.get(_words_for(str(pupil.pk)), "")
        for_everybody: str = given.get("words", "")
        return own or for_everybody


def _words_for(key: str) -> str:
    return f"words-{key}"
