"""The study file: one YAML that says which data, who is treated from when, which outcomes, and which design.

    title: Reading in the north network
    data: {panel: panel.csv}
    treated: {file: treated.csv}
    outcomes: [reading]
    design: {method: matched_did}

Paths are read from the folder of the file. `docs/reference/studies.md` lists every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

from ridgeway.impact.errors import StudyFileError
from ridgeway.impact.estimate.single_case import Direction
from ridgeway.impact.estimate.staggered import Staggered
from ridgeway.impact.panel import Basis
from ridgeway.impact.panel.years import school_year
from ridgeway.impact.study.section import Section

Method = Literal[
    "matched_did", "did", "event_study", "describe", "randomised", "waitlist", "single_case", "multiple_baseline"
]
Model = Literal["least_squares", "multilevel"]
"""How pupils' results are compared: by least squares with clustered errors, or with random intercepts."""

BY_LOT: Final[tuple[Method, ...]] = ("randomised", "waitlist")
"""Methods of studies in which a lot decided."""

OF_CASES: Final[tuple[Method, ...]] = ("single_case", "multiple_baseline")
"""Methods for a few pupils' series of results: each case is compared with itself, before its change and after."""

CaseLot = Literal["starts", "order"]
"""What chance drew: each case's own start among admissible ones, or which case got which of the starts."""

Matching = Literal["propensity", "mahalanobis", "mahalanobis_in_caliper", "entropy"]

_PARTS: Final = ("title", "data", "treated", "outcomes", "design", "options", "protocol")
DATA: Final = ("panel", "ks2", "ees", "csv", "pupils", "series", "links", "only", "inspections")
"""Keys of `data`: the first six are sources, of which a study has one."""
_DESIGN: Final = (
    *("method", "exact", "match_on", "matching", "ratio", "caliper", "replacement", "inside_support", "moments"),
    *("staggered", "blocks", "clusters", "model", "adjust_for", "classes", "standardise", "chosen_by_results"),
    *("better", "lot"),
)
_OPTIONS: Final = ("seed", "level", "draws", "acknowledge", "years", "pupil_sd")
_ONLY_MATCHED: Final = (*("match_on", "matching", "ratio", "caliper", "replacement", "inside_support", "moments"),)
_ONLY_CASES: Final = ("better", "lot")
_STAGGERED: Final = ("imputation", "group_time")
_ONLY_NEAREST: Final = ("ratio", "caliper", "replacement", "inside_support")


@dataclass(frozen=True, slots=True)
class Plan:
    """How schools are compared.

    `exact` are facts on which comparison schools must agree, `match_on` what they are matched on (None: level,
    trend and cohort of the outcomes). `matching` is the distance by which the nearest schools are taken, or
    `entropy`, which weights all of them; `staggered` the estimator where schools start in different years.
    `blocks` and `clusters` are facts: within which a lot was drawn, and which schools it drew as one. `model`,
    `adjust_for` and `classes` are for results of pupils; `better` and `lot` for series of cases. `unused` are keys
    that this method has no use for.
    """

    method: Method
    exact: tuple[str, ...] = ()
    match_on: tuple[str, ...] | None = None
    matching: Matching = "propensity"
    ratio: int = 3
    caliper: float | Literal["usual"] | None = "usual"
    replacement: bool = False
    inside_support: bool = False
    moments: Literal[1, 2] = 1
    staggered: Staggered = "imputation"
    blocks: str | None = None
    clusters: str | None = None
    model: Model = "least_squares"
    adjust_for: tuple[str, ...] = ()
    classes: str | None = None
    standardise: Basis | None = None
    chosen_by_results: bool = False
    unused: tuple[str, ...] = ()
    better: Direction | None = None
    lot: CaseLot | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What else may be chosen: the `seed` of all chance, the `level` of intervals, how many re-`draws`, which
    known breaks are acknowledged, which years are taken (None: all), and pupils' standard deviations by outcome.
    """

    seed: int = 1
    level: float = 0.95
    draws: int = 999
    acknowledge: tuple[str, ...] = ()
    years: tuple[int, ...] | None = None
    pupil_sd: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Study:
    """A study as it is asked for; nothing has been read but its own file.

    `data` and `treated` are as they stand in the file, `written` is the whole of it.
    """

    path: Path
    title: str
    data: Section
    treated: Section | list[Any]
    outcomes: tuple[str, ...]
    plan: Plan
    choices: Choices
    protocol: tuple[str, ...]
    written: Mapping[str, Any]


def read_study(path: Path | str) -> Study:
    """Read a study file. Raises `StudyFileError` with file, key, value and remedy."""
    path = Path(path)
    whole = Section.of(_loaded(path), _PARTS, file=path.name)
    whole.require("data", "Say where the results are, such as data: {panel: panel.csv}.")
    whole.require("outcomes", "Name the measures to evaluate, such as outcomes: [reading].")
    data = whole.section("data", DATA)
    if "series" not in data:  # a series may say itself when the change came
        whole.require("treated", "Say who is treated from when, such as treated: {file: treated.csv}.")
    treated = whole.values["treated"] if "treated" in whole else []
    plan = _plan(whole.section("design", _DESIGN))
    _require_cases_alone(whole, data, plan)
    _require_lot_of_pupils(whole, data, plan)
    return Study(
        path=path,
        title=whole.text("title", path.stem),
        data=data,
        treated=treated if isinstance(treated, list) else whole.section("treated", ("file", "column")),
        outcomes=whole.names("outcomes") or whole.refuse("outcomes", [], "Name at least one."),
        plan=plan,
        choices=_choices(whole.section("options", _OPTIONS)),
        protocol=whole.names("protocol"),
        written=whole.values,
    )


def _require_cases_alone(whole: Section, data: Section, plan: Plan) -> None:
    """Refuse series without a design of cases and the reverse, and keys that such a design has no use for."""
    design, options = whole.section("design", _DESIGN), whole.section("options", _OPTIONS)
    if plan.method not in OF_CASES:
        if "series" in data:
            design.refuse("method", plan.method, f"Series of cases need one of {', '.join(OF_CASES)}.")
        for key in _ONLY_CASES:
            if key in design:
                design.refuse(key, design.values[key], f"It is for {' and '.join(OF_CASES)}: leave it out.")
        return
    if "series" not in data:
        remedy = "It needs results in series: data: {series: series.csv} with case, day or session, and value."
        design.refuse("method", plan.method, remedy)
    for part, known in ((design, ("method", *_ONLY_CASES)), (options, ("seed", "level"))):
        for key in part.values:
            if key not in known:
                part.refuse(key, part.values[key], "A study of single cases has no use for it: leave it out.")


def _require_lot_of_pupils(whole: Section, data: Section, plan: Plan) -> None:
    """Refuse pupils' results without a lot, and what only pupils' results have without them."""
    design = whole.section("design", _DESIGN)
    if "pupils" in data and plan.method != "randomised":
        remedy = "Results of pupils at one time can only be compared where a lot decided: randomised."
        design.refuse("method", plan.method, remedy)
    for key in ("model", "adjust_for", "classes"):
        if key in design and "pupils" not in data:
            design.refuse(key, design.values[key], "It is for results of pupils: give them under data.pupils.")


def _loaded(path: Path) -> object:
    if not path.is_file():
        raise StudyFileError(str(path), "no such file", "Give the path of a study file (YAML).")
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise StudyFileError(path.name, "bytes that are not UTF-8", "Save it as UTF-8.") from wrong
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = f"{path.name}, line {mark.line + 1}" if mark else path.name
        found = getattr(wrong, "problem", None) or "no YAML"
        remedy = "A study file is YAML: keys and values with a colon between, indented by spaces."
        raise StudyFileError(where, found, remedy) from wrong


def _plan(design: Section) -> Plan:
    design.require("method", f"It is one of {', '.join(get_args(Method))}.")
    method: Any = design.choice("method", get_args(Method))
    matching: Any = design.choice("matching", get_args(Matching), "propensity")
    standardise: Any = design.choice("standardise", get_args(Basis)) if "standardise" in design else None
    estimator: Any = design.choice("staggered", _STAGGERED, "imputation").replace("_", "-")
    if method in OF_CASES:
        better: Any = design.choice("better", get_args(Direction), "increase")
        lot: Any = design.choice("lot", get_args(CaseLot)) if "lot" in design else None
        return Plan(method, better=better, lot=lot)
    model: Any = design.choice("model", get_args(Model), "least_squares")
    moments: Any = design.whole("moments", 1, least=1, most=2)
    _require_sense(design, matching, by_lot=method in BY_LOT)
    return Plan(
        method,
        design.names("exact"),
        design.names("match_on") or None,
        matching,
        design.whole("ratio", 3, least=1, most=100),
        _caliper(design),
        design.flag("replacement"),
        design.flag("inside_support"),
        moments,
        estimator,
        design.text("blocks") or None,
        design.text("clusters") or None,
        model,
        design.names("adjust_for"),
        design.text("classes") or None,
        standardise,
        design.flag("chosen_by_results"),
        _unused(design, method),
    )


def _caliper(design: Section) -> float | Literal["usual"] | None:
    told = design.values.get("caliper", "usual")
    if told is None or told == "none":
        return None
    return "usual" if told == "usual" else design.number("caliper", 0.2, above=0, below=1000)


def _require_sense(design: Section, matching: Matching, *, by_lot: bool) -> None:
    """Refuse what contradicts itself: nearest schools where all are weighted, blocks where no lot was drawn."""
    for key in () if by_lot else ("blocks", "clusters"):
        if key in design:
            remedy = f"It belongs to a lot: take method {' or '.join(BY_LOT)}, or leave it out."
            design.refuse(key, design.values[key], remedy)
    if by_lot and design.flag("chosen_by_results"):
        design.refuse("chosen_by_results", True, "Schools drawn by lot were not chosen for their results.")
    if matching == "entropy":
        for key in _ONLY_NEAREST:
            if key in design:
                remedy = "Entropy balancing takes no nearest schools but weights all of them: leave this key out."
                design.refuse(key, design.values[key], remedy)
    elif "moments" in design:
        design.refuse("moments", design.values["moments"], "Moments are met by matching: entropy only.")


def _unused(design: Section, method: Method) -> tuple[str, ...]:
    if method == "matched_did":
        return ()
    unused = tuple(key for key in _ONLY_MATCHED if key in design.values)
    if method in BY_LOT:
        return unused + tuple(key for key in ("exact", "staggered") if key in design.values)
    if method == "describe":
        return unused + tuple(key for key in ("staggered",) if key in design.values)
    return ("exact", *unused) if "exact" in design else unused


def _choices(options: Section) -> Choices:
    sds = options.values.get("pupil_sd") or {}
    if not isinstance(sds, dict):
        options.refuse("pupil_sd", sds, "Give outcome and standard deviation, such as {READ_AVERAGE: 8}.")
    each = Section(options.file, f"{options.path}.pupil_sd", sds)
    years = tuple(sorted(school_year(year, where=options.place("years")) for year in options.names("years")))
    return Choices(
        seed=options.whole("seed", 1, least=0, most=2**32 - 1),
        level=options.number("level", 0.95, above=0, below=1),
        draws=options.whole("draws", 999, least=1, most=1_000_000),
        acknowledge=options.names("acknowledge"),
        years=years or None,
        pupil_sd={str(name): each.number(name, 0, above=0, below=1e9) for name in sds},
    )
