"""The sub-commands, each imported only when the command line names it."""

import sys

import typer


def mount(root: typer.Typer) -> None:
    """Add the sub-commands to the root."""
    wanted = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if wanted in ("demo", "run"):
        return  # they start faster without the rest
    from bot.cli.org import org_app
    from bot.cli.plan import plan_app

    root.add_typer(plan_app, name="plan")
    root.add_typer(org_app, name="org")
