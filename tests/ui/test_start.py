"""What the window needs to open, and nothing else, is loaded before it is there."""

from __future__ import annotations

import subprocess
import sys

LATER = ("av", "MNN", "sqlalchemy", "alembic", "pyqtgraph", "PIL.Image")
"""Decoders, networks, the decision store, the curve: each takes a tenth of a second or more."""


def test_the_window_opens_without_what_is_needed_later() -> None:
    program = f"import sys, app.ui.application; print([name for name in {LATER!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
