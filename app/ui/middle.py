"""What lies in the middle of the window: the canvas, or over it the comparison or the feed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.geometry import Box, Size
from app.domain.media import Place
from app.domain.platforms import Platforms
from app.ui.background.pictures import pyramid
from app.ui.candidates.cards import place_text
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.frame_bar import FrameBar
from app.ui.flow.looker import Looker
from app.ui.pages.compare import Compared, CompareView
from app.ui.pages.export_page import ExportPage
from app.ui.pages.feed_preview import FeedPreview
from app.ui.state.candidates import Candidate
from app.ui.state.session import Session
from app.ui.style.language import translate
from app.ui.widgets.tabbed import tell_tabbed


class Pages(QStackedWidget):
    """One page at a time; the canvas unless the user wants another."""

    def __init__(self, platforms: Platforms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas()
        tell_tabbed(self.canvas)
        self.frame_bar = FrameBar(self.canvas)
        self.compare = CompareView()
        self.feed = FeedPreview()
        self.export = ExportPage(platforms)
        for page in (self.canvas, self.compare, self.feed, self.export):
            # On a narrow screen they are cut; the window is not made wider by a page that is not shown.
            page.setMinimumSize(self.canvas.minimumSize())
            self.addWidget(page)

    def toggle(self, page: QWidget) -> None:
        """Show a page, or the canvas again."""
        self.show_page(self.canvas if self.currentWidget() is page else page)

    def show_page(self, page: QWidget) -> None:
        """Show a page; it gets the focus that the one before had."""
        old = self.currentWidget()
        focused = old is not None and (old.hasFocus() or any(child.hasFocus() for child in old.findChildren(QWidget)))
        self.setCurrentWidget(page)
        if focused or page is not self.canvas:
            page.setFocus()


class Comparison(QObject):
    """Fills the page that compares, and tells which candidate was taken there."""

    chosen = Signal(int)
    """A candidate by its number among those shown, from 1."""

    first_chosen = Signal(object)
    """The first frame, by its `Place`."""

    def __init__(self, session: Session, looker: Looker, view: CompareView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._looker = looker
        self._view = view
        self._numbers: tuple[int | None, ...] = ()
        self._places: tuple[Place, ...] = ()
        self._parts: dict[Place, tuple[Size, Box]] = {}
        self._missing: Place | None = None
        view.chosen.connect(self._taken)
        looker.sharpened.connect(self._sharpened)
        looker.darkroom.developed.connect(self._sharpened)
        looker.typesetter.changed.connect(self._titled)

    def show(self, numbers: Sequence[int]) -> None:
        """Compare candidates by their numbers among those shown, from 1, and where there is room the first frame."""
        candidates = self._session.candidates
        wanted = [number for number in numbers if number <= len(candidates)][:4]
        items = [self._item(candidates[number - 1]) for number in wanted]
        places = [candidates[number - 1].cover.place for number in wanted]
        first = self._first_frame()
        if first is not None and len(items) < 4 and first[0] not in places:
            items.append(first[1])
            places.append(first[0])
            wanted_or_none: list[int | None] = [*wanted, None]
        else:
            wanted_or_none = [*wanted]
        self._numbers, self._places = tuple(wanted_or_none), tuple(places)
        shown = (candidates[number - 1] for number in wanted)
        self._parts = {one.cover.place: (one.cover.frame.size, one.crop) for one in shown}
        self._view.show_covers(items)
        # Of a session that was opened again the first frame has to be decoded before it can be compared.
        sample = self._session.first_sample
        self._missing = sample.place if sample is not None and first is None and len(items) < 4 else None
        self._looker.sharpen(self._places if self._missing is None else (*self._places, self._missing))

    def refresh(self) -> None:
        """Show which of them is the choice now, and all anew where one was turned or cropped otherwise."""
        parts = {one.cover.place: (one.cover.frame.size, one.crop) for one in self._session.candidates}
        if any(parts.get(place, part) != part for place, part in self._parts.items()):
            self.show([number for number in self._numbers if number is not None])
        chosen = self._session.chosen
        shown = chosen is not None and chosen.place in self._places
        self._view.show_chosen(self._places.index(chosen.place) if chosen is not None and shown else None)

    def _item(self, candidate: Candidate) -> Compared:
        cover = candidate.cover
        rank = f"#{candidate.rank}" if candidate.rank is not None else translate("Comparison", "Own frame")
        sharp = self._looker.picture(cover.place)
        return Compared(
            f"{rank} · {place_text(cover.place)}",
            cover.frame.size,
            sharp or pyramid(cover.frame.image),
            candidate.crop,
            cover.assessment.score,
            cover.assessment.parts,
            candidate.chosen,
            words=self._looker.typesetter.words(cover.place),
        )

    def _first_frame(self) -> tuple[Place, Compared] | None:
        """What would be the cover without us; None where it is not at hand."""
        session, found = self._session, self._session.first_sample
        if found is None:
            return None
        place, assessment = found.place, found.assessment
        picture = self._looker.picture(place)
        if session.scan.first is not None and session.scan.first[0].place == place:
            frame = session.shown_frame(session.scan.first[0])
            size, picture = frame.size, picture or pyramid(frame.image)
        elif picture is not None and session.info is not None:
            size = session.edits.look(place).size(session.info.size)
        else:
            return None
        title = translate("Comparison", "First frame")
        crop = session.aspect.largest_in(size)
        return place, Compared(title, size, picture, crop, assessment.score, assessment.parts, False)

    def _sharpened(self, place: Place) -> None:
        picture = self._looker.picture(place)
        if place == self._missing and picture is not None and self._view.isVisible():
            self.show([number for number in self._numbers if number is not None])
        elif place in self._places and picture is not None:
            self._view.show_sharp(self._places.index(place), picture)

    def _titled(self, place: Place) -> None:
        if place in self._places and self._numbers[self._places.index(place)] is not None:
            self._view.show_words(self._places.index(place), self._looker.typesetter.words(place))

    def _taken(self, index: int) -> None:
        number = self._numbers[index]
        if number is not None:
            self.chosen.emit(number)
        else:
            self.first_chosen.emit(self._places[index])
