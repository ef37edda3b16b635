"""How a cover looks where it is seen first: small, in a feed of two columns, among others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.domain.geometry import Box
from app.domain.media import Frame
from app.ui.background.pictures import Pyramid
from app.ui.background.pictures import pyramid as made_of
from app.ui.background.words import Words
from app.ui.style.language import translate
from app.ui.widgets.cover_picture import Part, draw_part
from app.ui.widgets.labels import ElidedLabel, IconButton
from app.ui.widgets.leaving import Leavable
from app.ui.widgets.verdicts import USUAL_WIDTH, feed_faults, feed_text

WIDTHS = (120, 250)
"""Narrowest and widest covers, in pixels; phones show them between 160 and 200."""

_MARGIN = 8
_GAP = 6
_TEXT = 46
"""Below each picture: two lines of a title, and who made it."""

_TALLEST = 16 / 9
"""Feeds cut what is taller, in heights to widths."""

_NEIGHBOURS = (1.25, 1.0, 1.33, 0.8, 1.33, 1.1)
"""Heights to widths of the covers around."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a feed; they are those of the platforms' apps and not of our window."""

    ground: str
    card: str
    blank: tuple[str, ...]
    line: str
    text: str


LIGHT = Palette("#f5f5f5", "#ffffff", ("#dcdee2", "#d3d6db", "#e2e3e6"), "#e3e4e8", "#222222")
DARK = Palette("#0c0c0e", "#1a1a1d", ("#2e3035", "#36383e", "#292a2f"), "#303238", "#ececee")


class Feed(QWidget):
    """A part of a feed, with the cover in the upper left."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._part: Part | None = None
        self._title = ""
        self._duration: float | None = None
        self._width = USUAL_WIDTH
        self._fit()

    @property
    def cover_rect(self) -> QRectF:
        """Where the cover is drawn."""
        crop = self._part.crop if self._part is not None else Box(0, 0, 3, 4)
        return QRectF(_MARGIN, _MARGIN, self._width, self._width * min(_TALLEST, crop.height / crop.width))

    def show_part(self, part: Part | None, title: str, duration: float | None) -> None:
        """Show another cover."""
        if _same(part, self._part) and (title, duration) == (self._title, self._duration):
            return
        self._part, self._title, self._duration = part, title, duration
        self._fit()

    def show_words(self, words: Words | None) -> None:
        """Show another title on the cover; None shows none."""
        if self._part is not None and words is not self._part.words:
            self._part = replace(self._part, words=words)
            self.update()

    def show_width(self, width: int) -> None:
        """Show the covers in another width, in pixels."""
        self._width = width
        self._fit()

    def _fit(self) -> None:
        cover = self.cover_rect.height() + _TEXT + _GAP
        self.setFixedSize(2 * self._width + 2 * _MARGIN + _GAP, round(_MARGIN + cover + self._width * 0.9))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the cover, and its neighbours."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        whole.addRoundedRect(QRectF(self.rect()), 12, 12)
        painter.setClipPath(whole)
        painter.fillRect(self.rect(), QColor(self._palette.ground))
        picture = self.cover_rect
        self._draw_card(painter, picture, None)
        bottoms = [picture.bottom() + _TEXT + _GAP, float(_MARGIN)]
        for number, ratio in enumerate(_NEIGHBOURS):
            column = bottoms.index(min(bottoms))
            left = _MARGIN + column * (self._width + _GAP)
            place = QRectF(left, bottoms[column], self._width, self._width * ratio)
            self._draw_card(painter, place, self._palette.blank[number % len(self._palette.blank)])
            bottoms[column] = place.bottom() + _TEXT + _GAP
        painter.end()

    def _draw_card(self, painter: QPainter, picture: QRectF, blank: str | None) -> None:
        """A card: picture and texts; with a plain colour in place of the picture, one of the neighbours."""
        card = picture.adjusted(0, 0, 0, _TEXT)
        path = QPainterPath()
        path.addRoundedRect(card, 8, 8)
        painter.save()
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.fillRect(card, QColor(self._palette.card))
        if blank is not None or self._part is None:
            painter.fillRect(picture, QColor(blank or self._palette.blank[0]))
        else:
            self._draw_cover(painter, picture, self._part)
        painter.restore()
        if blank is None and self._duration is not None:
            self._draw_duration(painter, picture, self._duration)
        texts = QRectF(card.left() + 8, picture.bottom() + 7, card.width() - 16, _TEXT - 12)
        if blank is None and self._title:
            self._draw_title(painter, texts)
        else:
            self._draw_lines(painter, texts)

    def _draw_cover(self, painter: QPainter, picture: QRectF, part: Part) -> None:
        """The middle of the cover where that is taller than the feed lets it be."""
        crop = part.crop
        height = min(crop.height, round(crop.width * picture.height() / picture.width()))
        middle = Box(crop.x, crop.y + (crop.height - height) // 2, crop.width, height)
        # The clip of the card rounds the upper corners.
        draw_part(painter, picture, replace(part, crop=middle, cover=crop), 0)

    def _draw_title(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(QColor(self._palette.text))
        painter.setFont(_font(self.font(), 12))
        metrics = painter.fontMetrics()
        line = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(QRectF(room.left(), room.top() - 2, room.width(), 18), Qt.AlignmentFlag.AlignLeft, line)
        self._draw_author(painter, room)

    def _draw_lines(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.line))
        painter.drawRoundedRect(QRectF(room.left(), room.top() + 2, room.width() * 0.86, 8), 3, 3)
        self._draw_author(painter, room)

    def _draw_author(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.line))
        painter.drawEllipse(QRectF(room.left(), room.bottom() - 13, 13, 13))
        painter.drawRoundedRect(QRectF(room.left() + 18, room.bottom() - 9.5, room.width() * 0.34, 6), 3, 3)
        painter.drawRoundedRect(QRectF(room.right() - 20, room.bottom() - 9.5, 20, 6), 3, 3)

    def _draw_duration(self, painter: QPainter, picture: QRectF, duration: float) -> None:
        text = clock(duration)
        painter.setFont(_font(self.font(), 11))
        width = painter.fontMetrics().horizontalAdvance(text) + 10
        chip = QRectF(picture.right() - width - 6, picture.bottom() - 22, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 140))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)


class FeedPreview(Leavable):
    """The cover in a light and in a dark feed, at a width that can be chosen."""

    width_chosen = Signal(int)
    """Covers are looked at in another width, in pixels; worth to be remembered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("FeedPreview")
        self.setAccessibleName("Feed preview")
        # Not with Tab: it hands the focus on, and nobody could go past it.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._frame: Frame | None = None
        self._words: Words | None = None
        self._small: Pyramid | None = None
        self.feeds = {"light": Feed(LIGHT), "dark": Feed(DARK)}
        self._title = ElidedLabel()
        self._title.setProperty("role", "strong")
        self.buttons = {name: QPushButton() for name in ("both", "light", "dark")}
        self._shown = QButtonGroup(self)
        for name, button in self.buttons.items():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setChecked(name == "both")
            button.toggled.connect(self._show_feeds)
            self._shown.addButton(button)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(*WIDTHS)
        self.slider.setValue(USUAL_WIDTH)
        self.slider.setSingleStep(5)
        self.slider.setPageStep(20)
        self.slider.setFixedWidth(90)
        self.slider.valueChanged.connect(self._widen)
        self._pixels = QLabel()
        self._pixels.setProperty("role", "muted")
        self.letters = ElidedLabel()
        self.letters.setProperty("role", "caption")
        self.close_button = IconButton("close")
        self.close_button.clicked.connect(self.closed)
        self._arrange()
        self._widen(USUAL_WIDTH)
        self.retranslate()

    def _arrange(self) -> None:
        segments = QFrame()
        segments.setProperty("role", "segments")
        row = QHBoxLayout(segments)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(1)
        for button in self.buttons.values():
            row.addWidget(button)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self.slider)
        head.addWidget(self._pixels)
        head.addSpacing(8)
        head.addWidget(segments)
        head.addWidget(self.close_button)
        feeds = QWidget()
        feeds.setObjectName("Feeds")
        place = QHBoxLayout(feeds)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(20)
        place.addStretch()
        for feed in self.feeds.values():
            place.addWidget(feed, 0, Qt.AlignmentFlag.AlignTop)
        place.addStretch()
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setObjectName("FeedArea")
        self._scroll.setWidget(feeds)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.letters)
        layout.addWidget(self._scroll, 1)

    def show_cover(
        self,
        frame: Frame | None,
        crop: Box | None,
        pyramid: Pyramid | None,
        title: str,
        duration: float | None = None,
    ) -> None:
        """Show another cover.

        Args:
            frame: what it is made of; None shows an empty place.
            crop: in pixels of the frame at full resolution.
            pyramid: the frame at any size; None draws the small picture that was scored.
            title: what it is called in the feed; empty draws a grey line.
            duration: of the video, in seconds; None for pictures, and where it is not written on covers.
        """
        if frame is not self._frame:
            self._frame, self._small = frame, None
        part = None
        if frame is not None and crop is not None:
            part = Part(pyramid or self._small_picture(frame), frame.size, crop, self._words)
        for feed in self.feeds.values():
            feed.show_part(part, title, duration)

    def show_words(self, words: Words | None) -> None:
        """Show another title on the cover, and tell whether it can be read; None shows none."""
        if words is not self._words:
            self._words = words
            self._tell_width()
            for feed in self.feeds.values():
                feed.show_words(words)

    def _small_picture(self, frame: Frame) -> Pyramid:
        if self._small is None:
            self._small = made_of(frame.image)
        return self._small

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self._title.show_text(translate("FeedPreview", "In the feed"))
        self.buttons["both"].setText(translate("FeedPreview", "Both"))
        self.buttons["light"].setText(translate("FeedPreview", "Light"))
        self.buttons["dark"].setText(translate("FeedPreview", "Dark"))
        self.slider.setAccessibleName(translate("FeedPreview", "Width of the cover"))
        self.slider.setToolTip(translate("FeedPreview", "Width of the cover"))
        self._scroll.setAccessibleName(self._title.whole)
        self.close_button.say(translate("FeedPreview", "Close (Esc)"))
        self._tell_width()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on, to what leaves the window's keys alone: the crop can be nudged while it is seen here."""
        self.close_button.setFocus()

    def _widen(self, width: int) -> None:
        for feed in self.feeds.values():
            feed.show_width(width)
        self._tell_width()
        self.width_chosen.emit(width)

    def _tell_width(self) -> None:
        self._pixels.setText(f"{self.slider.value()} px")
        words, width = self._words, self.slider.value()
        self.letters.show_text(feed_text(words, width) if words is not None else "")
        self.letters.setVisible(words is not None)
        wrong = words is not None and bool(feed_faults(words, width))
        if self.letters.property("wrong") != wrong:
            self.letters.setProperty("wrong", wrong)
            self.letters.style().polish(self.letters)

    def _show_feeds(self) -> None:
        for name, feed in self.feeds.items():
            feed.setVisible(self.buttons["both"].isChecked() or self.buttons[name].isChecked())


def clock(seconds: float) -> str:
    """A length as feeds tell it: minutes and seconds, and hours where there are any."""
    whole = max(0, round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes:02d}:{whole % 60:02d}"


def _same(one: Part | None, other: Part | None) -> bool:
    """Whether two parts look the same; pictures are not compared pixel by pixel."""
    if one is None or other is None:
        return one is other
    same = one.picture is other.picture and one.words is other.words
    return same and (one.size, one.crop) == (other.size, other.crop)


def _font(base: QFont, pixels: int) -> QFont:
    """The window's font in the size that apps use."""
    font = QFont(base)
    font.setPixelSize(pixels)
    return font
