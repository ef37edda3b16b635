"""Pictures of every main state of the window, in both languages and themes: `python -m tests.screenshots FOLDER`.

The window shows the sample, whose photos are in the public domain (`app.media.sample`). Nothing of the user's
is read or written: settings, sessions and decisions go to a folder that is gone at the end.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import PIL.Image

THEMES = ("light", "dark")
LANGUAGES = ("en", "zh_CN")
SCALES = (1, 2)
SIZE = (1440, 900)
SMALL = (1280, 680)
"""What a window has on a screen of 1280 × 720."""


DOCUMENTED = (
    "result",
    "platform",
    "crop",
    "own",
    "compare",
    "feed",
    "adjust",
    "title",
    "export",
    "pictures",
    "palette",
)
"""States that the user guide shows."""


def main() -> int:
    """Take all pictures; each combination in a process of its own, since Qt takes its scale at the start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="a combination such as dark-en-1x", default="")
    parser.add_argument("--guide", type=Path, help="a folder that the pictures of the user guide are written to")
    parser.add_argument("--part", nargs=3, metavar=("THEME", "LANGUAGE", "SCALE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if arguments.part:
        theme, language, scale = arguments.part
        take(arguments.folder, theme, language, f"{theme}-{language}-{scale}x")
        return 0
    for theme, language, scale in itertools.product(THEMES, LANGUAGES, SCALES):
        if arguments.only in f"{theme}-{language}-{scale}x":
            call = [sys.executable, "-m", "tests.screenshots", arguments.folder, "--part", theme, language, str(scale)]
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
            subprocess.run(call, check=True, env=environment)
    if arguments.guide is not None:
        write_guide(arguments.folder, arguments.guide)
    return 0


def write_guide(folder: Path, guide: Path) -> None:
    """Write the pictures of the user guide: dark, in both languages, as JPEG files, which are small."""
    guide.mkdir(parents=True, exist_ok=True)
    for state, language in itertools.product(DOCUMENTED, LANGUAGES):
        with PIL.Image.open(folder / f"{state}-dark-{language}-1x.png") as picture:
            picture.convert("RGB").save(guide / f"{state}.{language}.jpg", quality=82, optimize=True)


def take(folder: Path, theme: str, language: str, name: str) -> None:
    """Take the pictures of one combination."""
    with tempfile.TemporaryDirectory() as private:
        home = Path(private)
        for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(home / kind.lower())
        _write_settings(theme, language)
        from tests import screenshot_states

        screenshot_states.take_all(home, SIZE, SMALL, _saver(folder, name))


def _write_settings(theme: str, language: str) -> None:
    from app.store.settings import Language, Settings, Theme, save, settings_path

    save(Settings(language=Language(language), theme=Theme(theme)), settings_path())


def _saver(folder: Path, name: str) -> Callable[[str, object], None]:
    """Saves what a widget looks like."""

    def save(state: str, widget: object) -> None:
        from PySide6.QtWidgets import QWidget

        assert isinstance(widget, QWidget)
        path = folder / f"{state}-{name}.png"
        widget.grab().save(str(path))
        sys.stdout.write(f"{path}\n")

    return save


if __name__ == "__main__":
    sys.exit(main())
