"""Where the files that the window shows are found."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[3] / "resources"
