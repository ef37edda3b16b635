"""Shows the session in the parts of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.cover import Cover
from app.domain.edits import Decision, Verdict
from app.domain.geometry import Size
from app.domain.media import Frame, Moment, Place
from app.domain.platforms import Zone
from app.lettering.areas import badged
from app.store.settings import Overlay
from app.ui.background.pictures import Pyramid, pyramid
from app.ui.background.words import Words
from app.ui.state.looked import Sight
from app.ui.state.scores import crop_score, recommended_crop_score
from app.ui.state.session import Improved, Session, Stage
from app.ui.style.language import translate

if TYPE_CHECKING:
    from app.ui.window import MainWindow


class Presenter:
    """Hands to each part what it shows; it keeps nothing but pictures that are slow to make."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._preview: tuple[Frame, Pyramid] | None = None

    @property
    def _session(self) -> Session:
        return self._window.controller.session

    def forget(self) -> None:
        """Another source is open."""
        window = self._window
        self._preview = None
        window.pages.show_page(window.canvas)
        window.canvas.fit()
        window.travel.forget()

    def show(self) -> None:
        """Show the session as it is now."""
        window, session = self._window, self._session
        self._show_actions()
        chosen = session.chosen
        candidates = session.candidates
        score = next((one.cover.assessment.score for one in candidates if one.chosen), None)
        recommendation = session.recommendation
        window.side.show_candidates(candidates, recommendation.first_frame if recommendation else None, score)
        window.side.note.show_note(session.edits.note)
        window.side.show_decision(decision_text(session.edits.decision))
        window.shapes.show_shape(session.shape, session.edits.kept)
        window.messages.show_notices([notice for notice in session.notices if not notice.passing])
        window.companions.toasts.show_notices([notice for notice in session.notices if notice.passing])
        window.activity.show_session(session)
        improved = session.improved
        window.look_panel.show_look(session.look if session.looked_up is None else None)
        window.look_panel.show_gain(improved.gain if improved is not None else None, working=_waiting(improved))
        window.look_panel.show_before(session.before)
        window.travel.show()
        self.show_title()
        self._show_picture(chosen)
        self._show_pages(chosen)
        free = session.free_frame is not None
        window.pages.frame_bar.show_frame(shown=free, usable=free and not session.using)
        empty = chosen is None and session.looked_up is None and session.stage not in (Stage.ANALYSING, Stage.OPENING)
        window.canvas.welcome.show_stage(session.shown_stage)
        window.canvas.welcome.setVisible(empty)
        window.setWindowTitle(f"{session.paths[0].name} — Bestframe" if session.paths else "Bestframe")

    def show_moving(self) -> None:
        """Show the frame that the user comes by; the rest is shown when the user stops."""
        looked_up = self._session.looked_up
        if looked_up is not None:
            self._show_frame(looked_up)
            self._window.travel.show_position()

    def show_developed(self, place: Place) -> None:
        """A picture looks otherwise now; the rest of the window is shown with the next change."""
        session = self._session
        chosen = session.chosen
        if place == (session.looked_up or (chosen.place if chosen is not None else None)):
            self._show_picture(chosen)
        self._show_pages(chosen)

    def show_title(self) -> None:
        """The title of the cover, and how it was set on every cover that is shown small."""
        window, session = self._window, self._session
        edits, chosen = session.edits, session.chosen
        words = self._words_on_choice()
        usable = chosen is not None and session.looked_up is None
        stood = edits.spot(edits.shape) is not None
        window.title_panel.show_title(window.controller.titling.title, usable=usable, stood=stood)
        window.title_panel.show_words(words)
        window.canvas.title.show_words(words if session.looked_up is None else None)
        window.side.show_words(window.controller.looker.typesetter.words)
        window.pages.feed.show_words(words)

    def show_words(self, place: Place) -> None:
        """The title on the cover of a place was set anew; the rest of the window is shown with the next change."""
        window, session = self._window, self._session
        window.side.show_words(window.controller.looker.typesetter.words)
        if session.chosen is not None and session.chosen.place == place:
            words = self._words_on_choice()
            window.title_panel.show_words(words)
            window.canvas.title.show_words(words if session.looked_up is None else None)
            window.pages.feed.show_words(words)

    def _words_on_choice(self) -> Words | None:
        chosen = self._session.chosen
        return self._window.controller.looker.typesetter.words(chosen.place) if chosen is not None else None

    def _show_actions(self) -> None:
        window, session = self._window, self._session
        window.actions_.enable(session.facts)
        window.actions_.check(
            {
                **{f"toggle_{overlay}": overlay in session.overlays for overlay in Overlay},
                "compare": window.pages.currentWidget() is window.pages.compare,
                "feed": window.pages.currentWidget() is window.pages.feed,
                "export": window.pages.currentWidget() is window.pages.export,
                "keep_shape": session.shape in session.edits.kept,
                "adjust": not window.look_panel.isHidden(),
                "title": not window.title_panel.isHidden(),
                "before": session.before,
            }
        )
        history = session.editor.history
        window.actions_.name_steps(history.undo_label, history.redo_label)
        window.actions_["cancel"].setEnabled(
            window.actions_["cancel"].isEnabled() or window.pages.currentWidget() is not window.canvas
        )
        # On the page that exports, the same keys press the button of the page.
        exporting = window.pages.currentWidget() is window.pages.export
        window.side.accept_button.setEnabled(window.actions_["accept"].isEnabled() and not exporting)
        window.side.reject_button.setEnabled(window.actions_["reject"].isEnabled())

    def _show_picture(self, chosen: Cover | None) -> None:
        """The frame that the user went to, or the choice with its crop."""
        window, session = self._window, self._session
        canvas = window.canvas
        if session.looked_up is not None:
            self._show_frame(session.looked_up)
        elif chosen is not None:
            crop = session.crop_of(chosen)
            shown = session.shown_frame(chosen.frame)
            picture = window.controller.sharp_picture() or self._small(shown)
            canvas.show_picture(shown.size, picture, crop, session.aspect)
            canvas.set_editable(True)
            canvas.show_overlays(session.overlays, session.sight, session.heat_opacity, self._zones())
            edited = session.edits.crop(chosen.place, session.shape) is not None
            canvas.show_crop_score(
                crop_score(session, chosen) if edited else None, recommended_crop_score(session, chosen)
            )
        else:
            self._preview = None
            canvas.clear()

    def _show_frame(self, place: Place) -> None:
        """A frame that is no choice: as it would be cropped, and not to be edited before it is used."""
        window, session = self._window, self._session
        canvas = window.canvas
        known = next((one for one in session.candidates if one.cover.place == place), None)
        picture = window.controller.sharp_picture()
        if picture is None and known is not None and known.adjusted:
            picture = self._small(known.cover.frame)
        picture = picture or window.travel.picture_of(place)
        if picture is None or session.info is None:
            return
        size = known.cover.frame.size if known is not None else self._size_of(place, picture)
        canvas.show_picture(size, picture, known.crop if known else session.aspect.largest_in(size), None)
        canvas.set_editable(False)
        overlays = tuple(each for each in session.overlays if each in (Overlay.THIRDS, Overlay.SAFE_AREAS))
        canvas.show_overlays(overlays, Sight(), session.heat_opacity, self._zones())
        canvas.show_crop_score(None, None)

    def _size_of(self, place: Place, picture: Pyramid) -> Size:
        """The size of a frame at full resolution; of a picture, that of what was decoded."""
        info = self._session.info
        if isinstance(place, Moment) and info is not None:
            return info.size
        largest = picture.levels[0]
        return Size(largest.width(), largest.height())

    def _small(self, frame: Frame) -> Pyramid:
        if self._preview is None or self._preview[0] is not frame:
            self._preview = frame, pyramid(frame.image)
        return self._preview[1]

    def _zones(self) -> tuple[Zone, ...]:
        """What the platform of the shape hides of a cover."""
        preset = self._window.platforms.preset(self._session.shape.preset)
        return preset.zones if preset is not None else ()

    def _show_pages(self, chosen: Cover | None) -> None:
        """Bring what lies over the canvas up to date; with nothing to show it goes."""
        window, session = self._window, self._session
        pages = window.pages
        current = pages.currentWidget()
        if current is pages.compare:
            if len(session.candidates) < 2:
                pages.show_page(pages.canvas)
            window.comparison.refresh()
        elif current is pages.export:
            window.exporting.refresh()
        elif current is pages.feed:
            if chosen is None:
                pages.show_page(pages.canvas)
                return
            preset = window.platforms.preset(session.shape.preset)
            duration = session.info.duration if session.info is not None and badged(preset) else None
            title = session.file_of(chosen.place).stem
            sharp = window.controller.looker.picture(chosen.place)
            pages.feed.show_cover(session.shown_frame(chosen.frame), session.crop_of(chosen), sharp, title, duration)


def _waiting(improved: Improved | None) -> bool:
    return improved is not None and improved.gain is None


def decision_text(decision: Decision | None) -> str | None:
    """What was decided, in a few words."""
    if decision is None:
        return None
    files = ", ".join(crop.file.name for crop in decision.crops if crop.file is not None)
    match decision.verdict:
        case Verdict.ACCEPTED:
            return translate("Decision", "Accepted · {files}").format(files=files)
        case Verdict.OVERRIDDEN:
            return translate("Decision", "Accepted with your changes · {files}").format(files=files)
        case Verdict.REJECTED:
            return translate("Decision", "All rejected")
        case Verdict.WITHDRAWN:
            return None
