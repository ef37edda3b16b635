"""Keeps the translations in step with the source: `python -m app.ui.translations` checks, `--update` rewrites.

The program itself does not need this module.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import PySide6
from PySide6.QtCore import QProcess

from app.store.settings import Language
from app.ui.style.language import read_translations, translations_file

_SOURCES = ("commands", "domain", "store", "ui")


def update(ts_file: Path) -> None:
    """Bring a `.ts` file up to date with the source; what is new in it is unfinished, what is gone is removed.

    Raises:
        RuntimeError: Qt's lupdate cannot be run.
    """
    app = Path(__file__).parents[1]
    sources = sorted(str(path) for name in _SOURCES for path in (app / name).rglob("*.py"))
    process = QProcess()
    process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", "zh_CN"]
    lupdate = shutil.which("lupdate", path=str(Path(PySide6.__file__).parent))
    if lupdate is None:
        raise RuntimeError("PySide6 has brought no lupdate")
    process.start(lupdate, [*sources, *options, "-ts", str(ts_file)])
    if not process.waitForFinished() or process.exitCode() != 0:
        raise RuntimeError(f"lupdate: {process.errorString()} {process.readAll().toStdString()}")


def complaints(ts_file: Path) -> list[str]:
    """What keeps a `.ts` file from being complete, a sentence each; the file stays as it is.

    Raises:
        RuntimeError: Qt's lupdate cannot be run.
    """
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / ts_file.name
        shutil.copy(ts_file, fresh)
        update(fresh)
        wanted = read_translations(fresh, unfinished=True)
    stale = read_translations(ts_file, unfinished=True).keys() - wanted.keys()
    missing = [key for key, text in wanted.items() if not text]
    return [f"not translated: {context}: {text}" for context, text in missing] + [
        f"no longer in the source: {context}: {text}" for context, text in sorted(stale)
    ]


def main(arguments: list[str]) -> int:
    """Run as a program.

    Returns:
        Exit code: 1 when something is not translated or no longer used.
    """
    parser = argparse.ArgumentParser(prog="python -m app.ui.translations", description=__doc__)
    parser.add_argument("--update", action="store_true", help="bring the file up to date first")
    wants_update = parser.parse_args(arguments).update
    ts_file = translations_file(Language.CHINESE)
    if wants_update:
        update(ts_file)
    found = complaints(ts_file)
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
