"""`export`: the cover of a session, in all shapes that it is wanted in, as the window exports it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.arguments import Commands, Start, add_json, command, positive_int
from app.cli.console import NOTHING_READ, OK, SOME_FAILED, USAGE, fail, say, say_json

_FORMATS = ("jpeg", "png", "webp", "avif")
"""Values of `Format`, which is not imported here so that other commands start fast."""


def add(name: str, commands: Commands) -> None:
    """Add the command."""
    parser = command(commands, name, _run, "export the cover of a session, in every shape that it is wanted in")
    parser.add_argument("session", type=Path, metavar="SESSION", help="a .bestframe file")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="write the covers into this folder")
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help=f"(default {_FORMATS[0]})")
    parser.add_argument("--quality", type=positive_int, metavar="N", help="1 to 100 (default 92)")
    parser.add_argument("--target-kb", type=positive_int, metavar="N", help="the best quality in N × 1000 bytes")
    parser.add_argument(
        "--size", default="original", metavar="SIZE", help="original, preset, or the longest side in pixels"
    )
    parser.add_argument("--metadata", action="store_true", help="keep what the source says of camera, time and place")
    parser.add_argument("--name", metavar="PATTERN", help="file name, such as {name}-{shape} (default {name}-cover)")
    parser.add_argument("--replace", action="store_true", help="replace files instead of numbering the new ones")
    add_json(parser)


def _run(given: argparse.Namespace, start: Start) -> int:
    from app.domain.errors import BestframeError, CannotWrite

    try:
        options = _options(given)
    except ValueError as error:
        return fail(str(error), USAGE)
    try:
        return _exported(given, options)
    except CannotWrite as error:
        return fail(str(error), USAGE)
    except BestframeError as error:
        return fail(str(error), NOTHING_READ)


def _options(given: argparse.Namespace) -> Any:
    """The choices; ValueError for what makes no sense."""
    from app.domain.export import ExportOptions, Format, Sizing

    usual = ExportOptions()
    sizing = Sizing.LONG_SIDE if given.size.isdecimal() else given.size
    if sizing not in (Sizing.ORIGINAL, Sizing.PRESET, Sizing.LONG_SIDE):
        raise ValueError(f"not a size: {given.size!r} (original, preset, or a number of pixels)")
    return ExportOptions(
        Format(given.format),
        usual.quality if given.quality is None else given.quality,
        None if given.target_kb is None else given.target_kb * 1000,
        Sizing(sizing),
        int(given.size) if given.size.isdecimal() else usual.side,
        given.metadata,
        usual.pattern if given.name is None else given.name,
        given.out,
    )


def _exported(given: argparse.Namespace, options: Any) -> int:
    """Read the session, write its cover, and report."""
    from app.domain.errors import UnreadableMedia
    from app.domain.export import Clash
    from app.domain.platforms import load_platforms
    from app.domain.wanted import shaped_covers, today, wanted_covers
    from app.export import export_covers, folder_for
    from app.export.titles import titled
    from app.media import open_source
    from app.vision.develop import develop

    project = _project(given.session)
    cover = project.chosen
    if cover is None:
        raise UnreadableMedia(given.session, "nothing_chosen")
    folder = folder_for(project, cover.place, options)
    shaped = shaped_covers(project, cover, today())
    platforms = load_platforms()
    wanted = wanted_covers(shaped, options, platforms)
    with open_source(project.paths) as source:
        image = develop(source.full(cover.place), project.edits.look(cover.place))

    def put_on(picture: Any, item: Any) -> Any:
        return titled(picture, project.edits, cover, item, platforms)

    clash = Clash.REPLACE if given.replace else Clash.NUMBER
    done = export_covers(image, wanted, options, folder, clash, put_on=put_on)
    for item, error in done.failed:
        fail(f"{folder / item.stem}{options.format.suffix}: {error.message}", SOME_FAILED)
    if given.json:
        say_json(_document(given.session, project, cover, options, done))
    else:
        for item, path in done.files:
            say(f"{_shape_name(item.shape)}  {item.size.width} × {item.size.height}  → {path}")
    return SOME_FAILED if done.failed else OK


def _project(path: Path) -> Any:
    """The session in a file, with its sources where they are now.

    Raises:
        BestframeError: the file is no session, or a source is gone or was changed.
    """
    from app.domain.errors import UnreadableMedia
    from app.store.session_file import read_session, read_sources
    from app.store.sources import locate

    # A file that is none of ours would be put aside as a damaged session.
    if path.is_file() and read_sources(path) is None:
        raise UnreadableMedia(path, "not_a_session")
    stored = read_session(path)
    located = locate(stored.project, stored.beside)
    for sources, message in ((located.gone, "source_gone"), (located.changed, "source_changed")):
        if sources:
            raise UnreadableMedia(sources[0], message)
    return located.project


def _document(session: Path, project: Any, cover: Any, options: Any, done: Any) -> dict[str, Any]:
    """The report for scripts."""
    from app.domain.media import Moment

    place = cover.place
    covers = [_row(item, file=str(path), size=path.stat().st_size) for item, path in done.files]
    covers += [_row(item, error=str(error.message)) for item, error in done.failed]
    return {
        "session": str(session),
        "source": {"path": str(project.paths[0])},
        "time": round(place.seconds, 6) if isinstance(place, Moment) else None,
        "picture": None if isinstance(place, Moment) else place.path.name,
        "format": options.format.value,
        "covers": covers,
    }


def _row(item: Any, **more: Any) -> dict[str, Any]:
    """A cover in the report; the crop in pixels of the file, as everywhere."""
    panel = getattr(item.place, "panel", None)
    crop = item.crop if panel is None else item.crop.moved(panel.x, panel.y)
    return {
        "shape": str(item.shape.aspect),
        "preset": item.shape.preset or None,
        "crop": crop.as_list(),
        "width": item.size.width,
        "height": item.size.height,
        **more,
    }


def _shape_name(shape: Any) -> str:
    return f"{shape.aspect} ({shape.preset})" if shape.preset else str(shape.aspect)
