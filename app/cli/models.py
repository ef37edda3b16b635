"""`models`: the models in use, and what they really run on."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.arguments import Commands, Start, add_json, command
from app.cli.console import NOTHING_READ, OK, fail, say, say_json, say_warning
from app.domain.backends import BACKENDS


def add(name: str, commands: Commands) -> None:
    """Add the command."""
    parser = command(commands, name, _run, "the models in use")
    parser.add_argument("--backend", default="auto", choices=BACKENDS, help="what the models should run on")
    add_json(parser)


def _run(given: argparse.Namespace, start: Start) -> int:
    from app.domain.errors import BrokenModel
    from app.inference import load_manifest, open_session

    rows: list[dict[str, Any]] = []
    try:
        for entry in load_manifest().values():
            session, notice = open_session(entry, given.backend)
            rows.append({"name": entry.name, "version": entry.version, "size": entry.size, "backend": session.backend})
            if notice is not None:
                say_warning(notice)
    except BrokenModel as error:
        return fail(str(error), NOTHING_READ)
    if given.json:
        say_json({"models": rows})
    else:
        for row in rows:
            say(f"{row['name']} {row['version']}: {row['size'] / 1e6:.1f} MB, runs on {row['backend']}")
    return OK
