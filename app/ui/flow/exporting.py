"""Between the export page, the jobs that make files, and the session."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.domain.cover import Cover
from app.domain.errors import CannotWrite
from app.domain.export import Clash, ExportOptions, Format
from app.domain.media import Place
from app.domain.messages import Message
from app.domain.platforms import Platforms
from app.domain.project import Project
from app.domain.wanted import Shaped, Wanted, shaped_covers, today, wanted_covers
from app.ui.background import work, writing
from app.ui.background.jobs import Job, Lane
from app.ui.background.pictures import pyramid
from app.ui.flow.controller import Controller
from app.ui.flow.deciding import saved_notice
from app.ui.pages.export_page import ExportPage
from app.ui.pages.export_row import ExportItem, Outcome
from app.ui.shapes.shape_names import shape_text
from app.ui.state.notices import Level, Notice
from app.ui.state.outcome import CancelledError
from app.ui.state.outcome import Outcome as Ended
from app.ui.widgets.cover_picture import Part
from app.ui.widgets.opening import ask_for_target

if TYPE_CHECKING:
    from app.export import Exported, Finished


@dataclass(frozen=True, slots=True)
class _Order:
    """Covers of one frame that are to be made: everything that a job needs to know."""

    project: Project
    cover: Cover
    wanted: tuple[Wanted, ...]
    options: ExportOptions


@dataclass(frozen=True, slots=True)
class _Made:
    """Files that were made to see how large they get."""

    order: _Order
    finished: tuple[Finished | CannotWrite, ...]
    files: tuple[Path | None, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where covers would go, and what lies there under their names."""

    folder: Path
    existing: tuple[Path, ...]


class Exporting(QObject):
    """Fills the export page, and carries out what is asked for there."""

    def __init__(
        self, controller: Controller, page: ExportPage, platforms: Platforms, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._page = page
        self._platforms = platforms
        self._shown: tuple[object, ...] = ()
        self._made: _Made | None = None
        self._order: _Order | None = None
        self._folder = Path()
        page.preview_wanted.connect(self._preview)
        page.export_clicked.connect(self._export)
        page.answered.connect(self._answered)
        page.copy_clicked.connect(self._copy)
        page.folder_clicked.connect(self._ask_for_folder)
        controller.looker.typesetter.changed.connect(self._titled)

    def begin(self) -> None:
        """The page is shown: show what there is to export, and which formats can be written."""
        self._shown = ()
        self._controller.runner.start(Lane.FORMATS, lambda _job: _formats(), self._formats_known)
        self.refresh()

    def refresh(self) -> None:
        """Show the choice as it is now, in every shape that it is wanted in."""
        session = self._controller.session
        project = session.project
        cover = project.chosen
        shaped: tuple[Shaped, ...] = ()
        if cover is not None:
            shaped = shaped_covers(project, cover, today())
        # The names of the shapes too: they are others in another language.
        names = [shape_text(one.facts.shape, self._platforms) for one in shaped]
        done = session.look, session.edits.title, session.edits.spots, names
        if (shaped, done) == self._shown:
            return
        self._shown = shaped, done
        self._page.show_covers([self._item(cover, one) for one in shaped] if cover is not None else [])

    def _item(self, cover: Cover, shaped: Shaped) -> ExportItem:
        frame = self._controller.session.shown_frame(cover.frame)
        picture = self._controller.looker.picture(cover.place) or pyramid(frame.image)
        words = self._controller.looker.typesetter.words(cover.place, shaped.facts.shape)
        part = Part(picture, frame.size, shaped.crop, words)
        return ExportItem(shape_text(shaped.facts.shape, self._platforms), part, shaped)

    def _titled(self, place: Place) -> None:
        """The title on a cover was set anew."""
        for row in self._page.rows:
            if row.item.shaped.facts.place == place:
                words = self._controller.looker.typesetter.words(place, row.item.shaped.facts.shape)
                row.handle.show_words(words)

    def _formats_known(self, ended: Ended[tuple[Format, ...]]) -> None:
        if ended.value is not None:
            self._page.show_available(ended.value)

    def _ordered(self, options: ExportOptions) -> _Order | None:
        """What the page shows, to be made."""
        project = self._controller.session.project
        cover = project.chosen
        if cover is None:
            return None
        shaped = [row.item.shaped for row in self._page.rows]
        return _Order(project, cover, wanted_covers(shaped, options, self._platforms), options)

    # How large they get

    def _preview(self, options: ExportOptions) -> None:
        order = self._ordered(options)
        if order is not None:
            job = functools.partial(_make, core=self._controller.core, order=order)
            self._controller.runner.start(Lane.EXPORT_PREVIEW, job, self._previewed)

    def _previewed(self, ended: Ended[_Made]) -> None:
        if ended.error is not None:
            self._controller.notify(Notice.of_error(ended.error))
        made = ended.value
        if made is not None:
            self._made = made
            self._page.show_sizes(made.order.options, _outcomes(made))

    # Writing them

    def _export(self, options: ExportOptions) -> None:
        """First see where they go, and whether there is something of their names."""
        self._order = order = self._ordered(options)
        if order is not None:
            self._page.show_busy(True)
            self._controller.runner.start(Lane.EXPORT, lambda _job: _ask(order), self._seen)

    def _seen(self, ended: Ended[_Asked]) -> None:
        if ended.value is None:
            self._finished(None, ended.error)
            return
        self._folder = ended.value.folder
        if ended.value.existing:
            self._page.show_busy(False)
            self._page.ask(ended.value.existing)
        else:
            self._answered(Clash.NUMBER)

    def _answered(self, clash: Clash) -> None:
        order = self._order
        if order is None:
            return
        self._page.show_busy(True)
        made = self._made if self._made is not None and self._made.order == order else None
        job = functools.partial(
            _write, core=self._controller.core, order=order, made=made, folder=self._folder, clash=clash
        )
        self._controller.runner.start(Lane.EXPORT, job, self._written)

    def _written(self, ended: Ended[Exported]) -> None:
        self._finished(ended.value, ended.error)

    def _finished(self, exported: Exported | None, error: Exception | None) -> None:
        self._page.show_busy(False)
        if error is not None:
            self._controller.notify(Notice.of_error(error))
        if exported is None or self._order is None:
            return
        for wanted, failure in exported.failed:
            name = f"{wanted.stem}{self._order.options.format.suffix}"
            self._controller.notify(Notice(Level.ERROR, failure.message, self._folder / name))
        if exported.files:
            files = {wanted.shape: path for wanted, path in exported.files}
            self._controller.deciding.written(self._order.project, self._order.cover, files)
            self._controller.notify(saved_notice(list(files.values())))

    # Other ways out

    def _copy(self, index: int) -> None:
        """Put a cover on the clipboard, as a picture and as a file."""
        QApplication.clipboard().setMimeData(self._page.rows[index].handle.mime_data())
        self._controller.notify(Notice(Level.SUCCESS, Message("copied")))

    def _ask_for_folder(self) -> None:
        ask_for_target(self._page, self._page.take_folder)


def _formats() -> tuple[Format, ...]:
    """The formats that can be written here."""
    from app.export import available

    return tuple(each for each in Format if available(each))


def _make(job: Job, core: work.Core, order: _Order) -> _Made:
    """Make the files, and lay them where they can be dragged from.

    Raises:
        BestframeError: the source cannot be read.
        CancelledError: others are wanted by now.
    """
    from app.export import finish, write_finished

    image = writing.frame(core, order.project, order.cover)
    put_on = writing.title_of(order.project, order.cover)
    folder = platformdirs.user_cache_path("bestframe", appauthor=False) / "drag"
    finished: list[Finished | CannotWrite] = []
    files: list[Path | None] = []
    for wanted in order.wanted:
        if job.cancelled():
            raise CancelledError
        file: Path | None = None
        try:
            one = finish(image, wanted, order.options, put_on)
            finished.append(one)
            folder.mkdir(parents=True, exist_ok=True)
            written = write_finished([one], folder, Clash.REPLACE).files
            file = written[0][1] if written else None
        except CannotWrite as error:
            finished.append(error)
        except OSError:
            file = None  # without a place for it, it cannot be dragged, and that is all
        files.append(file)
    return _Made(order, tuple(finished), tuple(files))


def _outcomes(made: _Made) -> Sequence[Outcome]:
    found = []
    for one, file in zip(made.finished, made.files, strict=True):
        if isinstance(one, CannotWrite):
            found.append(Outcome(error=one.message))
        else:
            quality = one.encoded.quality if made.order.options.target is not None else None
            found.append(Outcome(len(one.encoded.data), quality, None, file))
    return found


def _ask(order: _Order) -> _Asked:
    """Where covers go.

    Raises:
        CannotWrite: nowhere.
    """
    from app.export import existing, folder_for

    folder = folder_for(order.project, order.cover.place, order.options)
    return _Asked(folder, existing(order.wanted, order.options, folder))


def _write(_job: Job, core: work.Core, order: _Order, made: _Made | None, folder: Path, clash: Clash) -> Exported:
    """Write covers, those that were made already as they are.

    Raises:
        BestframeError: the source cannot be read.
    """
    from app.export import export_covers, write_finished

    ready = [] if made is None else [one for one in made.finished if not isinstance(one, CannotWrite)]
    if len(ready) == len(order.wanted):
        return write_finished(ready, folder, clash)
    image = writing.frame(core, order.project, order.cover)
    put_on = writing.title_of(order.project, order.cover)
    return export_covers(image, order.wanted, order.options, folder, clash, put_on=put_on)
