"""The timeline: what is in a source and when, how good it was found to be, and where one is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.domain.cover import Assessment
from app.domain.media import Image, Kind, Moment, Picture, Place, SourceInfo
from app.domain.project import Sample
from app.ui.background.jobs import JobRunner, Lane
from app.ui.state.outcome import Ending, Outcome
from app.ui.style.language import translate
from app.ui.style.theme import ThemeManager
from app.ui.timeline import curve
from app.ui.timeline.axis import Axis, clock
from app.ui.timeline.curve import PARTS, Curve
from app.ui.timeline.filmstrip import Film, Marker
from app.ui.timeline.part_buttons import PartButtons
from app.ui.timeline.track import Track

_CELL = (56.0, 132.0)
"""Points that the picture of a set takes at the least and at the most."""


class Timeline(QFrame):
    """Shows a video, or the pictures of a set, from left to right; decides nothing."""

    scrubbed = Signal(float)
    """The hand is at this time, in seconds; again and again while the mouse is down."""

    scrub_ended = Signal(float)
    """The hand let go at this time, in seconds."""

    place_picked = Signal(object)
    """A marker or a picture was clicked; its `Place`."""

    play_clicked = Signal()
    """The button to play or pause was clicked."""

    step_clicked = Signal(int)
    """A button to step was clicked: one frame forward, or −1, back."""

    curve_settled = Signal()
    """What draws the curve is loaded, or cannot be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Timeline")
        self.setAccessibleName("Timeline")
        self._info: SourceInfo | None = None
        self._tokens: Mapping[str, str] = {}
        self._icons: dict[str, QIcon] = {}
        self._cells: dict[Place, int] = {}
        self._samples: Sequence[Sample] = ()
        self._times: list[float] = []
        self._scores: list[float] = []
        self._rate = 0.0
        self.track = Track()
        self.back_button, self.play_button, self.forward_button = QToolButton(), QToolButton(), QToolButton()
        self.time_label, self.length_label = QLabel(), QLabel()
        self.parts = PartButtons()
        self._arrange()
        self._connect()
        self.retranslate()
        self.show_source(None)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2)
        for button in (self.back_button, self.play_button, self.forward_button):
            button.setProperty("role", "quiet")
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            top.addWidget(button)
        top.addSpacing(10)
        self.time_label.setProperty("role", "time")
        self.length_label.setProperty("role", "caption")
        top.addWidget(self.time_label)
        top.addWidget(self.length_label)
        top.addStretch()
        top.addWidget(self.parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 3, 14, 4)
        layout.setSpacing(1)
        layout.addLayout(top)
        layout.addWidget(self.track)

    def _connect(self) -> None:
        self.play_button.clicked.connect(lambda _checked: self.play_clicked.emit())
        self.back_button.clicked.connect(lambda _checked: self.step_clicked.emit(-1))
        self.forward_button.clicked.connect(lambda _checked: self.step_clicked.emit(1))
        self.parts.changed.connect(self._show_parts)
        self.track.scrubbed.connect(self._scrubbed)
        self.track.scrub_ended.connect(self.scrub_ended)
        self.track.picked.connect(self.place_picked)
        self.track.cell_picked.connect(self._pick_cell)
        self.track.hovered.connect(self._show_hover)

    # What is shown

    def load_curve(self, jobs: JobRunner) -> None:
        """Get what draws the curve, in the background, once the window is shown; `curve_settled` tells the end.

        It is a large library whose import leaves other threads little time: best not beside other work.
        """
        if self.track.curve is None:
            jobs.start(Lane.CURVE, lambda _job: curve.load(), self._curve_loaded)
        else:
            self.curve_settled.emit()

    def _curve_loaded(self, outcome: Outcome[object]) -> None:
        if outcome.ending is Ending.DONE:
            self.show_curve()
        self.curve_settled.emit()

    def show_curve(self) -> None:
        """Show the curve from now on; the library that draws it should be loaded, or it is waited for."""
        if self.track.curve is None:
            self.track.set_curve(Curve(self.track))
            self._show_parts()
            self._draw_samples()

    def show_source(self, info: SourceInfo | None) -> None:
        """Begin with another source, of which nothing is known yet; None for none at all."""
        self._info = info
        self._cells, self._samples = {}, ()
        self.track.film = Film(cells=info is not None and info.kind is Kind.PICTURES)
        if info is not None:
            self.track.film.aspect = min(max(info.size.width / info.size.height, 0.3), 4.0)
        video = info is not None and info.kind is Kind.VIDEO
        self.track.axis = Axis(length=(info.duration or 0.0) if info is not None and video else 0.0)
        self.track.axis.resize(self.track.width())
        self.track.axis.show_whole()
        self.track.position = None
        for button in (self.back_button, self.play_button, self.forward_button):
            button.setEnabled(video)
        self.parts.setVisible(video)
        self.length_label.setText(f"/ {clock(self.track.axis.length)}" if self.track.axis.length else "")
        self._draw_samples()
        self.show_position(None)
        self.show_playing(0.0)
        self.track.refresh()

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Show how good frames were found to be; takes less than a millisecond for a few hundred of them."""
        self._samples = samples
        self._draw_samples()
        self.track.update()

    def show_recommended(
        self, places: Sequence[tuple[int, Place]], chosen: Place | None, added: Sequence[Place] = ()
    ) -> None:
        """Mark what is recommended, with its rank, and what the user added.

        Args:
            places: rank and place.
            chosen: the choice, wherever it comes from.
            added: frames that a user added.
        """
        ranked = {place for _, place in places}
        wanted = [(place, str(rank)) for rank, place in places]
        wanted += [(place, "") for place in added if place not in ranked]
        if chosen is not None and chosen not in ranked and chosen not in added:
            wanted.append((chosen, ""))
        markers = [
            Marker(value, place, text, place == chosen)
            for place, text in wanted
            if (value := self._value(place)) is not None
        ]
        self.track.film.markers = sorted(markers, key=lambda marker: marker.chosen)
        self.track.update()

    def show_structure(self, key_frames: Sequence[float], shots: Sequence[float]) -> None:
        """Mark key frames and where shots begin, in seconds."""
        self.track.film.keys, self.track.film.shots = key_frames, shots
        self.track.update()

    def show_thumbnails(self, thumbnails: Sequence[tuple[Moment, QImage]]) -> None:
        """Show some more thumbnails of the video."""
        for moment, image in thumbnails:
            self.track.film.add(moment.seconds, image)
            self._reach(moment.seconds)
        self.track.update()

    def show_pictures(self, places: Sequence[Place], images: Sequence[QImage | Image]) -> None:
        """Show the pictures of a set, which are best made small before.

        Args:
            places: in the order of the set.
            images: one for each.
        """
        film = self.track.film
        film.cells = True
        film.values = [number + 0.5 for number in range(len(places))]
        film.images = [image if isinstance(image, QImage) else _wrapped(image) for image in images]
        self._cells = {place: number for number, place in enumerate(places)}
        least, most = _CELL
        self.track.axis = Axis(length=float(len(places)), least=2.0, most=most, fewest=least)
        self.track.axis.resize(self.track.width())
        self.track.axis.show_whole()
        self.length_label.setText(f"/ {len(places)}")
        self.parts.hide()
        self._draw_samples()
        self.track.refresh()

    def show_position(self, place: Place | None) -> None:
        """Show where one is; while a hand scrubs, its place is shown and no other."""
        if self.track.scrubbing:
            return
        if isinstance(place, Moment):
            self._reach(place.seconds)
            self.track.show_position(place.seconds)
            self._say_time(place.seconds)
        elif place is not None and place in self._cells:
            number = self._cells[place]
            self.track.film.current = number
            self.track.axis.reveal(number + 0.5, 0.5)
            self.time_label.setText(str(number + 1))
            self.track.setAccessibleDescription(_name(place))
            self.track.refresh()
        else:
            self.track.film.current = None
            self.track.show_position(None)
            self.time_label.setText("")
            self.track.update()

    def show_playing(self, rate: float) -> None:
        """Show how fast it plays; 0 for a still."""
        self._rate = rate
        text = translate("Timeline", "Pause") if rate else translate("Timeline", "Play")
        self.play_button.setIcon(self._icons.get("pause" if rate else "play", QIcon()))
        self.play_button.setToolTip(text)
        self.play_button.setAccessibleName(text)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.track.setAccessibleName(translate("Timeline", "Filmstrip"))
        self.track.empty_text = translate("Timeline", "The filmstrip appears here")
        texts = {
            self.back_button: translate("Timeline", "Previous frame"),
            self.forward_button: translate("Timeline", "Next frame"),
        }
        for button, text in texts.items():
            button.setToolTip(text)
            button.setAccessibleName(text)
        self.parts.retranslate()
        self.show_playing(self._rate)
        self.track.update()

    def recolour(self, theme: ThemeManager) -> None:
        """Take the colours of the theme."""
        self._tokens = theme.tokens
        self._icons = {name: theme.icon(name) for name in ("play", "pause", "step-back", "step-forward")}
        self.back_button.setIcon(self._icons["step-back"])
        self.forward_button.setIcon(self._icons["step-forward"])
        self.parts.recolour(theme.tokens)
        self.show_playing(self._rate)
        self.track.recolour(theme.tokens)

    # Details

    def _value(self, place: Place) -> float | None:
        """Where on the axis a place is."""
        if isinstance(place, Moment):
            return place.seconds
        return self._cells[place] + 0.5 if place in self._cells else None

    def _reach(self, seconds: float) -> None:
        """Let the axis reach to a time, where the file says nothing, or nothing true, of its length."""
        if seconds > self.track.axis.length and not self.track.film.cells:
            self.track.axis.extend(seconds)
            self.track.refresh()

    def _draw_samples(self) -> None:
        known = [(value, each) for each in self._samples if (value := self._value(each.place)) is not None]
        known.sort(key=lambda entry: entry[0])
        self._times = [value for value, _ in known]
        self._scores = [each.assessment.score for _, each in known]
        if self.track.film.cells:
            self.track.film.scores = {int(value): each.assessment.score for value, each in known}
            return
        self.track.film.samples = self._times
        if self.track.curve is not None:
            parts = {part: [_part(each.assessment, part) for _, each in known] for part in PARTS}
            self.track.curve.show_points(self._times, parts)

    def _show_parts(self) -> None:
        if self.track.curve is not None:
            self.track.curve.show_parts(self.parts.chosen)

    def _scrubbed(self, seconds: float) -> None:
        self._say_time(seconds)
        self.scrubbed.emit(seconds)

    def _pick_cell(self, number: int) -> None:
        self.place_picked.emit(next(place for place, other in self._cells.items() if other == number))

    def _say_time(self, seconds: float) -> None:
        text = clock(seconds)
        self.time_label.setText(text)
        self.track.setAccessibleDescription(text)

    def _show_hover(self, value: float | None) -> None:
        if value is None:
            return
        if self.track.film.cells:
            number = min(int(value), len(self._cells) - 1)
            place = next((place for place, other in self._cells.items() if other == number), None)
            self.track.show_readout(self.track.axis.x(number + 0.5), _name(place) if place is not None else "")
            return
        score = self._score_at(value)
        text = clock(value) if score is None else f"{clock(value)}  ·  {score:.0f}"
        self.track.show_readout(self.track.axis.x(value), text)

    def _score_at(self, value: float) -> float | None:
        """What the curve of the score says at a time."""
        if not self._times or not self._times[0] <= value <= self._times[-1]:
            return None
        after = bisect_left(self._times, value)
        if self._times[after] == value or after == 0:
            return self._scores[after]
        before, span = after - 1, self._times[after] - self._times[after - 1]
        share = (value - self._times[before]) / span
        return self._scores[before] * (1 - share) + self._scores[after] * share


def _part(assessment: Assessment, part: str) -> float:
    value: float = getattr(assessment, part)
    return value


def _name(place: Place) -> str:
    """What a picture of a set is called."""
    return place.path.name if isinstance(place, Picture) else clock(place.seconds)


def _wrapped(image: Image) -> QImage:
    height, width = image.shape[:2]
    return QImage(image.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
