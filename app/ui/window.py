"""The window: puts the parts together, shows the session in them, and hands what the user does to the controller."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QPushButton, QVBoxLayout, QWidget

from app.domain.cover import Cover
from app.domain.errors import CannotWrite
from app.domain.messages import Message
from app.store.settings import Overlay, Settings
from app.ui.actions import Actions
from app.ui.activity import ActivityBar
from app.ui.candidates import SidePanel
from app.ui.canvas import Canvas
from app.ui.choices import Preferences, ViewMenu
from app.ui.controller import Controller
from app.ui.language import translate
from app.ui.messages import MessagesPanel
from app.ui.notices import Level, Notice
from app.ui.opening import ask_for_files, ask_for_folder, local_paths
from app.ui.pictures import Pyramid, pyramid
from app.ui.session import Stage
from app.ui.shapes import ShapeChooser

_SIZE = QSize(1280, 780)
_FRAME = QSize(16, 40)
"""Room for the title bar and the borders, which are not known before the window is shown; as large as any system's."""


class MainWindow(QMainWindow):
    """The main window; it decides nothing and computes nothing."""

    def __init__(self, controller: Controller, preferences: Preferences) -> None:
        super().__init__()
        self.controller = controller
        self._preferences = preferences
        self._theme = preferences.theme
        self._preview: tuple[Cover, Pyramid] | None = None
        self.canvas = Canvas()
        self.side = SidePanel()
        self.messages = MessagesPanel(self._theme)
        self.activity = ActivityBar()
        self.shapes = ShapeChooser(controller.session.aspect)
        self.open_button = QPushButton()
        self.actions_ = Actions(self, self._handlers())
        self.actions_.fill(self.menuBar())
        self.view_menu = ViewMenu(self.actions_.menus["view"], preferences, self._change)
        self._arrange()
        self._connect(preferences)
        self.setAcceptDrops(True)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _FRAME))
        self._recolour()
        self._retranslate()
        self.canvas.setFocus()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        controller = self.controller
        return {
            "open": lambda: ask_for_files(self, controller.open),
            "open_folder": lambda: ask_for_folder(self, controller.open),
            "analyse_again": controller.analyse_again,
            "cancel": controller.cancel,
            "choose_1": lambda: controller.choose(1),
            "choose_2": lambda: controller.choose(2),
            "choose_3": lambda: controller.choose(3),
            "accept": controller.accept,
            "reject": controller.reject,
            "show_in_folder": lambda: show_in_folder(controller.session.written),
            **{f"toggle_{overlay}": functools.partial(self._toggle, overlay) for overlay in Overlay},
            "quit": self.close,
        }

    def _arrange(self) -> None:
        top = QFrame()
        top.setObjectName("TopBar")
        bar = QHBoxLayout(top)
        bar.setContentsMargins(14, 7, 14, 7)
        bar.setSpacing(12)
        bar.addWidget(self.open_button)
        bar.addWidget(self.shapes)
        bar.addStretch()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.canvas, 1)
        left.addWidget(self.messages)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(self.side)
        body = QWidget()
        body.setObjectName("Body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(top)
        layout.addLayout(middle, 1)
        layout.addWidget(self.activity)
        self.setCentralWidget(body)

    def _connect(self, preferences: Preferences) -> None:
        controller = self.controller
        controller.changed.connect(self._refresh)
        preferences.theme.changed.connect(self._recolour)
        preferences.language.changed.connect(self._retranslate)
        self.side.chosen.connect(controller.choose)
        self.shapes.chosen.connect(controller.set_aspect)
        self.canvas.legend.opacity_moved.connect(self._try_opacity)
        self.canvas.legend.opacity_chosen.connect(self._choose_opacity)
        self.messages.dismissed.connect(controller.dismiss)
        self.messages.show_in_folder.connect(show_in_folder)
        self.canvas.welcome.open_clicked.connect(self.actions_["open"].trigger)
        self.open_button.clicked.connect(self.actions_["open"].trigger)
        self.side.accept_button.clicked.connect(self.actions_["accept"].trigger)
        self.side.reject_button.clicked.connect(self.actions_["reject"].trigger)
        self.activity.cancel_button.clicked.connect(self.actions_["cancel"].trigger)

    # What the user sets

    def _change(self, settings: Settings) -> None:
        """Put other settings in force."""
        try:
            self._preferences.change(settings)
        except CannotWrite as error:
            self.controller.notify(Notice.of_error(error))

    def _toggle(self, overlay: Overlay) -> None:
        """Switch an overlay on or off."""
        settings = self._preferences.settings
        on = {*settings.overlays} ^ {overlay}
        self._change(replace(settings, overlays=tuple(each for each in Overlay if each in on)))
        self.controller.show()

    def _try_opacity(self, percent: int) -> None:
        self.controller.session.heat_opacity = percent
        self.canvas.fade_heat(percent)

    def _choose_opacity(self, percent: int) -> None:
        self._change(replace(self._preferences.settings, heat_opacity=percent))

    # Showing the session

    def _refresh(self) -> None:
        session = self.controller.session
        self.actions_.enable(session.facts)
        self.actions_.check({f"toggle_{overlay}": overlay in session.overlays for overlay in Overlay})
        self.side.accept_button.setEnabled(self.actions_["accept"].isEnabled())
        self.side.reject_button.setEnabled(self.actions_["reject"].isEnabled())
        chosen = session.chosen
        first = session.recommendation.first_frame if session.recommendation else None
        self.side.show_candidates(session.candidates, first, chosen.assessment.score if chosen else None)
        self.messages.show_notices(session.notices)
        self.activity.show_session(session)
        self._show_picture(chosen)
        self.canvas.show_overlays(session.overlays, session.sight, session.heat_opacity)
        self.canvas.welcome.show_stage(session.stage)
        self.canvas.welcome.setVisible(chosen is None and session.stage is not Stage.ANALYSING)
        self.setWindowTitle(f"{session.paths[0].name} — Bestframe" if session.paths else "Bestframe")

    def _show_picture(self, chosen: Cover | None) -> None:
        if chosen is None:
            self._preview = None
            self.canvas.clear()
            return
        if self._preview is None or self._preview[0].frame is not chosen.frame:
            self._preview = chosen, pyramid(chosen.frame.image)
        crop = self.controller.session.crop_of(chosen)
        self.canvas.show_picture(chosen.frame.size, self.controller.sharp_picture() or self._preview[1], crop)

    def _retranslate(self) -> None:
        self.actions_.retranslate()
        self.view_menu.retranslate()
        self.shapes.retranslate()
        self.side.retranslate()
        self.canvas.welcome.retranslate()
        self.messages.rebuild()
        self._name(self.open_button, "open", translate("MainWindow", "Open…"))
        self._name(self.side.accept_button, "accept", translate("MainWindow", "Accept cover"))
        self._name(self.side.reject_button, "reject", translate("MainWindow", "Reject all"))
        self._name(self.activity.cancel_button, "cancel", translate("MainWindow", "Cancel"))
        self._refresh()

    def _name(self, button: QPushButton, action: str, text: str) -> None:
        """Write on a button what it does; the key that does the same comes up over it."""
        button.setText(text)
        keys = self.actions_[action].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{text} ({keys})")

    def _recolour(self) -> None:
        self.open_button.setIcon(self._theme.icon("folder"))
        self.side.accept_button.setIcon(self._theme.icon("check", "on_accent"))
        self.activity.cancel_button.setIcon(self._theme.icon("close"))
        self.canvas.welcome.recolour(self._theme.tokens["faint"])
        self.shapes.recolour(self._theme)
        self.messages.rebuild()

    # What Qt hands to the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what is dragged over the window if it is files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.canvas.welcome.set_hovered(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget what was dragged over the window."""
        self.canvas.welcome.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what is dropped."""
        self.canvas.welcome.set_hovered(False)
        event.acceptProposedAction()
        paths = local_paths(event.mimeData())
        if paths:
            self.controller.open(paths)
        else:
            self.controller.notify(Notice(Level.WARNING, Message("not_local")))

    def closeEvent(self, event: QCloseEvent) -> None:
        """End all work; out of sight, as it may take a moment."""
        self.hide()
        self.controller.shutdown()
        event.accept()


def show_in_folder(written: Path | None) -> None:
    """Open the folder that a cover was written to."""
    if written is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(written.parent)))
