"""The curve of the scores over time, drawn by pyqtgraph.

The import of pyqtgraph takes longer than the rest of the window, so it is done by a job once the window is shown: see
`load`. Until then there is no curve.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

PARTS = ("score", "quality", "appeal", "sharpness")
"""What is drawn, from front to back."""

DASHES: Mapping[str, Sequence[float]] = {"score": (), "quality": (), "appeal": (4, 2.5), "sharpness": (1, 2)}
"""How the line of a part is broken, in widths of the line; an unbroken one has none."""

COLOURS: Mapping[str, str] = {"score": "accent", "quality": "muted", "appeal": "muted", "sharpness": "muted"}
"""Colours of the lines, by name in a theme."""

_lock = threading.Lock()


def load() -> Any:
    """The library; the first call takes seconds on a cold disk, and may come from any thread."""
    with _lock:
        library = importlib.import_module("pyqtgraph")
        # Our own order of ending is enough; its way of cleaning up at exit takes away what is still in use.
        library.setConfigOption("exitCleanup", False)
        return library


def line_pen(part: str, tokens: Mapping[str, str]) -> QPen:
    """The pen of the line of a part."""
    pen = QPen(QColor(tokens[COLOURS[part]]), 1.8 if part == "score" else 1.2)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if DASHES[part] else Qt.PenCapStyle.RoundCap)
    if DASHES[part]:
        pen.setDashPattern(list(DASHES[part]))
    return pen


class Curve:
    """Lines over time, from 0 to 100, that do not take the mouse; `widget` is what to lay out."""

    def __init__(self, parent: QWidget) -> None:
        library = load()
        self._view = library.GraphicsView(parent=parent, useOpenGL=False, background=None)
        self._box = library.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._view.setCentralItem(self._box)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setFrameShape(self._view.Shape.NoFrame)
        self._view.setStyleSheet("background: transparent")
        self._box.disableAutoRange()
        self._levels = [library.InfiniteLine(level, angle=0) for level in (0, 50, 100)]
        self._lines = {part: library.PlotCurveItem(antialias=True) for part in reversed(PARTS)}
        for item in (*self._levels, *self._lines.values()):
            self._box.addItem(item, ignoreBounds=True)

    @property
    def widget(self) -> QWidget:
        """The widget that shows it."""
        view: QWidget = self._view
        return view

    def show_points(self, times: Sequence[float], values: Mapping[str, Sequence[float]]) -> None:
        """Draw other lines.

        Args:
            times: ascending.
            values: of each part, one for each time, 0–100.
        """
        places = np.asarray(times, np.float64)
        for part, line in self._lines.items():
            line.setData(places, np.asarray(values.get(part, ()), np.float64)[: len(places)])

    def points(self, part: str) -> tuple[list[float], list[float]]:
        """What is drawn of a part: times and values."""
        x, y = self._lines[part].getData()
        return ([], []) if x is None else (list(map(float, x)), list(map(float, y)))

    def show_parts(self, parts: frozenset[str]) -> None:
        """Draw these and no others."""
        for part, line in self._lines.items():
            line.setVisible(part in parts)

    def show_range(self, begin: float, end: float) -> None:
        """Show another stretch of time."""
        self._box.setRange(QRectF(begin, -6.0, end - begin, 112.0), padding=0)

    def recolour(self, tokens: Mapping[str, str]) -> None:
        """Take the colours of a theme."""
        level = QPen(QColor(tokens["border"]), 1)
        level.setCosmetic(True)
        for line in self._levels:
            line.setPen(level)
        for part, line in self._lines.items():
            line.setPen(line_pen(part, tokens))
