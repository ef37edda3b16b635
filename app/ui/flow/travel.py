"""Going through a source: between the timeline, the job that decodes frames, and the session."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.media import Kind, Moment, Picture, Place, SourceInfo
from app.ui.background.jobs import Lane
from app.ui.background.pictures import Pyramid
from app.ui.flow.controller import Controller
from app.ui.state.notices import Notice
from app.ui.state.session import Session, Stage
from app.ui.timeline.scrubber import Scrubber
from app.ui.timeline.timeline import Timeline

_WORKING = (Stage.EMPTY, Stage.OPENING, Stage.ANALYSING)


class Travel(QObject):
    """Shows the session in the timeline, and takes the user to other frames; through pictures as through a video."""

    def __init__(self, controller: Controller, timeline: Timeline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._timeline = timeline
        self.scrubber = Scrubber(controller.runner, self)
        self._info: SourceInfo | None = None
        self._shown: tuple[object, ...] = ()
        self._samples = 0
        self._thumbs = 0
        self._stripped = False
        self._travelling = False
        self._frame: tuple[Place, Pyramid] | None = None
        self._connect()

    def _connect(self) -> None:
        timeline, scrubber = self._timeline, self.scrubber
        timeline.scrubbed.connect(self._seek)
        timeline.scrub_ended.connect(self._seek)
        timeline.place_picked.connect(self._pick)
        timeline.play_clicked.connect(self.toggle_playing)
        timeline.step_clicked.connect(self.step)
        scrubber.frame_ready.connect(self._arrived)
        scrubber.playing_changed.connect(timeline.show_playing)
        scrubber.thumbnails_ready.connect(timeline.show_thumbnails)
        scrubber.structure_ready.connect(timeline.show_structure)
        scrubber.failed.connect(lambda error: self._controller.notify(Notice.of_error(error)))
        timeline.curve_settled.connect(self._load_strip)
        self._controller.left.connect(self._stay)

    @property
    def _session(self) -> Session:
        return self._controller.session

    # What the user does

    def toggle_playing(self) -> None:
        """Play, or pause."""
        self._set_out()
        self.scrubber.toggle()

    def play(self, direction: int) -> None:
        """Play forwards (1) or backwards (−1); again while it does, twice as fast."""
        self._set_out()
        self.scrubber.play(float(direction))

    def pause(self) -> None:
        """Stay at the frame that is shown."""
        self.scrubber.pause()

    def step(self, count: int) -> None:
        """Go to the next frame or picture, or the one before."""
        if self._session.of_video:
            self._set_out()
            self.scrubber.step(count)
        else:
            self._turn(count)

    def _set_out(self) -> None:
        """Begin where one is."""
        here = self._here
        if not self._travelling and isinstance(here, Moment):
            self.scrubber.seek(here.seconds)
        self._travelling = True

    def _seek(self, seconds: float) -> None:
        self._travelling = True
        self.scrubber.seek(seconds)

    def _pick(self, place: Place) -> None:
        """Go to what was clicked in the timeline; a candidate becomes the choice."""
        for number, candidate in enumerate(self._session.candidates, 1):
            if candidate.cover.place == place:
                self._controller.choose(number)
                return
        if isinstance(place, Moment):
            self._seek(place.seconds)
        else:
            self._controller.look_up(place, moving=False)

    def _turn(self, count: int) -> None:
        """Go to another picture of the set."""
        places = sorted(self._session.thumbs)
        here = self._here
        if places and isinstance(here, Picture):
            number = places.index(here) if here in places else 0
            self._pick(places[min(max(number + count, 0), len(places) - 1)])

    @property
    def _here(self) -> Place | None:
        """The frame that is shown."""
        session = self._session
        return session.looked_up or (session.chosen.place if session.chosen is not None else None)

    def _stay(self) -> None:
        """The choice is shown again."""
        self._travelling = False
        self._frame = None
        self.scrubber.pause()

    def _arrived(self, moment: Moment, picture: Pyramid, exact: bool) -> None:
        if self._travelling:
            self._frame = moment, picture
            self._controller.look_up(moment, moving=not exact or self.scrubber.playing)

    def picture_of(self, place: Place) -> Pyramid | None:
        """A frame on the way, as sharp as there was time for."""
        return self._frame[1] if self._frame is not None and self._frame[0] == place else None

    # What is shown

    def close(self) -> None:
        """Let go of the source."""
        self.scrubber.close()

    def forget(self) -> None:
        """Another source is open; nothing is known of it yet."""
        self.close()
        self._controller.runner.abandon(Lane.STRIP)
        self._info, self._shown, self._samples, self._thumbs = None, (), 0, 0
        self._stripped = self._travelling = False
        self._frame = None
        self._timeline.show_source(None)

    def show_position(self) -> None:
        """Show where one is."""
        self._timeline.show_position(self._here)

    def show(self) -> None:
        """Show the session as it is now, as far as it is other than before."""
        session = self._session
        if session.info != self._info and session.info is not None:
            self._begin(session.info)
        if len(session.thumbs) != self._thumbs:
            self._thumbs = len(session.thumbs)
            places = sorted(session.thumbs)
            self._timeline.show_pictures(places, [session.thumbs[place] for place in places])
            self._shown = ()
        self._show_samples()
        self._show_marks()
        self.show_position()
        if session.info is not None and session.stage not in _WORKING and not self._stripped:
            self._stripped = True
            self._load(session.info)

    def _begin(self, info: SourceInfo) -> None:
        self._info = info
        self._timeline.show_source(info)
        if info.kind is Kind.VIDEO:
            self.scrubber.open(info.path)

    def _show_samples(self) -> None:
        """Points of the curve; those that change later do so at the end of the analysis."""
        samples = self._session.scan.samples
        count = len(samples) + (self._session.stage not in _WORKING)
        if count != self._samples:
            self._samples = count
            self._timeline.show_samples(samples)

    def _show_marks(self) -> None:
        session = self._session
        chosen = session.chosen
        candidates = session.candidates
        ranked = [(one.rank, one.cover.place) for one in candidates if one.rank is not None]
        added = [one.cover.place for one in candidates if one.rank is None]
        marks = (ranked, chosen.place if chosen is not None else None, added)
        if marks != self._shown:
            self._shown = marks
            self._timeline.show_recommended(*marks)

    def _load(self, info: SourceInfo) -> None:
        """Get the filmstrip, now that nothing more urgent goes on."""
        if info.kind is Kind.VIDEO:
            self._timeline.load_curve(self._controller.runner)
        elif not self._session.thumbs:
            self._controller.load_thumbs()

    def _load_strip(self) -> None:
        """One after the other; unless something else was opened meanwhile, whose turn comes later."""
        if self._stripped and self._session.of_video:
            self.scrubber.load_strip()
