"""The log file."""

import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler

import pytest

from app.store.log import log_path, start_log


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    """Leave the root logger as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)


def test_a_traceback_goes_into_the_log() -> None:
    path = start_log()
    try:
        raise RuntimeError("a bug")
    except RuntimeError:
        logging.getLogger("app.test").exception("unexpected error")
    assert path == log_path()
    text = path.read_text(encoding="utf-8")
    assert "RuntimeError: a bug" in text
    assert "Traceback" in text


def test_without_a_place_for_the_log_the_program_goes_on() -> None:
    log_path().parent.parent.mkdir(parents=True, exist_ok=True)
    log_path().parent.write_text("a file in the way")
    start_log()
    logging.getLogger("app.test").error("nobody hears this")
    assert log_path().parent.is_file()


def test_the_log_does_not_grow_for_ever() -> None:
    path = start_log()
    for number in range(60):
        logging.getLogger("app.test").info("%d %s", number, "x" * 100_000)
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["bestframe.log", "bestframe.log.1", "bestframe.log.2"]
    assert all(file.stat().st_size <= 1_000_000 for file in files)
    assert " 59 x" in path.read_text(encoding="utf-8"), "the newest is in the file that has the name"


def test_a_full_disk_is_no_noise(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    start_log()
    (handler,) = (one for one in logging.getLogger().handlers if isinstance(one, RotatingFileHandler))

    def fail(_text: str) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handler.stream, "write", fail)
    logging.getLogger("app.test").error("nobody hears this")
    assert capsys.readouterr().err == ""
