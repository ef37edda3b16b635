"""Colours that the style sheet gives to what is drawn by hand."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget


def styled_colour(name: str) -> Any:
    """A colour of a widget that the style sheet sets as a property: `qproperty-track` sets that of the name "track".

    Args:
        name: the same as that of the attribute.

    Returns:
        A property of Qt; read from Python it is a `QColor`, an invalid one until a style sheet has set it.
    """
    kept = f"_{name}_colour"

    def read(widget: QWidget) -> QColor:
        colour: QColor = getattr(widget, kept, None) or QColor()
        return colour

    def write(widget: QWidget, colour: QColor) -> None:
        setattr(widget, kept, colour)
        widget.update()

    return Property(QColor, read, write)
