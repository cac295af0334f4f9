"""`ridgeway power`: the smallest effect that a planned study would see, or how many it needs to see one."""

import json as json_format
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import typer

from ridgeway.cli.evaluate import AsJson
from ridgeway.cli.program import out
from ridgeway.cli.refusals import plain_sentences
from ridgeway.impact.power import (
    Aim,
    Detectable,
    Explained,
    clustered,
    difference_in_differences,
    individual,
    matched,
    needed,
)

Design = Literal["schools", "pupils", "matched", "did"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A planned study, but for its number of schools or pupils. `pupils` are those of a school in the outcome."""

    design: Design
    pupils: float
    explained: Explained
    share: float
    ratio: int
    before: int
    after: int
    sd: float
    autocorrelation: float
    aim: Aim

    def seen(self, count: int) -> Detectable:
        """Return the smallest effect that so many schools or pupils would see."""
        match self.design:
            case "schools":
                return clustered(count, self.pupils, explained=self.explained, share=self.share, aim=self.aim)
            case "pupils":
                r2, covariates = self.explained.r2_pupils, self.explained.covariates
                return individual(count, r2=r2, covariates=covariates, share=self.share, aim=self.aim)
            case "matched":
                return matched(count, self.pupils, explained=self.explained, ratio=self.ratio, aim=self.aim)
            case "did":
                return difference_in_differences(
                    count,
                    before=self.before,
                    after=self.after,
                    sd=self.sd,
                    autocorrelation=self.autocorrelation,
                    share=self.share,
                    aim=self.aim,
                )


def power(
    design: Annotated[
        Design,
        typer.Option(
            help="schools (whole schools by lot), pupils (by lot), matched (schools beside matched ones), "
            "or did (a panel of schools over years)."
        ),
    ] = "schools",
    number: Annotated[
        int | None,
        typer.Option(help="How many: pupils for pupils, treated schools for matched, else all schools."),
    ] = None,
    effect: Annotated[float | None, typer.Option(help="Instead of a number: the effect to be seen.")] = None,
    pupils: Annotated[float, typer.Option(help="Pupils a school in the outcome.")] = 45,
    icc: Annotated[float, typer.Option(help="Share of the variance that lies between schools.")] = 0.13,
    r2_schools: Annotated[float, typer.Option(help="What is explained of it in advance.")] = 0,
    r2_pupils: Annotated[float, typer.Option(help="What is explained of the variance within schools.")] = 0,
    covariates: Annotated[int, typer.Option(help="How many covariates explain it.")] = 0,
    share: Annotated[float, typer.Option(help="Share treated.")] = 0.5,
    ratio: Annotated[int, typer.Option(help="Comparison schools for each treated one; for matched.")] = 3,
    before: Annotated[int, typer.Option(help="Years before; for did.")] = 3,
    after: Annotated[int, typer.Option(help="Years after; for did.")] = 2,
    sd: Annotated[float, typer.Option(help="Of a school's results about its own level; for did.")] = 1,
    autocorrelation: Annotated[float, typer.Option(help="From one year to the next; for did.")] = 0.3,
    aim: Annotated[float, typer.Option("--power", help="The chance to see the effect.")] = 0.8,
    alpha: Annotated[float, typer.Option(help="The chance to see one that is not there.")] = 0.05,
    as_json: AsJson = False,
) -> None:
    """The smallest effect that a planned study would see, or how many it needs to see one."""
    if (number is None) == (effect is None):
        raise typer.BadParameter("Give --number, to learn the smallest effect, or --effect, to learn the number.")
    with plain_sentences(as_json=as_json):
        explained = Explained(icc=icc, r2_schools=r2_schools, r2_pupils=r2_pupils, covariates=covariates)
        planned = Planned(
            design=design, pupils=pupils, explained=explained, share=share, ratio=ratio, before=before,
            after=after, sd=sd, autocorrelation=autocorrelation, aim=Aim(power=aim, alpha=alpha),
        )  # fmt: skip
        count = needed(effect, planned.seen) if effect is not None else number or 0
        found = planned.seen(count)
    _tell(design, count, found, as_json=as_json)


def _tell(design: Design, count: int, found: Detectable, *, as_json: bool) -> None:
    if as_json:
        out.print_json(json_format.dumps(_as_object(design, count, found), allow_nan=False))
    else:
        out.print(_in_words(design, count, found), soft_wrap=True)


def _in_words(design: Design, count: int, found: Detectable) -> str:
    who = {"pupils": "pupils", "matched": "treated schools"}.get(design, "schools")
    unit = "in the unit of --sd" if design == "did" else "standard deviations of pupils"
    return (
        f"With {count:,} {who} an effect of {found.value:.3f} {unit} is seen {found.aim.power:.0%} of the time "
        f"({found.method}; standard error {found.std_error:.3f})."
    )


def _as_object(design: Design, count: int, found: Detectable) -> dict[str, Any]:
    return {
        "design": design,
        "number": count,
        "mdes": found.value,
        "std_error": found.std_error,
        "multiplier": found.multiplier,
        "df": found.df,
        "power": found.aim.power,
        "alpha": found.aim.alpha,
        "method": found.method,
    }
