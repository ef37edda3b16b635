"""The log file."""

import logging
from collections.abc import Iterator

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
