"""A trial with a result for every pupil: pupils, classes or schools drawn by lot, one row a pupil.

Least squares with errors clustered by what was drawn, or a multilevel model. Where every pupil of a school is in
the same arm the school was drawn; else pupils were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from scipy import stats

from ridgeway.impact.doubt import (
    Assignment,
    Attrition,
    LeaveOut,
    LeftOut,
    Loss,
    Randomised,
    Redraws,
    redraw_changes,
)
from ridgeway.impact.errors import DesignError, ImpactError, StudyFileError
from ridgeway.impact.estimate import Trial, multilevel, randomised
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.match import BalanceRow, balance_of
from ridgeway.impact.outcomes import NEVER, Flags, Floats
from ridgeway.impact.panel.table import ROW, Source, Table
from ridgeway.impact.say import EffectSize, Group, pooled_sd, standardised
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.section import Section, unknown

_YES: Final = frozenset({"1", "1.0", "yes", "true", "treated"})
_NO: Final = frozenset({"0", "0.0", "no", "false", "comparison"})


@dataclass(frozen=True, slots=True, eq=False)
class Pupils:
    """The pupils of a trial, one row each: `school` and `treated` (n), one `Trial` for each outcome.

    `by_school` says whether whole schools were drawn; `classes` (n) name pupils' classes, None without.
    """

    school: tuple[str, ...]
    treated: Flags
    trials: dict[str, Trial]
    by_school: bool
    classes: tuple[str, ...] | None
    digest: str


def read_pupils(study: Study, content: Source, section: Section) -> Pupils:
    """Return the pupils that a study names. Raises `StudyFileError` for unknown columns, `DataError` for cells."""
    table, plan = Table.of(content, file=str(section.values["file"])), study.plan
    school = section.text("school", "school")
    arm = study.treated.text("column", "treated") if isinstance(study.treated, Section) else "treated"
    wanted = (school, arm, *study.outcomes, *plan.adjust_for, plan.blocks, plan.clusters, plan.classes)
    columns = list(dict.fromkeys(each for each in wanted if each))
    for name in columns:
        if name not in table:
            raise StudyFileError(study.path.name, name, unknown("column", name, table.names))
    rows = table.cells(columns)
    treated = np.array([_arm(table, row, arm, word) for row, word in rows.select(ROW, arm).iter_rows()])
    named = tuple(rows[school])
    by_school = not _mixed(named, treated)
    drawn = tuple(rows[plan.clusters]) if plan.clusters else named if by_school else None
    numbers = {
        name: _numbers(table, rows.select(ROW, cell=name), name) for name in (*study.outcomes, *plan.adjust_for)
    }
    trials = {
        name: Trial(
            numbers[name],
            treated,
            clusters=drawn,
            blocks=tuple(rows[plan.blocks]) if plan.blocks else None,
            covariates={each: numbers[each] for each in plan.adjust_for},
        )
        for name in study.outcomes
    }
    classes = tuple(rows[plan.classes]) if plan.classes else None
    digest = hashlib.sha256(table.data).hexdigest()
    return Pupils(named, treated, trials, by_school, classes, digest)


def effect_on_pupils(study: Study, pupils: Pupils, name: str) -> Estimate:
    """Return the effect of the offer on pupils, by the model that the study asks for."""
    trial, level = pupils.trials[name], study.choices.level
    if study.plan.model == "multilevel":
        if trial.clusters is None:
            remedy = "Pupils were drawn one by one here: there is no level above them. Take least_squares."
            raise DesignError("design.model", "multilevel", remedy)
        return multilevel(trial, classes=pupils.classes, level=level).effect
    return randomised(trial, level=level)


def size_on_pupils(trial: Trial, estimate: Estimate) -> EffectSize:
    """Return the effect in standard deviations of pupils, those of the two arms pooled."""
    arms = [trial.outcome[side & np.isfinite(trial.outcome)] for side in (trial.treated, ~trial.treated)]
    groups = [Group(float(arm.mean()), float(arm.std(ddof=1)), len(arm)) for arm in arms]
    return standardised(estimate, sd=pooled_sd(*groups), sd_df=sum(group.n for group in groups) - 2)


def chance_of_lot(study: Study, trial: Trial, name: str) -> Randomised:
    """Return how often another lot does as well, the results adjusted beforehand for what was known."""
    known = _complete(trial)
    table = np.column_stack([np.ones(int(known.sum())), *(column[known] for column in trial.covariates.values())])
    outcome = trial.outcome[known]
    left = outcome - table @ np.linalg.lstsq(table, outcome, rcond=None)[0]
    assignment = Assignment.of(
        np.where(trial.treated[known], 0.0, NEVER),
        blocks=_some(trial.blocks, known),
        clusters=_some(trial.clusters, known),
    )
    redraws = Redraws(seed=study.choices.seed, draws=study.choices.draws, level=study.choices.level)
    return redraw_changes(left[:, np.newaxis], [name], assignment, redraws).inference()[0]


def without_each_school(trial: Trial, *, level: float) -> LeaveOut:
    """Return the effect with one of the treated clusters left out at a time; refused where pupils were drawn."""
    if trial.clusters is None:
        raise DesignError("clusters", "pupils drawn one by one", "Single pupils are too many to be left out.")
    names, full, found, refused = np.array(trial.clusters), randomised(trial, level=level), [], []
    for name in np.unique(names[trial.treated]).tolist():
        try:
            left = randomised(_only(trial, names != name), inference="CR1", level=level)
        except ImpactError as refusal:
            refused.append((name, str(refusal)))
        else:
            found.append(LeftOut(name, left, left.estimate - full.estimate))
    if not found:
        raise DesignError("left out", [name for name, _ in refused], "There are too few to leave one out.")
    return LeaveOut(full, tuple(sorted(found, key=lambda left: -abs(left.shift))), tuple(refused))


def pupils_lost(trial: Trial) -> Attrition:
    """Return the pupils of both arms without a result; the reasons are not known."""
    lost = ~np.isfinite(trial.outcome)
    arms = [
        Loss(int(side.sum()), int((lost & side).sum()), (), float("nan"), float("nan"))
        for side in (trial.treated, ~trial.treated)
    ]
    table = np.array([[arm.lost, arm.schools - arm.lost] for arm in arms])
    return Attrition(arms[0], arms[1], float(stats.fisher_exact(table).pvalue))


def balance_of_pupils(trial: Trial) -> tuple[BalanceRow, ...]:
    """Return how alike the arms were in what is adjusted for, of pupils of whom all of it is known."""
    known = np.all([np.isfinite(column) for column in trial.covariates.values()], axis=0)
    if not trial.covariates:
        return ()
    table = np.column_stack([column[known] for column in trial.covariates.values()])
    ones = np.ones(int(known.sum()))
    return balance_of(tuple(trial.covariates), table, trial.treated[known], ones).rows


def _arm(table: Table, row: int, column: str, word: str) -> bool:
    if (told := word.lower()) not in _YES | _NO:
        table.refuse(row, column, word, "It says 1 or yes of a treated pupil, 0 or no of another.")
    return told in _YES


def _numbers(table: Table, cells: pl.DataFrame, column: str) -> Floats:
    values = table.with_values(cells, column=column)["value"]
    return np.asarray(values.fill_null(float("nan")).to_numpy(), dtype=np.float64)


def _mixed(schools: Sequence[str], treated: Flags) -> bool:
    names = np.array(schools)
    return bool(np.intersect1d(names[treated], names[~treated]).size)


def _complete(trial: Trial) -> Flags:
    return np.asarray(np.isfinite(np.column_stack([trial.outcome, *trial.covariates.values()])).all(axis=1))


def _some(names: Sequence[str] | None, rows: Flags) -> list[str] | None:
    return None if names is None else np.array(names)[rows].tolist()


def _only(trial: Trial, rows: Flags) -> Trial:
    clusters, blocks = _some(trial.clusters, rows), _some(trial.blocks, rows)
    return replace(
        trial,
        outcome=trial.outcome[rows],
        treated=trial.treated[rows],
        clusters=None if clusters is None else tuple(clusters),
        blocks=None if blocks is None else tuple(blocks),
        covariates={name: column[rows] for name, column in trial.covariates.items()},
    )
