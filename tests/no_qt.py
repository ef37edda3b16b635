"""A pytest plug-in (`-p tests.no_qt`) that makes Qt not importable, here and in every Python that a test starts."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

BLOCKED = ("PySide6", "shiboken6", "pyqtgraph", "superqt")

_REFUSAL = "raise ModuleNotFoundError('this run has no Qt: ' + __name__, name=__name__)\n"

_stand_ins = pytest.StashKey["tempfile.TemporaryDirectory[str]"]()


class _Refuse(MetaPathFinder):
    """Finds nothing, and says so before any other finder is asked."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"this run has no Qt: {fullname}", name=fullname)
        return None


def pytest_configure(config: pytest.Config) -> None:
    """Take Qt away, and make sure that it is gone.

    Raises:
        UsageError: something imported it already.
    """
    # A shell makes what it starts in the background deaf to Ctrl-C, and so would be every process that a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    early = [name for name in BLOCKED if name in sys.modules]
    if early:
        raise pytest.UsageError(f"imported before the tests began: {', '.join(early)}")
    sys.meta_path.insert(0, _Refuse())
    for name in BLOCKED:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        raise pytest.UsageError(f"{name} can still be imported")
    # A started Python does not know of the finder; what stands first on its path hides the real packages.
    folder = tempfile.TemporaryDirectory()
    config.stash[_stand_ins] = folder
    for name in BLOCKED:
        Path(folder.name, f"{name}.py").write_text(_REFUSAL, encoding="utf-8")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [folder.name, os.environ.get("PYTHONPATH")]))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the stand-ins."""
    folder = config.stash.get(_stand_ins, None)
    if folder is not None:
        folder.cleanup()


def pytest_report_header() -> str:
    """Say in the report's head that this run is special."""
    return f"not importable: {', '.join(BLOCKED)}"
