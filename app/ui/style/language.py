"""The language that the window speaks, switchable while it runs.

The translations are read from the `.ts` file that translators work on. There is no compiled form that could be
missing or out of date, and reading it takes a few milliseconds, in Chinese only.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QFile, QIODevice, QLibraryInfo, QLocale, QObject, QTranslator, QXmlStreamReader, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.domain.cover import Reason
from app.domain.messages import QT_TRANSLATE_NOOP, REASONS
from app.store.settings import Language
from app.ui.state.notices import Notice
from app.ui.style.resources import FOLDER

_logger = logging.getLogger(__name__)

PART_NAMES: dict[str, str] = {
    "quality": QT_TRANSLATE_NOOP("Parts", "Quality"),
    "appeal": QT_TRANSLATE_NOOP("Parts", "Appeal"),
    "sharpness": QT_TRANSLATE_NOOP("Parts", "Sharpness"),
    "exposure": QT_TRANSLATE_NOOP("Parts", "Exposure"),
    "crop": QT_TRANSLATE_NOOP("Parts", "Crop"),
    "faces": QT_TRANSLATE_NOOP("Parts", "Faces"),
}
"""English names of the parts of a score."""

# Without a hint, fonts made for several scripts draw Chinese in Japanese shapes.
_CHINESE_FONTS = ["PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC"]

_catalogue: dict[tuple[str, str], str] = {}


def translate(context: str, text: str) -> str:
    """`text` in the language shown now; it must stand in the call as a literal for lupdate to find it."""
    return _catalogue.get((context, text)) or text


def name_of(names: Mapping[str, str]) -> str:
    """Of the names of a thing by language (`app.domain.platforms.LANGUAGES`), the one in the language shown now."""
    return names[(Language.CHINESE if _catalogue else Language.ENGLISH).value]


def part_name(part: str) -> str:
    """The name of a part of the score; an unknown part is called what the core calls it."""
    return translate("Parts", PART_NAMES.get(part, part))


def reason_text(reason: Reason) -> str:
    """A reason in a few words."""
    return translate("Reasons", REASONS[reason])


def notice_text(notice: Notice) -> str:
    """What a notice says."""
    text = translate("Messages", notice.template).format_map(notice.message.data)
    return text if notice.subject is None else f"{notice.subject.name or notice.subject}: {text}"


class LanguageManager(QObject):
    """Keeps the application in the chosen language."""

    changed = Signal()
    """Every text is to be set anew."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._families = app.font().families()
        self._of_qt = QTranslator(self)
        self.choice = Language.SYSTEM
        self.shown = Language.ENGLISH

    def choose(self, choice: Language) -> None:
        """Take another language."""
        self.choice = choice
        shown = _of_system() if choice is Language.SYSTEM else choice
        if shown is self.shown:
            return
        self.shown = shown
        self._app.removeTranslator(self._of_qt)
        _catalogue.clear()
        font = self._app.font()
        font.setFamilies(self._families)
        if shown is Language.CHINESE:
            font.setFamilies([*self._families, *_CHINESE_FONTS])
            _catalogue.update(read_translations(translations_file(shown)))
            # Qt's own dialogs; where the file is missing they stay English.
            if self._of_qt.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                self._app.installTranslator(self._of_qt)
        QLocale.setDefault(QLocale.system() if choice is Language.SYSTEM else QLocale(shown.value))
        self._app.setFont(QFont(font))
        self.changed.emit()


def translations_file(language: Language) -> Path:
    """The file that holds the translations into a language."""
    return FOLDER / "translations" / f"bestframe_{language.value}.ts"


def read_translations(path: Path, *, unfinished: bool = False) -> dict[tuple[str, str], str]:
    """The finished translations in a `.ts` file, by context and English text; what cannot be read is left out.

    Args:
        path: the file.
        unfinished: whether texts that are not translated yet are wanted too, as empty texts.
    """
    found: dict[tuple[str, str], str] = {}
    file = QFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        _logger.error("no translations: %s: %s", path, file.errorString())
        return found
    reader = QXmlStreamReader(file)
    context = source = ""
    while not reader.atEnd():
        reader.readNext()
        match reader.name() if reader.isStartElement() else None:
            case "name":
                context = reader.readElementText()
            case "source":
                source = reader.readElementText()
            case "translation":
                finished = not reader.attributes().hasAttribute("type")
                text = reader.readElementText()
                if finished or unfinished:
                    found[context, source] = text if finished else ""
    if reader.hasError():
        _logger.error("translations are damaged: %s: %s", path, reader.errorString())
    file.close()
    return found


def _of_system() -> Language:
    """The first language of the user's list that the window speaks."""
    for name in QLocale.system().uiLanguages():
        if name.startswith("zh"):
            return Language.CHINESE
        if name.startswith("en"):
            return Language.ENGLISH
    return Language.ENGLISH
