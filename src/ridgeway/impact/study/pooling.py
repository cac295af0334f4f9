"""Several studies together: each outcome that two or more of them have, pooled from their results.

pooled = pool_studies([read_result("north/study.json"), read_result("south/study.json")])
for outcome in pooled.outcomes:
    print(outcome.name, outcome.found.estimate, outcome.words)

Effects are pooled in standard deviations (`meta.pool`: random effects, REML, Hartung and Knapp's interval).
Pooling makes a figure surer and no design stronger: the footing is that of the weakest study.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ridgeway.impact.errors import DataError, DesignError, ImpactError, TooLittleError
from ridgeway.impact.meta import Pooled, Without, leave_one_out, pool
from ridgeway.impact.say.sentences import number
from ridgeway.impact.study.plain import plain


@dataclass(frozen=True, slots=True)
class PooledOutcome:
    """One outcome of several studies. `effects` and `errors` are theirs, in the order of `studies`, in standard
    deviations of `spread`; `without` leaves each study out in turn, empty with fewer than three."""

    name: str
    studies: tuple[str, ...]
    effects: tuple[float, ...]
    errors: tuple[float, ...]
    spread: str
    found: Pooled
    without: tuple[Without, ...]
    words: str


@dataclass(frozen=True, slots=True)
class PooledStudies:
    """Studies pooled: `studies` are their titles and hashes, `refused` the outcomes that could not be pooled."""

    studies: tuple[tuple[str, str], ...]
    outcomes: tuple[PooledOutcome, ...]
    refused: Mapping[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return everything as one object of plain values, ready for JSON."""
        told = {
            "studies": [{"title": title, "hash": digest} for title, digest in self.studies],
            "outcomes": {each.name: _told(each) for each in self.outcomes},
            "refused": dict(self.refused),
        }
        found: dict[str, Any] = plain(told)
        return found


def read_result(path: Path | str) -> dict[str, Any]:
    """Return the object that `ridgeway evaluate --out` wrote (study.json). Raises `DataError`."""
    path, remedy = Path(path), "Give a study.json as `ridgeway evaluate --out` writes it."
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise DataError(str(path), type(wrong).__name__, remedy) from wrong
    if not isinstance(told, dict) or not {"study", "outcomes"} <= told.keys():
        raise DataError(str(path), type(told).__name__, remedy)
    return told


def pool_studies(results: Sequence[Mapping[str, Any]]) -> PooledStudies:
    """Pool the results of studies (`Result.as_dict()`).

    An outcome of one study alone is refused, and so are effects in different standard deviations; a study given
    twice, or no common outcome, raises `DesignError`.
    """
    studies = tuple((each["study"]["title"], each["study"]["hash"]) for each in results)
    if len(studies) < 2:
        raise TooLittleError("studies", len(studies), "At least 2 are needed to pool.")
    if len({digest for _, digest in studies}) < len(studies):
        raise DesignError("studies", [title for title, _ in studies], "One of them is given twice: take it out.")
    outcomes, refused = [], {}
    for name in dict.fromkeys(name for each in results for name in each["outcomes"]):
        try:
            outcomes.append(_pooled(name, results))
        except ImpactError as refusal:
            refused[name] = str(refusal)
    if not outcomes:
        raise DesignError("outcomes", refused, "Two studies must have an outcome of the same name.")
    return PooledStudies(studies, tuple(outcomes), refused)


def _pooled(name: str, results: Sequence[Mapping[str, Any]]) -> PooledOutcome:
    with_it = [each for each in results if each["outcomes"].get(name, {}).get("effect_se") is not None]
    told = [each["outcomes"][name] for each in with_it]
    if len(told) < 2:
        raise TooLittleError(f"studies with an effect size of {name}", len(told), "At least 2 are needed.")
    spreads = sorted({each["effect_spread"] for each in told})
    if len(spreads) > 1:
        remedy = "Standard deviations of pupils and of schools do not mix: give options.pupil_sd in every study."
        raise DesignError(f"spread of {name}", spreads, remedy)
    titles = tuple(each["study"]["title"] for each in with_it)
    effects, errors = [each["effect_size"] for each in told], [each["effect_se"] for each in told]
    variances = [error**2 for error in errors]
    found = pool(effects, variances)
    without = leave_one_out(effects, variances, names=titles) if len(told) > 2 else ()
    weakest = min((each["footing"] for each in told), key=lambda footing: footing["score"])
    words = _words(found, spreads[0], weakest["word"])
    return PooledOutcome(name, titles, tuple(effects), tuple(errors), spreads[0], found, without, words)


def _words(found: Pooled, spread: str, weakest: str) -> str:
    told = (
        f"Over {found.studies} studies the mean difference is {number(found.estimate, 2)} standard deviations of "
        f"{spread} ({found.level:.0%} interval: {number(found.ci_low, 2)} to {number(found.ci_high, 2)}). "
        f"{found.i2:.0%} of the variance of results is of true differences between studies. "
    )
    if found.prediction_low is not None and found.prediction_high is not None:
        ends = f"{number(found.prediction_low, 2)} and {number(found.prediction_high, 2)}"
        told += f"What a next study would find, its own chance set aside, is expected between {ends}. "
    return told + f"Pooling makes no design stronger: the footing is that of the weakest study, {weakest}."


def _told(each: PooledOutcome) -> dict[str, Any]:
    found = asdict(each.found)
    del found["weights"]
    rows = zip(each.studies, each.effects, each.errors, each.found.weights, strict=True)
    return {
        **found,
        "effect_spread": each.spread,
        "rows": [
            {"study": study, "effect_size": effect, "effect_se": error, "weight": weight}
            for study, effect, error, weight in rows
        ],
        "without": [
            {
                "study": left.study,
                "estimate": left.pooled.estimate,
                "ci_low": left.pooled.ci_low,
                "ci_high": left.pooled.ci_high,
            }
            for left in each.without
        ],
        "words": each.words,
    }
