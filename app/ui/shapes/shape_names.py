"""What shapes are called, and how they look in an icon."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPen, QPixmap

from app.domain.edits import Shape
from app.domain.geometry import Aspect
from app.domain.platforms import Confidence, Platform, Platforms, Preset
from app.ui.style.language import name_of, translate

ICON_SIDE = 16


def aspect_text(aspect: Aspect) -> str:
    """A shape that was chosen freely: 3:4, or that it is the picture's own."""
    return str(aspect) if aspect.ratio is not None else translate("Shapes", "Original")


def preset_text(preset: Preset, platforms: Platforms) -> str:
    """A preset with its platform."""
    platform = platform_of(preset, platforms)
    return f"{name_of(platform.name)} · {name_of(preset.name)}"


def shape_text(shape: Shape, platforms: Platforms) -> str:
    """A shape in a few characters: with the platform that it is for, where that is known."""
    preset = platforms.preset(shape.preset)
    if preset is None:
        return aspect_text(shape.aspect)
    return f"{name_of(platform_of(preset, platforms).name)} {aspect_text(shape.aspect)}"


def preset_tip(preset: Preset, platforms: Platforms) -> str:
    """Where the figures of a preset come from, and how sure they are."""
    looked_up = translate("Platforms", "Looked up on {date}: {confidence}").format(
        date=platforms.looked_up.isoformat(), confidence=_confidence_text(preset.confidence)
    )
    return "\n".join(filter(None, [looked_up, preset.source]))


def platform_of(preset: Preset, platforms: Platforms) -> Platform:
    """The platform that a preset belongs to."""
    return next(platform for platform in platforms.platforms if preset in platform.presets)


def shape_icon(aspect: Aspect) -> QIcon:
    """The outline of a shape in the colours of the theme: muted, and the accent where it is chosen."""
    palette = QGuiApplication.palette()
    icon = QIcon()
    roles = ((QPalette.ColorRole.PlaceholderText, QIcon.State.Off), (QPalette.ColorRole.Highlight, QIcon.State.On))
    for role, state in roles:
        for ratio in (1, 2, 3):
            icon.addPixmap(_outline(aspect, palette.color(role), ratio), state=state)
    return icon


def _confidence_text(confidence: Confidence) -> str:
    match confidence:
        case Confidence.DOCUMENTED:
            return translate("Platforms", "documented by the platform")
        case Confidence.REPORTED:
            return translate("Platforms", "reported by others")
        case Confidence.RULE_OF_THUMB:
            return translate("Platforms", "a rule of thumb")


def _outline(shape: Aspect, colour: QColor, device_ratio: int) -> QPixmap:
    """The outline of a shape; that of the original is dashed, as it can be any."""
    pixmap = QPixmap(ICON_SIDE * device_ratio, ICON_SIDE * device_ratio)
    pixmap.setDevicePixelRatio(device_ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    ratio = float(shape.ratio) if shape.ratio is not None else 4 / 3
    side = ICON_SIDE - 3
    width, height = (side, max(4.0, side / ratio)) if ratio >= 1 else (max(4.0, side * ratio), side)
    rect = QRectF(0, 0, round(width), round(height))
    rect.moveTo((ICON_SIDE - rect.width()) // 2 + 0.5, (ICON_SIDE - rect.height()) // 2 + 0.5)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, 1.4)
    if shape.ratio is None:
        pen.setDashPattern([2, 1.6])
    painter.setPen(pen)
    painter.drawRoundedRect(rect, 1.5, 1.5)
    painter.end()
    return pixmap
