"""The preferences: all that `app.store.settings` declares with a section, in force as soon as it is set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QSizePolicy, QVBoxLayout, QWidget

from app.commands.finding import likeness
from app.store.preferences import SECTION_TITLES, Keys, Preference, Section
from app.store.settings import PREFERENCES, Settings
from app.ui.dialogs.preferences_fields import field_for
from app.ui.style.language import translate
from app.ui.widgets.labels import IconButton
from app.ui.widgets.sheet import Sheet, scrolling

_SIZE = QSize(860, 620)


class Row(QFrame):
    """A setting: its name, what it does, its control, and the way back to the default."""

    edited = Signal(str, object)
    """Another value is to hold: the setting's name, and the value."""

    def __init__(self, preference: Preference, parent: QWidget) -> None:
        super().__init__(parent)
        self.preference = preference
        self._title = QLabel()
        self._title.setProperty("role", "strong")
        self._description = QLabel(wordWrap=True)
        self._description.setProperty("role", "caption")
        self.field = field_for(preference.kind)
        self.field.edited.connect(lambda value: self.edited.emit(preference.name, value))
        self.reset_button = IconButton("reset")
        self.reset_button.clicked.connect(lambda: self.edited.emit(preference.name, preference.default))
        policy = self.reset_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset_button.setSizePolicy(policy)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._description)
        self.whole = isinstance(preference.kind, Keys)
        self.setProperty("role", "" if self.whole else "setting")
        if self.whole:  # it has its own ways back
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            layout: QVBoxLayout | QHBoxLayout = QVBoxLayout(self)
            layout.addLayout(texts)
            layout.addWidget(self.field, 1)
        else:
            layout = QHBoxLayout(self)
            layout.addLayout(texts, 1)
            layout.addWidget(self.field)
            layout.addWidget(self.reset_button)
        layout.setContentsMargins(2, 9, 2, 9)
        layout.setSpacing(10)
        self._name()

    def show_settings(self, settings: Settings) -> None:
        """Show what holds."""
        value = getattr(settings, self.preference.name)
        self.field.show_value(value)
        self.reset_button.setVisible(not self.whole and value != self.preference.default)

    def fits(self, typed: str) -> bool:
        """Whether what was typed into the search is about it."""
        if self.field.search(typed):
            return True
        words = typed.casefold().split()
        preference = self.preference
        texts = (self._title.text(), self._description.text(), preference.title, preference.description)
        about = " ".join(texts).casefold()
        return (
            all(word in about for word in words) or likeness(typed, (self._title.text(), preference.title)) is not None
        )

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self.field.retranslate()
        self._name()

    def _name(self) -> None:
        title = translate("Preferences", self.preference.title)
        description = translate("Preferences", self.preference.description)
        self._title.setText(title)
        self._description.setText(description)
        self.field.name(title, description)
        self.reset_button.say(translate("PreferencesWindow", "Back to the default: {title}").format(title=title))


class PreferencesWindow(Sheet):
    """A page for each section, and a search over all of them.

    A page is made when it is first wanted: all of them at once held up the window for longer than one notices. What is
    on it is made where it stays, since Qt goes through the style of everything again whenever it gets another parent.
    """

    changed = Signal(object)
    """Other `Settings` are to hold."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__("Preferences", _SIZE, parent)
        self._settings = settings
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(80)
        self.search.setFixedWidth(240)
        self.search.textChanged.connect(lambda _text: self._show_rows())
        self.head.addWidget(self.search)
        self.sections = QListWidget()
        self.sections.setObjectName("Sections")
        self.sections.setFixedWidth(170)
        self.sections.addItems([""] * len(Section))
        self.sections.setCurrentRow(0)
        self.sections.currentRowChanged.connect(lambda _row: self._turned())
        self._rows: dict[str, Row] = {}
        self._nothing = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._nothing.setProperty("role", "muted")
        self._note = QLabel()
        self._note.setProperty("role", "caption")
        self.foot.insertWidget(0, self._note)
        content = self._content = QWidget()
        self._area = scrolling(content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pages = QHBoxLayout()
        pages.setSpacing(20)
        self.middle.addLayout(pages)
        pages.addWidget(self.sections, 0, Qt.AlignmentFlag.AlignTop)
        pages.addWidget(self._area, 1)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(0)
        self._pages = {section: QVBoxLayout() for section in Section}
        for section, page in self._pages.items():
            column.addLayout(page, 1 if section is Section.KEYS else 0)
        column.addWidget(self._nothing)
        column.addStretch()
        self._name()
        self._show_rows()

    @property
    def rows(self) -> dict[str, Row]:
        """All settings by their name; those that were not wanted yet are made."""
        for section in Section:
            self._make(section)
        return self._rows

    def _make(self, section: Section) -> None:
        """Make a page, if it is not there yet."""
        for name, preference in PREFERENCES.items():
            if preference.section is section and name not in self._rows:
                row = self._rows[name] = Row(preference, self._content)
                row.hide()
                row.show_settings(self._settings)
                row.edited.connect(self._edited)
                self._pages[section].addWidget(row, 1 if row.whole else 0)

    def come(self, section: Section | None = None) -> None:
        """Come up, at a section."""
        if section is not None:
            self.search.clear()
            self.sections.setCurrentRow(list(Section).index(section))
        super().come()
        self.sections.setFocus()

    def show_settings(self, settings: Settings) -> None:
        """Show what holds."""
        self._settings = settings
        for row in self._rows.values():
            row.show_settings(settings)

    def retranslate(self) -> None:
        """Set all texts in the language shown now."""
        self._name()
        for each in self._rows.values():
            each.retranslate()
        self._show_rows()

    def _name(self) -> None:
        super().retranslate()
        self.setWindowTitle(translate("PreferencesWindow", "Preferences"))
        self.heading.setText(translate("PreferencesWindow", "Preferences"))
        self.search.setPlaceholderText(translate("PreferencesWindow", "Search"))
        self.search.setAccessibleName(translate("PreferencesWindow", "Search the preferences"))
        self.sections.setAccessibleName(translate("PreferencesWindow", "Sections"))
        self._nothing.setText(translate("PreferencesWindow", "No setting is called so"))
        self._note.setText(translate("PreferencesWindow", "What you change holds at once."))
        for row, section in enumerate(Section):
            item = self.sections.item(row)
            item.setText(translate("Preferences", SECTION_TITLES[section]))
        self.sections.ensurePolished()
        self.sections.setFixedHeight(self.sections.sizeHintForRow(0) * len(Section) + 10)

    def _turned(self) -> None:
        """Another section is wanted, and what was searched for no longer."""
        if self.search.text():
            self.search.clear()
        else:
            self._show_rows()
        self._area.verticalScrollBar().setValue(0)

    def _show_rows(self) -> None:
        typed = self.search.text().strip()
        section = list(Section)[max(0, self.sections.currentRow())]
        self._make(section)
        shown = 0
        for row in (self.rows if typed else self._rows).values():
            fits = row.fits(typed)
            wanted = fits if typed else row.preference.section is section
            row.setVisible(wanted)
            shown += wanted
        self._nothing.setVisible(shown == 0)

    def _edited(self, name: str, value: object) -> None:
        changed: dict[str, Any] = {name: value}
        self.changed.emit(replace(self._settings, **changed))
