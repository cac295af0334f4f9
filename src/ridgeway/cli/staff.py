"""`ridgeway staff`: the first administrator of a school, before anyone can sign in, and ways back in."""

from typing import TYPE_CHECKING, Annotated

import typer

from ridgeway.cli.places import find_network, find_school
from ridgeway.cli.program import out, program

if TYPE_CHECKING:
    from ridgeway.access.models import User

app = typer.Typer(help="Who works where, in which role.", no_args_is_help=True)


@app.command()
def add(
    email: Annotated[str, typer.Option(help="The person's e-mail address.")],
    role: Annotated[str, typer.Option(help="Such as headteacher, data_manager, administrator, adviser.")],
    school: Annotated[str, typer.Option(help="The school's URN or DfE number.")] = "",
    network: Annotated[str, typer.Option(help="The network's name, for an adviser or network lead.")] = "",
    first_name: Annotated[
        str, typer.Option(help="How the person is called; an account that exists keeps its name.")
    ] = "",
    last_name: Annotated[str, typer.Option(help="The person's surname.")] = "",
) -> None:
    """Give a person a role; prints the link with which they choose a password."""
    with program():
        from django.utils import timezone

        from ridgeway.access.roles import Role
        from ridgeway.access.staff import StaffError, give_role

        if role not in Role.values:
            raise typer.BadParameter(f"“{role}” is not a role. The roles are: {', '.join(Role.values)}.")
        place = find_network(network) if network else find_school(school)
        at = {"network": place} if network else {"school": place}
        try:
            given = give_role(
                email=email,
                role=Role(role),
                starts=timezone.localdate(),
                first_name=first_name,
                last_name=last_name,
                **at,  # type: ignore[arg-type]
            )
        except StaffError as error:
            raise typer.BadParameter(str(error)) from error
        out.print(f"{given.membership.user} is {Role(role).label.lower()} of {place} from today.")
        if given.new_person:
            _print_link(given.membership.user)


@app.command()
def link(email: Annotated[str, typer.Option(help="The person's e-mail address.")]) -> None:
    """Print a link with which somebody chooses a new password, where no mail server is set up."""
    with program():
        _print_link(_person(email))


@app.command()
def unlock(email: Annotated[str, typer.Option(help="The person's e-mail address.")]) -> None:
    """Turn off the authenticator app of somebody who has lost phone and recovery codes; the password stays."""
    with program():
        from ridgeway.access.second_factor import SecondFactorError, turn_off

        user = _person(email)
        try:
            turn_off(user, by=None)
        except SecondFactorError as error:
            raise typer.BadParameter(str(error)) from error
        out.print(f"{user} signs in with the password alone, and is told of it at the next sign-in.")


def _person(email: str) -> "User":
    from ridgeway.access.models import User

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise typer.BadParameter(f"Nobody has the e-mail address “{email}”.")
    return user


def _print_link(user: "User") -> None:
    from django.conf import settings

    from ridgeway.access.staff import password_link

    site = f"https://{settings.ALLOWED_HOSTS[0]}" if settings.HTTPS else f"http://{settings.ADDRESS}"
    out.print(f"They choose a password at {site}{password_link(user)}", soft_wrap=True)
