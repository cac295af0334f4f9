"""Several studies together: each outcome that two or more of them have, pooled from their results.

pooled = pool_studies([read_result("north/study.json"), read_result("south/study.json")])
for outcome in pooled.outcomes:
    print(outcome.name, outcome.found.estimate, outcome.words)

Effects are pooled in standard deviations (`meta.pool`: random effects, REML, Hartung and Knapp's interval).
Pooling makes a figure surer and no design stronger: the footing is that of the weakest study.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ridgeway.impact.errors import DataError, DesignError, ImpactError, TooLittleError
from ridgeway.impact.meta import Pooled, Without, leave_one_out, pool
from ridgeway.impact.say.footing import WORDS
from ridgeway.impact.say.sentences import number
from ridgeway.impact.study.loading import code_digest
from ridgeway.impact.study.plain import plain
from ridgeway.impact.study.section import unknown

_NEEDED: Final = (
    *("effect_size", "effect_se", "effect_ci", "effect_spread", "level", "method"),
    *("n_treated", "n_comparison", "footing"),
)
"""What the result of a study must say of each outcome."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one study brings to an outcome: its effect in standard deviations, with its own interval.

    An end that is None has no bound. `weight` is its share of the mean, `footing` how firm it stands, 0 to 5.
    """

    study: str
    effect_size: float
    effect_se: float
    ci_low: float | None
    ci_high: float | None
    weight: float
    n_treated: int
    n_comparison: int
    footing: int
    method: str


@dataclass(frozen=True, slots=True)
class PooledOutcome:
    """One outcome of several studies, in standard deviations of `spread`.

    `without` leaves each study out in turn, empty with fewer than three; `footing` is that of the weakest, 0 to 5.
    """

    name: str
    rows: tuple[Contribution, ...]
    spread: str
    found: Pooled
    without: tuple[Without, ...]
    footing: int
    words: str


@dataclass(frozen=True, slots=True)
class PooledStudies:
    """Studies pooled: `studies` are their titles and hashes, `refused` the outcomes that could not be pooled.

    `digest` is the SHA-256 of the studies' results and of the code.
    """

    studies: tuple[tuple[str, str], ...]
    outcomes: tuple[PooledOutcome, ...]
    refused: Mapping[str, str]
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """Return everything as one object of plain values, ready for JSON."""
        told = {
            "hash": self.digest,
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
    if not isinstance(told, dict) or not all(isinstance(told.get(key), dict) for key in ("study", "outcomes")):
        raise DataError(str(path), type(told).__name__, remedy)
    if not {"title", "hash"} <= told["study"].keys():
        raise DataError(f"{path}, study", sorted(told["study"]), remedy)
    if "n_cases" in told["study"]:
        single = "Single cases are not pooled: they have no effect in standard deviations of pupils."
        raise DataError(f"{path}, study", told["study"]["title"], single)
    for name, outcome in told["outcomes"].items():
        if missing := [key for key in _NEEDED if not isinstance(outcome, dict) or key not in outcome]:
            again = "Another version may have written it: evaluate the study again."
            raise DataError(f"{path}, outcomes.{name}", f"no {', '.join(missing)}", again)
    return told


def pool_studies(results: Sequence[Mapping[str, Any]], *, outcomes: Sequence[str] = ()) -> PooledStudies:
    """Pool the results of studies (`Result.as_dict()`), or only these `outcomes` of them.

    An outcome of one study alone is passed over with its reason, and so are effects in different standard
    deviations; one that was asked for by its name is refused with it. A study given twice, or no common outcome,
    raises `DesignError`.
    """
    studies = tuple((each["study"]["title"], each["study"]["hash"]) for each in results)
    if len(studies) < 2:
        raise TooLittleError("studies", len(studies), "At least 2 are needed to pool.")
    if len({digest for _, digest in studies}) < len(studies):
        raise DesignError("studies", [title for title, _ in studies], "One of them is given twice: take it out.")
    known = tuple(dict.fromkeys(name for each in results for name in each["outcomes"]))
    for name in outcomes:
        if name not in known:
            raise DesignError("outcome", name, unknown("outcome", name, known))
    pooled, refused = [], {}
    for name in dict.fromkeys(outcomes) or known:
        try:
            pooled.append(_pooled(name, results))
        except ImpactError as refusal:
            if outcomes:
                raise
            refused[name] = str(refusal)
    if not pooled:
        raise DesignError("outcomes", refused, "Two studies must have an outcome of the same name.")
    return PooledStudies(studies, tuple(pooled), refused, _digest(results))


def _pooled(name: str, results: Sequence[Mapping[str, Any]]) -> PooledOutcome:
    with_it = [each for each in results if each["outcomes"].get(name, {}).get("effect_se") is not None]
    told = [each["outcomes"][name] for each in with_it]
    if len(told) < 2:
        raise TooLittleError(f"studies with an effect size of {name}", len(told), "At least 2 are needed.")
    spread = _alike(
        told, "effect_spread", f"spread of {name}",
        "Standard deviations of pupils and of schools do not mix: give options.pupil_sd in every study.",
    )  # fmt: skip
    level = _alike(
        told, "level", f"level of {name}", "Intervals are of one level: give all the same options.level."
    )
    titles = tuple(each["study"]["title"] for each in with_it)
    effects, variances = [each["effect_size"] for each in told], [each["effect_se"] ** 2 for each in told]
    found = pool(effects, variances, level=level)
    without = leave_one_out(effects, variances, names=titles, level=level) if len(told) > 2 else ()
    rows = tuple(map(_contribution, titles, told, found.weights))
    weakest = min(row.footing for row in rows)
    return PooledOutcome(name, rows, spread, found, without, weakest, _words(found, spread, WORDS[weakest]))


def _alike(told: Sequence[Mapping[str, Any]], key: str, where: str, remedy: str) -> Any:
    """Return what all studies say under a key; refused where they differ."""
    if len(found := sorted({each[key] for each in told})) > 1:
        raise DesignError(where, found, remedy)
    return found[0]


def _contribution(study: str, told: Mapping[str, Any], weight: float) -> Contribution:
    low, high = told["effect_ci"]
    counts = told["n_treated"], told["n_comparison"]
    effect, error, footing = told["effect_size"], told["effect_se"], told["footing"]["score"]
    return Contribution(study, effect, error, low, high, weight, *counts, footing, told["method"])


def _words(found: Pooled, spread: str, weakest: str) -> str:
    told = (
        f"Over {found.studies} studies the mean difference is {number(found.estimate, 2)} standard deviations of "
        f"{spread} ({found.level:.0%} interval: {number(found.ci_low, 2)} to {number(found.ci_high, 2)}). "
    )
    if found.ci_low <= 0 <= found.ci_high:
        told += "No difference at all fits these results as well; that does not show that there is none. "
    told += f"{found.i2:.0%} of the variance of results is of true differences between studies. "
    if found.prediction_low is not None and found.prediction_high is not None:
        ends = f"{number(found.prediction_low, 2)} and {number(found.prediction_high, 2)}"
        told += f"What a next study would find, its own chance set aside, is expected between {ends}. "
    return told + f"Pooling makes no design stronger: the footing is that of the weakest study, {weakest}."


def _told(each: PooledOutcome) -> dict[str, Any]:
    found = asdict(each.found)
    del found["weights"]
    return {
        **found,
        "effect_spread": each.spread,
        "footing": {"score": each.footing, "word": WORDS[each.footing]},
        "rows": [asdict(row) | {"footing": WORDS[row.footing]} for row in each.rows],
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


def _digest(results: Sequence[Mapping[str, Any]]) -> str:
    total = hashlib.sha256(code_digest().encode())
    for each in results:
        total.update(json.dumps(each, sort_keys=True).encode())
    return total.hexdigest()
