"""The commands, each in a few lines; what they do stands in the rooms."""

import json as json_format
from typing import Annotated

import typer

from ridgeway.cli import demo, evaluate, exports, fluency, imports, network, power, pupil, rebuild, sheets, staff
from ridgeway.cli.program import err, out, program

app = typer.Typer(
    name="ridgeway",
    help="School improvement that a network of primary schools can run by itself.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(imports.app, name="import")
app.add_typer(exports.app, name="export")
app.add_typer(network.app, name="network")
app.add_typer(staff.app, name="staff")
app.add_typer(pupil.app, name="pupil")
app.add_typer(fluency.app, name="fluency")
app.command("demo")(demo.demo)
app.command("evaluate")(evaluate.evaluate)
app.command("power")(power.power)
app.command("rebuild")(rebuild.rebuild)
app.command("sheets")(sheets.sheets)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, for scripts.")]


@app.command()
def serve() -> None:
    """Serve the website and do the background work, until Ctrl-C."""
    from ridgeway.cli.serving import serve_until_stopped

    with program():
        serve_until_stopped()


@app.command()
def worker() -> None:
    """Do the background work only; for a server whose web processes run elsewhere."""
    from ridgeway.cli.serving import work_until_stopped

    with program(prepare=False):
        work_until_stopped()


@app.command()
def migrate() -> None:
    """Bring the database up to date and grant the web role its rights (needs DATABASE_OWNER_URL)."""
    from django.db import connections

    from ridgeway.database import OWNER_ALIAS, prepare_database

    with program(prepare=False):
        if OWNER_ALIAS not in connections:
            err.print("DATABASE_OWNER_URL is not set: migrations run as the role that owns the tables.")
            raise typer.Exit(2)
        prepare_database(verbosity=1)
    out.print("The database is up to date.")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check that everything Ridgeway needs is in order, and say what to do where it is not."""
    from ridgeway.cli.doctor import examine, print_findings

    with program(prepare=False):
        findings = examine()
    if as_json:
        out.print_json(json_format.dumps({"findings": [finding.as_json() for finding in findings]}))
    else:
        print_findings(findings)
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(1)
