"""The bar at the bottom: what is open, what is being done, and how far it is."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.domain.media import Kind, SourceInfo
from app.ui.state.session import Session, Stage
from app.ui.style.language import translate
from app.ui.widgets.bar import Bar


class ActivityBar(QFrame):
    """Source on the left, work on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ActivityBar")
        self.setFixedHeight(42)
        self._source = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._source.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._work = QLabel()
        self._work.setProperty("role", "muted")
        self._bar = Bar("work")
        self._bar.setFixedWidth(180)
        self.cancel_button = QPushButton()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 14, 0)
        layout.setSpacing(12)
        layout.addWidget(self._source, 1)
        layout.addWidget(self._work)
        layout.addWidget(self._bar)
        layout.addWidget(self.cancel_button)

    def show_session(self, session: Session) -> None:
        """Show what is open and how far the work is."""
        busy = session.stage is Stage.ANALYSING
        self._source.setText(_source_text(session))
        self._source.setToolTip(str(session.info.path) if session.info else "")
        self._work.setText(_work_text(session))
        self._bar.setVisible(busy)
        self._bar.show_share(session.scan.progress)
        self.cancel_button.setVisible(busy)


def _source_text(session: Session) -> str:
    info = session.info
    if info is None:
        return session.paths[0].name if session.paths else ""
    return "   ·   ".join([info.path.name, f"{info.size.width} × {info.size.height}", *_extent(info)])


def _extent(info: SourceInfo) -> list[str]:
    if info.kind is Kind.PICTURES:
        return [translate("ActivityBar", "pictures")]
    if info.duration is None:
        return []
    minutes, seconds = divmod(round(info.duration), 60)
    return [f"{minutes}:{seconds:02d}"]


def _work_text(session: Session) -> str:
    if session.writing or session.using:
        saving = translate("ActivityBar", "Saving the cover…")
        return saving if session.writing else translate("ActivityBar", "Judging this frame…")
    match session.stage:
        case Stage.OPENING:
            return translate("ActivityBar", "Opening…")
        case Stage.ANALYSING:
            return _analysis_text(session)
        case Stage.CANCELLED:
            return translate("ActivityBar", "Cancelled; frames looked at: {frames}").format(frames=session.scan.frames)
        case Stage.READY if session.recommendation is not None:
            return translate("ActivityBar", "Frames looked at: {frames} in {seconds} s").format(
                frames=session.scan.frames, seconds=f"{session.recommendation.timing.total:.1f}"
            )
        case _:
            return ""


def _analysis_text(session: Session) -> str:
    left = session.scan.seconds_left
    if left is None or left < 1:
        return translate("ActivityBar", "Looking for the best frame… {frames}").format(frames=session.scan.frames)
    return translate("ActivityBar", "Looking for the best frame… {frames} · {seconds} s left").format(
        frames=session.scan.frames, seconds=math.ceil(left)
    )
