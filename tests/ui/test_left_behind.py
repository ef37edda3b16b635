from __future__ import annotations

import threading

from PySide6.QtCore import QThread, QTimer

from .conftest import _active


class _Waiting(QThread):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("waiting")
        self.go_on = threading.Event()

    def run(self) -> None:
        self.go_on.wait(10)


def test_a_timer_and_a_thread_left_behind_would_be_noticed() -> None:
    assert _active() == []
    timer, thread = QTimer(interval=10_000), _Waiting()
    timer.start()
    thread.start()
    assert sorted(_active()) == ["thread 'waiting'", "timer of None"]
    timer.stop()
    thread.go_on.set()
    thread.wait()
    assert _active() == []
