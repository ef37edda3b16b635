from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import __version__
from app.domain.errors import BrokenModel
from app.domain.geometry import Aspect, Size
from app.domain.media import Kind, SourceInfo
from app.domain.project import Analysis
from app.domain.recommendation import Recommendation, Timing
from app.store.decisions import DecisionStore, store_path
from app.store.log import log_path
from app.store.past import ChoiceRate
from app.store.settings import Language
from app.ui.dialogs.diagnostics import DiagnosticsWindow
from app.ui.dialogs.diagnostics_facts import NOTHING_DECIDED, Examined, ModelFact, decisions, examine, without_person
from app.ui.state.outcome import Ending, Outcome
from app.ui.state.session import Stage
from app.ui.window import MainWindow
from tests.project_factory import accepted, video_project

OpenWindow = Callable[..., MainWindow]


class Listener:
    def cancelled(self) -> bool:
        return False

    def report(self, item: object) -> None:
        raise AssertionError(item)


def _analysis(path: Path) -> Analysis:
    source = SourceInfo(path, Kind.VIDEO, Size(1920, 1080), 12.0)
    found = Recommendation(source, (), None, 41, Timing(0.52, 1.08, {"extract": 0.61}))
    return Analysis("id", datetime.now(UTC), Aspect(None), found, "cpu", {"judge": "2.0.0"})


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def _made(parent: QWidget, analysis: Analysis | None, outcome: Outcome[Examined]) -> DiagnosticsWindow:
    made = DiagnosticsWindow(lambda done: done(outcome), lambda: analysis, log_path(), parent)
    made.come_with("auto")
    return made


DONE = Outcome(Ending.DONE, Examined((ModelFact("judge", "2.0.0", 1_600_000, "cpu"),)))


def test_versions_models_times_and_what_really_runs_are_told(parent: QWidget) -> None:
    text = _made(parent, _analysis(Path("clip.mp4")), DONE).text
    for part in (
        f"Bestframe: {__version__}",
        *("Python: ", "Qt: 6", "MNN: 3", "PyAV: ", "OpenCV: ", "Pillow: "),
        "Backend that was asked for: auto",
        "Backend that really runs: cpu",
        "judge: 2.0.0 · 1.6 MB · cpu",
        "Source: video, 1920 × 1080, 12.0 s",
        "Frames looked at: 41",
        "First recommendation after: 0.52 s",
        "All of it took: 1.08 s",
        "extract: 0.61 s",
    ):
        assert part in text


def test_the_text_names_no_person_and_no_file(parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "anna"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / ".local/state"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".local/share"))
    window = _made(parent, _analysis(home / "secret holiday.mp4"), DONE)
    window.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert text == window.text
    assert "File: ~" in text
    for word in ("anna", "secret", "holiday", str(tmp_path)):
        assert word not in text
    shown = " ".join(label.text() for label in window.findChildren(QLabel))
    assert str(log_path()) in shown, "on the page it can be found"


@pytest.mark.parametrize(
    ("path", "home", "expected"),
    [
        (PurePosixPath("/people/anna/x/y.log"), PurePosixPath("/people/anna"), "~/x/y.log"),
        (PurePosixPath("/data/anna/y.log"), PurePosixPath("/people/anna"), "…/y.log"),
        (PurePosixPath("/people/annabel/y.log"), PurePosixPath("/people/anna"), "…/y.log"),
    ],
)
def test_a_path_tells_nothing_of_whose_it_is(path: PurePosixPath, home: PurePosixPath, expected: str) -> None:
    assert without_person(path, home) == expected


def test_windows_does_not_tell_capitals_from_small_letters() -> None:
    path, home = PureWindowsPath("c:/users/ANNA/y.log"), PureWindowsPath("C:/Users/Anna")
    assert "anna" not in without_person(path, home).lower()


def test_without_an_analysis_and_without_models_it_says_so(parent: QWidget) -> None:
    failed: Outcome[Examined] = Outcome(Ending.FAILED, error=BrokenModel(Path("x"), "model_missing", name="manifest"))
    text = _made(parent, None, failed).text
    assert "nothing was analysed yet" in text
    assert "Backend that really runs: missing" in text


def test_the_models_of_the_installation_are_examined() -> None:
    found = examine(Listener(), "cpu")
    assert {model.backend for model in found.models} == {"cpu"}
    assert len(found.models) >= 5
    assert all(model.size > 100_000 for model in found.models)


def test_a_window_tells_of_its_last_analysis(
    open_window: OpenWindow, qtbot: QtBot, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    window = open_window()
    window.controller.open([clip])
    qtbot.waitUntil(lambda: window.controller.session.stage is Stage.READY)
    window.actions_["diagnostics"].trigger()
    found = window.companions.diagnostics
    assert "looking…" in found.text
    qtbot.waitUntil(lambda: "looking…" not in found.text)
    assert "Ran on: cpu" in found.text
    assert "holiday" not in found.text
    found.log_button.click()
    assert [Path(url.toLocalFile()) for url in opened] == [log_path().parent]
    english = found.text
    window.view_menu.languages.actions[Language.CHINESE].trigger()
    assert "上次分析" in {label.text() for label in found.findChildren(QLabel)}
    assert found.text == english, "what is sent to somebody stays English"
    found.close()


def test_how_recommendations_were_decided_on_is_told() -> None:
    project = video_project()
    DecisionStore.open().record(project, accepted(project))
    examined = examine(Listener(), "cpu")
    assert examined.rate == ChoiceRate(recropped=1)
    told = dict(decisions(examined).facts)
    assert told["Taken as recommended"] == "0%"
    assert told["With another crop"] == "1"


def test_where_nothing_was_decided_no_store_is_made() -> None:
    assert decisions(examine(Listener(), "cpu")).facts == (("", NOTHING_DECIDED),)
    assert not store_path().exists()
