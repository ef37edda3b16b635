"""A cover that is to be exported: how it looks, what its file will be like, and a picture that can be dragged away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.export import ExportOptions, Format
from app.domain.messages import Message
from app.domain.wanted import Shaped, Wanted
from app.ui.background.words import Words
from app.ui.style.language import translate
from app.ui.widgets.cover_picture import Part, draw_part, draw_words, fitted
from app.ui.widgets.labels import ElidedLabel

_PICTURE = QSize(116, 92)
_RADIUS = 5
_DRAGGED = 160
"""Side of the picture that hangs on the pointer."""


@dataclass(frozen=True, slots=True, eq=False)
class ExportItem:
    """A cover that can be exported.

    Attributes:
        title: what its shape is called.
        part: its picture, as sharp as it is at hand.
        shaped: its crop, and what its name can be made from.
    """

    title: str
    part: Part
    shaped: Shaped


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a cover when its file was made to see how large it gets.

    Attributes:
        size: of the file, in bytes; None if there is none.
        quality: that it took to meet the wanted file size; None where that was not searched for.
        error: why there is no file.
        file: where it lies for being dragged into other programs; None until it does.
    """

    size: int | None = None
    quality: float | None = None
    error: Message | None = None
    file: Path | None = None


class DragHandle(QWidget):
    """The picture of a cover; it can be dragged out of the window once there is a file of it."""

    dragged = Signal()
    """It was let go somewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_PICTURE)
        self._part: Part | None = None
        self.file: Path | None = None
        self._pressed: QPoint | None = None

    def show_part(self, part: Part) -> None:
        """Show another picture."""
        self._part = part
        self.update()

    def show_words(self, words: Words | None) -> None:
        """Show another title on it; None shows none."""
        if self._part is not None and words is not self._part.words:
            self.show_part(replace(self._part, words=words))

    def show_file(self, file: Path | None) -> None:
        """Let this file be dragged; None lets nothing be."""
        self.file = file
        ready = file is not None
        self.setCursor(Qt.CursorShape.OpenHandCursor if ready else Qt.CursorShape.ArrowCursor)
        self.setToolTip(translate("Export", "Drag it into another program") if ready else "")

    def mime_data(self) -> QMimeData:
        """What another program gets: the file, and the picture for those that take no files."""
        data = QMimeData()
        if self.file is not None:
            data.setUrls([QUrl.fromLocalFile(str(self.file))])
        if self._part is not None:
            part, image = self._part, self._part.picture.levels[0]
            across, down = image.width() / part.size.width, image.height() / part.size.height
            cover = image.copy(QRect(*part.crop.scaled(across, down).as_list()))
            painter = QPainter(cover)
            draw_words(painter, QRectF(cover.rect()), part)
            painter.end()
            data.setImageData(cover)
        return data

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._pressed = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it away, once the hand has moved as far as a drag takes."""
        if self._pressed is None or self.file is None or self._part is None:
            return
        moved = event.position().toPoint() - self._pressed
        if moved.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._pressed = None

    def _drag(self) -> None:
        drag = QDrag(self)
        drag.setMimeData(self.mime_data())
        drag.setPixmap(self._small())
        drag.exec(Qt.DropAction.CopyAction)
        self.dragged.emit()

    def _small(self) -> QPixmap:
        """What hangs on the pointer."""
        assert self._part is not None
        ratio = self.devicePixelRatioF()
        place = fitted(self._part.crop, QRectF(0, 0, _DRAGGED, _DRAGGED))
        pixmap = QPixmap((place.size() * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setOpacity(0.85)
        draw_part(painter, QRectF(QPointF(), place.size()), self._part, _RADIUS)
        painter.end()
        return pixmap

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the crop as large as fits."""
        if self._part is None:
            return
        painter = QPainter(self)
        place = fitted(self._part.crop, QRectF(self.rect()))
        draw_part(painter, place, self._part, _RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()


class ExportRow(QFrame):
    """One cover: picture, shape, file name, pixels, and the size of its file."""

    copied = Signal()
    """It is to be copied to the clipboard."""

    def __init__(self, item: ExportItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pane")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.item = item
        self._wanted: Wanted | None = None
        self._format = Format.JPEG
        self._outcome: Outcome | None = None
        self.handle = DragHandle()
        self.handle.show_part(item.part)
        self.title = ElidedLabel(item.title)
        self.title.setProperty("role", "strong")
        self.name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.name.setProperty("role", "muted")
        self.pixels = ElidedLabel()
        self.pixels.setProperty("role", "caption")
        self.size_label = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.size_label.setProperty("role", "pane_score")
        self.told = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.told.setProperty("role", "caption")
        self._arrange()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.size_label)
        foot.addWidget(self.told, 1)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.name)
        texts.addWidget(self.pixels)
        texts.addStretch()
        texts.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 12, 8)
        layout.setSpacing(14)
        layout.addWidget(self.handle, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)

    @property
    def failed(self) -> bool:
        """Whether no file can be made of it with these choices."""
        return self._outcome is not None and self._outcome.error is not None

    def show_wanted(self, wanted: Wanted, options: ExportOptions) -> None:
        """Show what its file will be like; how large it gets is not known."""
        self._wanted, self._format = wanted, options.format
        self.show_outcome(None)

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Show how large the file gets, or why it cannot be made; None while that is worked out."""
        self._outcome = outcome
        self.handle.show_file(outcome.file if outcome is not None else None)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        if self._wanted is None:
            return
        size = self._wanted.size
        pixels = f"{size.width} × {size.height}"
        if self._wanted.enlarged:
            pixels = translate("Export", "{pixels}, enlarged").format(pixels=pixels)
        self.pixels.show_text(pixels)
        self.name.show_text(self._wanted.stem + self._format.suffix)
        outcome = self._outcome
        failed = outcome is not None and outcome.error is not None
        self.size_label.setText("…" if outcome is None else "" if outcome.size is None else size_text(outcome.size))
        self.size_label.setVisible(not failed)
        self.told.setText(self._told())
        if self.told.property("wrong") != failed:
            self.told.setProperty("wrong", failed)
            self.told.style().polish(self.told)
        self.setAccessibleName(self.item.title)
        told = (self.name.whole, pixels, self.size_label.text(), self.told.text())
        self.setAccessibleDescription(", ".join(filter(None, told)))

    def _told(self) -> str:
        outcome = self._outcome
        if outcome is None:
            return ""
        if outcome.error is not None:
            return message_text(outcome.error)
        if outcome.quality is not None:
            return translate("Export", "quality {quality}").format(quality=f"{outcome.quality:.0f}")
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies."""
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_C:
            self.copied.emit()
        else:
            super().keyPressEvent(event)


def size_text(size: int) -> str:
    """Bytes as people say it: kB and MB of a thousand, as platforms count."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"


def message_text(message: Message) -> str:
    """A message of the core in the language shown now."""
    from app.domain.messages import TEMPLATES

    return translate("Messages", TEMPLATES[message.id]).format_map(message.data)
