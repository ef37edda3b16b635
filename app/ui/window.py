"""The window: puts the parts together and hands what the user does to the controller."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QPushButton, QVBoxLayout, QWidget

from app.commands.catalogue import shape_action
from app.domain.edits import Shape
from app.domain.errors import CannotWrite
from app.domain.export import ExportOptions
from app.domain.media import Place
from app.domain.messages import Message
from app.domain.platforms import load_platforms
from app.store.autosave import Recoverable
from app.store.settings import STANDARD_SHAPES, Overlay, Settings
from app.ui.actions import Actions
from app.ui.candidates.candidates import SidePanel
from app.ui.canvas.title_hand import FAR
from app.ui.choices import Preferences, ViewMenu
from app.ui.columns import Beside, Columns
from app.ui.companions import Companions
from app.ui.flow.controller import Controller
from app.ui.flow.cropping import GROWTH
from app.ui.flow.exporting import Exporting
from app.ui.flow.travel import Travel
from app.ui.middle import Comparison, Pages
from app.ui.notices.activity import ActivityBar
from app.ui.notices.messages import MessagesPanel
from app.ui.notices.recovery import MissingSourceBar, RecoveryBar
from app.ui.presenter import Presenter
from app.ui.recents import RecentMenu
from app.ui.shapes.shape_bar import ShapeBar
from app.ui.state.notices import Level, Notice
from app.ui.style.language import translate
from app.ui.timeline.timeline import Timeline
from app.ui.tools import Tools
from app.ui.widgets.focus_home import FocusHome
from app.ui.widgets.opening import ask_for_files, ask_for_folder, ask_where, local_paths
from app.ui.widgets.screen import Screen

_SIZE = QSize(1440, 900)
_SMALLEST = QSize(480, 320)
"""Less than a screen has at any scale; there one scrolls."""

_FRAME = QSize(16, 40)
"""Room for the title bar and the borders, which are not known before the window is shown; as large as any system's."""

_FAR = 10
"""Pixels that the crop moves with Shift; without, one. The title makes `FAR` steps."""

_ZOOM = 1.25


class MainWindow(QMainWindow):
    """The main window; it decides nothing and computes nothing."""

    def __init__(self, controller: Controller, preferences: Preferences) -> None:
        super().__init__()
        self.controller = controller
        self._preferences = preferences
        self._theme = preferences.theme
        self.platforms = load_platforms()
        self.pages = Pages(self.platforms)
        self.canvas = self.pages.canvas
        self.timeline = Timeline()
        self.travel = Travel(controller, self.timeline, self)
        self.side = SidePanel()
        self.messages = MessagesPanel(self._theme)
        self.recovery = RecoveryBar()
        self.missing = MissingSourceBar()
        self.activity = ActivityBar()
        self.shapes = ShapeBar(self.platforms)
        self.open_button = QPushButton()
        self.comparison = Comparison(controller.session, controller.looker, self.pages.compare, self)
        self.columns = Columns(controller, self.canvas, self)
        self.look_panel, self.title_panel = self.columns.look, self.columns.title
        self.exporting = Exporting(controller, self.pages.export, self.platforms, self)
        self.companions = Companions(self, preferences, self._change, show_in_folder)
        self.actions_ = Actions(self, self._handlers())
        self.actions_.fill(self.menuBar())
        self.tools = Tools(self.actions_)
        self.recent_menu = RecentMenu(self.actions_.menus["recent"], controller.open)
        self.view_menu = ViewMenu(self.actions_.menus["view"], preferences, self._change)
        self.companions.begin()
        self._presenter = Presenter(self)
        self._arrange()
        self._connect(preferences)
        self._focus = FocusHome(self, self.pages.currentWidget)
        self.setAcceptDrops(True)
        self.setMinimumSize(_SMALLEST)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _FRAME))
        self._recolour()
        self._retranslate()
        self.canvas.setFocus()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        controller, canvas, pages, travel = self.controller, self.canvas, self.pages, self.travel
        steps = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
        crop, titling = controller.cropping, controller.titling
        moves = {
            f"{hand}{far}_{way}": functools.partial(nudge, (times if far else 1) * across, (times if far else 1) * down)
            for hand, nudge, times in (("crop", crop.nudge, _FAR), ("title", titling.nudge, FAR))
            for far in ("", "_far")
            for way, (across, down) in steps.items()
        }
        return {
            "open": lambda: ask_for_files(self, controller.open, self.recent_menu.folder),
            "open_folder": lambda: ask_for_folder(self, controller.open, self.recent_menu.folder),
            "analyse_again": controller.analyse_again,
            "cancel": self._cancel,
            "show_in_folder": lambda: show_in_folder(controller.session.written),
            "quit": self.close,
            "undo": controller.undo,
            "redo": controller.redo,
            **moves,
            "crop_larger": lambda: crop.grow(GROWTH),
            "crop_smaller": lambda: crop.grow(1 / GROWTH),
            "crop_reset": crop.reset,
            "note": self.side.note.setFocus,
            "adjust": self.columns.toggle_look,
            "auto_look": controller.adjusting.improve,
            "turn_left": lambda: controller.adjusting.turn(-1),
            "turn_right": lambda: controller.adjusting.turn(1),
            "mirror": controller.adjusting.mirror,
            "before": lambda: controller.adjusting.show_before(not controller.session.before),
            "reset_look": controller.adjusting.reset,
            "title": self.columns.toggle_title,
            "title_place": titling.place,
            "title_remove": titling.remove,
            "preferences": self.companions.open_preferences,
            "choose_1": lambda: controller.choose(1),
            "choose_2": lambda: controller.choose(2),
            "choose_3": lambda: controller.choose(3),
            "use_frame": controller.use_frame,
            "keep_shape": controller.toggle_kept,
            "shape_next": lambda: controller.step_shape(1),
            "shape_previous": lambda: controller.step_shape(-1),
            **{shape_action(each): functools.partial(controller.set_shape, Shape(each)) for each in STANDARD_SHAPES},
            "accept": self._accept,
            "reject": controller.deciding.reject,
            "play": travel.toggle_playing,
            "play_back": lambda: travel.play(-1),
            "pause": travel.pause,
            "play_on": lambda: travel.play(1),
            "previous_frame": lambda: travel.step(-1),
            "next_frame": lambda: travel.step(1),
            **{f"toggle_{overlay}": functools.partial(self._toggle, overlay) for overlay in Overlay},
            "compare": lambda: self._turn_to(pages.compare),
            "feed": lambda: self._turn_to(pages.feed),
            "export": lambda: self._turn_to(pages.export),
            "zoom_in": lambda: canvas.zoom_by(_ZOOM),
            "zoom_out": lambda: canvas.zoom_by(1 / _ZOOM),
            "zoom_fit": canvas.fit,
            "zoom_actual": canvas.actual_size,
            "palette": self.companions.palette.open,
            "shortcuts": self.companions.open_shortcuts,
            "diagnostics": self.companions.open_diagnostics,
        }

    def _arrange(self) -> None:
        top = QFrame()
        top.setObjectName("TopBar")
        bar = QHBoxLayout(top)
        bar.setContentsMargins(14, 7, 14, 7)
        bar.setSpacing(12)
        bar.addWidget(self.open_button)
        bar.addWidget(self.shapes, 1)
        bar.addWidget(self.tools)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.recovery)
        left.addWidget(self.missing)
        left.addWidget(self.companions.hint)
        left.addWidget(self.pages, 1)
        left.addWidget(self.messages)
        left.addWidget(self.timeline)
        screen = Screen("Body")
        screen.rows.addWidget(top)
        screen.rows.addWidget(Beside(left, (self.look_panel, self.title_panel), self.side), 1)
        screen.rows.addWidget(self.activity)
        self.setCentralWidget(screen)

    def _connect(self, preferences: Preferences) -> None:
        controller = self.controller
        controller.changed.connect(self._presenter.show)
        controller.looker.darkroom.developed.connect(self._presenter.show_developed)
        controller.looker.typesetter.changed.connect(self._presenter.show_words)
        controller.moved.connect(self._presenter.show_moving)
        controller.opened.connect(self._presenter.forget)
        controller.opener.missing.connect(self.missing.show_missing)
        controller.opener.recent_changed.connect(self.recent_menu.show_recent)
        controller.opener.recent_changed.connect(self.canvas.welcome.show_recent)
        controller.recoverable.connect(self.recovery.show_sessions)
        preferences.theme.changed.connect(self._recolour)
        preferences.language.changed.connect(self._retranslate)
        self._connect_cover()
        self._connect_pages()
        self.recovery.continued.connect(self._continue)
        self.recovery.discarded.connect(controller.dismiss_recovery)
        self.missing.closed.connect(lambda: self.missing.show_missing(()))
        self.missing.locate_clicked.connect(lambda path: ask_where(self, path, controller.opener.locate))
        self.messages.dismissed.connect(controller.dismiss)
        self.messages.show_in_folder.connect(show_in_folder)
        self.canvas.welcome.open_clicked.connect(self.actions_["open"].trigger)
        self.canvas.welcome.recent_clicked.connect(controller.open)
        self.open_button.clicked.connect(self.actions_["open"].trigger)
        self.activity.cancel_button.clicked.connect(controller.cancel)

    def _connect_cover(self) -> None:
        controller, side, canvas = self.controller, self.side, self.canvas
        side.chosen.connect(controller.choose)
        side.removed.connect(controller.remove)
        side.compare_clicked.connect(self.actions_["compare"].trigger)
        side.note.edited.connect(controller.write_note)
        side.note.finished.connect(controller.end_step)
        side.accept_button.clicked.connect(self.actions_["accept"].trigger)
        side.reject_button.clicked.connect(self.actions_["reject"].trigger)
        self.shapes.chosen.connect(controller.set_shape)
        self.shapes.kept.connect(controller.keep_shape)
        self.shapes.dropped.connect(controller.drop_shape)
        canvas.crop_moved.connect(controller.cropping.move)
        canvas.crop_resized.connect(controller.cropping.resize)
        canvas.crop_released.connect(controller.end_step)
        canvas.legend.opacity_moved.connect(self._try_opacity)
        canvas.legend.opacity_chosen.connect(self._choose_opacity)

    def _connect_pages(self) -> None:
        pages = self.pages
        pages.compare.closed.connect(lambda: self._turn_to(pages.canvas))
        pages.feed.closed.connect(lambda: self._turn_to(pages.canvas))
        pages.export.closed.connect(lambda: self._turn_to(pages.canvas))
        pages.export.show_options(self._preferences.settings.export)
        pages.export.settled.connect(self._remember_export)
        pages.frame_bar.use_button.clicked.connect(self.actions_["use_frame"].trigger)
        pages.frame_bar.back_button.clicked.connect(self.controller.leave_frame)
        self.comparison.chosen.connect(self.controller.choose)
        self.comparison.first_chosen.connect(self._use)
        self.side.marked.connect(lambda _numbers: self._compare_marked())

    # What the user does to the window

    def _cancel(self) -> None:
        """Leave what is open, innermost first: a page, then the work, then the frame that was gone to."""
        if self.pages.currentWidget() is not self.canvas:
            self._turn_to(self.canvas)
        else:
            self.controller.cancel()

    def _accept(self) -> None:
        """Write the cover; on the page that exports, as is chosen there."""
        if self.pages.currentWidget() is self.pages.export:
            self.pages.export.confirm()
        else:
            self.controller.deciding.accept()

    def _turn_to(self, page: QWidget) -> None:
        """Show a page, or the canvas where it is shown already."""
        self.pages.toggle(page)
        if self.pages.currentWidget() is self.pages.compare:
            self.comparison.show(self.side.to_compare)
        elif self.pages.currentWidget() is self.pages.export:
            self.exporting.begin()
        self.controller.show()

    def _use(self, place: Place) -> None:
        """Make a frame a candidate and the choice."""
        self.controller.look_up(place, moving=False)
        self.controller.use_frame()

    def _compare_marked(self) -> None:
        if self.pages.currentWidget() is self.pages.compare:
            self.comparison.show(self.side.to_compare)

    def _continue(self, session: Recoverable) -> None:
        self.controller.open(session.sources)

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

    def _remember_export(self, options: ExportOptions) -> None:
        """Let the next export begin with the choices of this one."""
        if options != self._preferences.settings.export:
            self._change(self._preferences.settings.exported(options))

    def _try_opacity(self, percent: int) -> None:
        self.controller.session.heat_opacity = percent
        self.canvas.fade_heat(percent)

    def _choose_opacity(self, percent: int) -> None:
        self._change(replace(self._preferences.settings, heat_opacity=percent))

    # Language and theme

    def _retranslate(self) -> None:
        for part in (self.actions_, self.recent_menu, self.view_menu, self.shapes, self.side, self.timeline):
            part.retranslate()
        self.columns.retranslate()
        self.companions.retranslate()
        for bar in (
            self.recovery,
            self.missing,
            self.pages.compare,
            self.pages.feed,
            self.pages.export,
            self.pages.frame_bar,
            self.canvas.welcome,
        ):
            bar.retranslate()
        self.messages.rebuild()
        self.show_keys()
        self._presenter.show()

    def show_keys(self) -> None:
        """Tell the keys that hold now on the buttons that do the same."""
        self._name(self.open_button, "open", translate("MainWindow", "Open…"))
        self._name(self.side.accept_button, "accept", translate("MainWindow", "Accept cover"))
        self.pages.export.export_button.setToolTip(self._keys("accept"))
        self._name(self.side.reject_button, "reject", translate("MainWindow", "Reject all"))
        self._name(self.activity.cancel_button, "cancel", translate("MainWindow", "Cancel"))
        self._name(self.pages.frame_bar.use_button, "use_frame", translate("FrameBar", "Use this frame"))
        self._name(self.pages.frame_bar.back_button, "cancel", translate("FrameBar", "Back to the cover"))
        self.canvas.welcome.show_keys(self._keys("open"), self._keys("analyse_again"))

    def _name(self, button: QPushButton, action: str, text: str) -> None:
        """Write on a button what it does; the key that does the same comes up over it."""
        button.setText(text)
        keys = self._keys(action)
        button.setToolTip(f"{text} ({keys})" if keys else text)

    def _keys(self, action: str) -> str:
        """The keys of an action, as they are called here; empty where it has none."""
        return self.actions_[action].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _recolour(self) -> None:
        self.open_button.setIcon(self._theme.icon("folder"))
        self.side.accept_button.setIcon(self._theme.icon("check", "on_accent"))
        self.activity.cancel_button.setIcon(self._theme.icon("close"))
        self.canvas.welcome.recolour(self._theme.tokens["faint"])
        self.timeline.recolour(self._theme)
        self.companions.recolour()
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
        self.travel.close()
        self.controller.shutdown()
        event.accept()


def show_in_folder(written: Path | None) -> None:
    """Open the folder that a cover was written to."""
    if written is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(written.parent)))
