"""Between the column of the title, what it has to offer, and the session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from app.domain.title import RANGES, Title
from app.ui.background.jobs import Job, Lane
from app.ui.background.words import sample
from app.ui.candidates.title_panel import TitlePanel
from app.ui.flow.controller import Controller
from app.ui.state.notices import Notice
from app.ui.state.outcome import CancelledError, Outcome
from app.ui.style.language import translate

if TYPE_CHECKING:
    from app.lettering.templates import Template

_LEAST, _SHARE = 27.0, 0.5
"""Sizes of letters on the pictures of templates, which are small: from so much on, and so much of their own more."""


class Lettering(QObject):
    """Fills the column with the fonts and templates that there are, and hands on what is done there."""

    def __init__(self, controller: Controller, panel: TitlePanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._panel = panel
        self._begun = False
        self._templates: tuple[Template, ...] = ()
        titling = controller.titling
        panel.typed.connect(titling.write)
        panel.styled.connect(titling.style)
        panel.ended.connect(titling.end)
        panel.template_chosen.connect(lambda template: titling.take_template(template.id, template.style))
        panel.place_clicked.connect(titling.place)
        panel.remove_clicked.connect(titling.remove)

    def begin(self) -> None:
        """The column is shown: look for templates and fonts, once."""
        if not self._begun:
            self._begun = True
            self._controller.runner.start(Lane.TEMPLATES, lambda _job: _load(), self._templates_known)

    def retranslate(self) -> None:
        """Draw the templates with letters of the language shown now."""
        if self._templates:
            templates, letters = self._templates, translate("Title", "Aa")
            self._controller.runner.start(
                Lane.TEMPLATES,
                lambda job: _draw(job, templates, letters),
                lambda _outcome: self._look_for_fonts(),
                self._drawn,
            )

    def _look_for_fonts(self) -> None:
        """Once the templates are seen: their pictures, and not the list, are waited for."""
        if not self._panel.font_box.families:
            self._controller.runner.start(Lane.FONTS, lambda _job: _fonts(), self._fonts_known)

    def _fonts_known(self, outcome: Outcome[tuple[str, ...]]) -> None:
        if outcome.value is not None:
            self._panel.font_box.show_families(outcome.value)

    def _templates_known(self, outcome: Outcome[tuple[Template, ...]]) -> None:
        if outcome.error is not None:
            self._controller.notify(Notice.of_error(outcome.error))
            self._look_for_fonts()
        elif outcome.value is not None:
            self._templates = outcome.value
            self._panel.templates.show_templates(self._templates)
            self._controller.titling.begin_as(self._templates[0].id, self._templates[0].style)
            self._controller.show()
            self.retranslate()

    def _drawn(self, pictures: list[object]) -> None:
        self._panel.templates.show_pictures(dict(cast("list[tuple[str, QImage]]", pictures)))


def _fonts() -> tuple[str, ...]:
    """The families that this system has."""
    from app.lettering.fonts import families

    return families()


def _load() -> tuple[Template, ...]:
    """The templates.

    Raises:
        BrokenInstallation: their file is damaged.
    """
    from app.lettering.templates import load_templates

    return load_templates()


def _draw(job: Job, templates: tuple[Template, ...], letters: str) -> None:
    """Report what templates look like, one after the other: their ids, and their pictures.

    Raises:
        CancelledError: in another language by now.
    """
    for template in templates:
        if job.cancelled():
            raise CancelledError
        style = replace(template.style, size=min(RANGES["size"][1], _LEAST + _SHARE * template.style.size))
        job.report((template.id, sample(Title(letters, style))))
