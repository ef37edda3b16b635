from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.messages import TEMPLATES, Message
from app.store.settings import Language, Settings, load, save, settings_path
from app.ui.state.notices import WINDOW_TEMPLATES, Level, Notice
from app.ui.state.session import Stage
from app.ui.style import language
from app.ui.style.language import LanguageManager, notice_text, read_translations, translations_file
from app.ui.translations import complaints
from app.ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]

CHINESE = translations_file(Language.CHINESE)
CJK = re.compile(r"[\u4e00-\u9fff]")


def _mnemonics(text: str) -> list[str]:
    return re.findall(r"&([A-Z0-9])", text.upper())


def test_nothing_in_the_source_is_without_translation() -> None:
    assert complaints(CHINESE) == []


def test_an_unfinished_file_is_complained_of(tmp_path: Path) -> None:
    text = CHINESE.read_text(encoding="utf-8")
    broken = tmp_path / CHINESE.name
    broken.write_text(
        text.replace("<source>Reject all</source>", "<source>Reject everything</source>"), encoding="utf-8"
    )
    found = complaints(broken)
    assert "not translated: MainWindow: Reject all" in found
    assert "no longer in the source: MainWindow: Reject everything" in found


def test_translations_are_chinese_and_keep_fields_and_mnemonics() -> None:
    for (context, source), text in read_translations(CHINESE).items():
        fields = re.findall(r"\{\w+\}", source)
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(fields), (context, source)
        assert _mnemonics(text) == _mnemonics(source), (context, source)
        assert CJK.search(text), (context, source)


@pytest.mark.parametrize("shown", [Language.ENGLISH, Language.CHINESE])
def test_every_message_can_be_said(qapp: QApplication, shown: Language) -> None:
    LanguageManager(qapp).choose(shown)
    for name, template in {**TEMPLATES, **WINDOW_TEMPLATES}.items():
        data = dict.fromkeys(re.findall(r"\{(\w+)\}", template), "42")
        said = notice_text(Notice(Level.ERROR, Message(name, data), Path("folder/clip.mp4")))
        assert said.startswith("clip.mp4: ")
        assert "{" not in said
        assert bool(CJK.search(said)) is (shown is Language.CHINESE), said


def _shown_texts(window: QWidget) -> list[str]:
    buttons = [button.text() for button in window.findChildren(QPushButton) if button.text()]
    menus = [action.text() for menu in window.findChildren(QMenu) for action in menu.actions() if action.text()]
    seen = [label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window)]
    labels = [text for text in seen if re.search(r"[A-Za-z]{3}", text)]
    return [*buttons, *menus, *labels]


def test_switching_the_language_changes_everything_at_once(
    open_window: OpenWindow, qtbot: QtBot, clip: Path, tmp_path: Path
) -> None:
    window = open_window()
    window.controller.open([tmp_path / "gone.mp4"])
    qtbot.waitUntil(window.messages.isVisible)
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    window.view_menu.languages.actions[Language.CHINESE].trigger()
    assert window.side.accept_button.text() == "采用封面"
    assert window.messages.rows[0].text == "gone.mp4: 文件或文件夹不存在"
    allowed = re.compile(r"English|JPEG|PNG|WebP|AVIF|YouTube|TikTok|Instagram|\d+:\d+|holiday\.mp4.*")
    english = [text for text in _shown_texts(window) if not CJK.search(text) and not allowed.fullmatch(text)]
    assert english == []
    # What scripts look for does not change.
    names = {widget.accessibleName() for widget in window.findChildren(QWidget)}
    assert {"Canvas", "Candidate 1", "Candidate 2", "Candidate 3", "Accept", "Messages"} <= names
    assert window.windowTitle().endswith("Bestframe")
    assert load(settings_path()).settings.language is Language.CHINESE

    window.view_menu.languages.actions[Language.ENGLISH].trigger()
    assert window.side.accept_button.text() == "Accept cover"
    assert [text for text in _shown_texts(window) if CJK.search(text)] == ["简体中文"]


def test_the_window_opens_in_the_language_that_was_chosen(open_window: OpenWindow, qtbot: QtBot) -> None:
    save(Settings(language=Language.CHINESE), settings_path())
    window = open_window()
    assert window.side.reject_button.text() == "全部否决"
    window.actions_["open"].trigger()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert "取消" in " ".join(button.text() for button in dialog.findChildren(QPushButton)), "Qt's own texts too"
    dialog.close()


def test_the_system_language_is_followed(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_of_system", lambda: Language.CHINESE)
    assert open_window().side.reject_button.text() == "全部否决"


def test_without_translations_the_window_is_english(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    LanguageManager(qapp).choose(Language.CHINESE)
    assert language.translate("MainWindow", "Accept cover") == "Accept cover"
    assert "no translations" in caplog.text


def test_damaged_translations_give_what_could_be_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    half = tmp_path / "half.ts"
    text = CHINESE.read_text(encoding="utf-8")
    half.write_text(text[: len(text) // 2], encoding="utf-8")
    found = read_translations(half)
    assert 0 < len(found) < len(read_translations(CHINESE))
    assert "damaged" in caplog.text
