"""Machines with other fonts than this one has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.lettering import fonts

UseFonts = Callable[..., None]


@pytest.fixture
def use_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[UseFonts]:
    """Pretend that the system has these font files and no others."""

    def use(*files: Path) -> None:
        monkeypatch.setattr(fonts, "_files", lambda: iter(files))
        fonts.forget()

    yield use
    monkeypatch.undo()
    fonts.forget()
