from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import UnreadableMedia
from app.ui.background.jobs import NICE, PACE_MS, Job, JobRunner, Lane
from app.ui.background.work import give_memory_back
from app.ui.state.outcome import CancelledError, Ending, Outcome


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.shutdown()


def _until_cancelled(job: Job) -> None:
    never = threading.Event()
    while not job.cancelled():
        never.wait(0.001)
    raise CancelledError


def test_a_job_is_done_once_with_its_value(runner: JobRunner, qtbot: QtBot) -> None:
    ends: list[Outcome[int]] = []
    with qtbot.waitSignal(runner.idle):
        runner.start(Lane.ANALYSIS, lambda _job: 42, ends.append)
    assert ends == [Outcome(Ending.DONE, 42)]
    assert runner.running == 0


def test_work_runs_elsewhere_and_answers_here(runner: JobRunner, qtbot: QtBot) -> None:
    here = threading.get_ident()
    where: list[int] = []
    with qtbot.waitSignal(runner.idle):
        runner.start(
            Lane.ANALYSIS,
            lambda job: job.report(threading.get_ident()),
            lambda _end: where.append(threading.get_ident()),
            lambda items: where.extend([threading.get_ident(), *(item for item in items if isinstance(item, int))]),
        )
    assert where[0] == here
    assert where[1] != here
    assert where[2] == here


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread has no priority of its own")
def test_work_and_the_threads_it_starts_leave_the_window_first(runner: JobRunner, qtbot: QtBot) -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def work(_job: Job) -> list[int]:
        seen = [priority()]
        started = threading.Thread(target=lambda: seen.append(priority()))
        started.start()
        started.join()
        return seen

    before = priority()
    ends: list[Outcome[list[int]]] = []
    with qtbot.waitSignal(runner.idle):
        runner.start(Lane.ANALYSIS, work, ends.append)
    assert ends[0].value == [min(19, before + NICE)] * 2
    assert priority() == before


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread has no priority of its own")
@pytest.mark.parametrize("lane", [Lane.KEEP, Lane.ACCEPT])
def test_what_must_not_be_lost_waits_for_nothing_else(runner: JobRunner, qtbot: QtBot, lane: Lane) -> None:
    ends: list[Outcome[int]] = []
    with qtbot.waitSignal(runner.idle):
        runner.start(lane, lambda _job: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()), ends.append)
    assert ends == [Outcome(Ending.DONE, os.getpriority(os.PRIO_PROCESS, 0))]


def test_memory_is_given_back_where_the_system_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("ctypes.CDLL", lambda _name: SimpleNamespace(malloc_trim=asked.append))
    give_memory_back()
    assert asked == [0]
    monkeypatch.setattr("ctypes.CDLL", lambda _name: SimpleNamespace())
    give_memory_back()
    assert asked == [0]


def test_a_failure_that_users_understand_is_an_outcome_and_no_log_line(
    runner: JobRunner, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    error = UnreadableMedia(Path("x.mp4"), "damaged")

    def work(_job: Job) -> None:
        raise error

    ends: list[Outcome[None]] = []
    with qtbot.waitSignal(runner.idle):
        runner.start(Lane.ANALYSIS, work, ends.append)
    assert [(end.ending, end.error) for end in ends] == [(Ending.FAILED, error)]
    assert not caplog.records


def test_an_unexpected_failure_is_logged_with_its_traceback(
    runner: JobRunner, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    ends: list[Outcome[float]] = []
    with qtbot.waitSignal(runner.idle):
        runner.start(Lane.ANALYSIS, lambda _job: 1 / 0, ends.append)
    assert [end.ending for end in ends] == [Ending.FAILED]
    assert isinstance(ends[0].error, ZeroDivisionError)
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None


def test_cancel_ends_a_job_once(runner: JobRunner, qtbot: QtBot) -> None:
    ends: list[Outcome[None]] = []
    runner.start(Lane.ANALYSIS, _until_cancelled, ends.append)
    with qtbot.waitSignal(runner.idle):
        runner.cancel(Lane.ANALYSIS)
        runner.cancel(Lane.ANALYSIS)
    assert [end.ending for end in ends] == [Ending.CANCELLED]


def test_a_newer_job_silences_the_older_one(runner: JobRunner, qtbot: QtBot) -> None:
    heard: list[object] = []
    reported = threading.Event()
    go_on = threading.Event()

    def old(job: Job) -> str:
        job.report("old item")
        reported.set()
        go_on.wait(5)
        job.report("another old item")
        return "old value"

    runner.start(Lane.ANALYSIS, old, heard.append, heard.extend)
    assert reported.wait(5)
    with qtbot.waitSignal(runner.idle):
        runner.start(Lane.ANALYSIS, lambda job: job.report("new item"), heard.append, heard.extend)
        go_on.set()
    assert heard == ["new item", Outcome(Ending.DONE)]


def test_an_abandoned_job_is_not_heard_of_again(runner: JobRunner, qtbot: QtBot) -> None:
    heard: list[object] = []
    runner.start(Lane.PICTURE, _until_cancelled, heard.append, heard.extend)
    with qtbot.waitSignal(runner.idle):
        runner.abandon(Lane.PICTURE)
    assert heard == []


def test_lanes_do_not_disturb_each_other(runner: JobRunner, qtbot: QtBot) -> None:
    ends: list[Outcome[None]] = []
    other: list[Outcome[str]] = []
    runner.start(Lane.ANALYSIS, _until_cancelled, ends.append)
    runner.start(Lane.ACCEPT, lambda _job: "written", other.append)
    qtbot.waitUntil(lambda: bool(other))
    assert ends == []
    assert runner.running == 1
    with qtbot.waitSignal(runner.idle):
        runner.cancel(Lane.ANALYSIS)
    assert [end.ending for end in ends] == [Ending.CANCELLED]


def test_reports_come_in_order_complete_and_in_few_batches(runner: JobRunner, qtbot: QtBot) -> None:
    batches: list[list[object]] = []
    begun = time.monotonic()

    def work(job: Job) -> None:
        for number in range(5000):
            job.report(number)

    with qtbot.waitSignal(runner.idle):
        runner.start(Lane.ANALYSIS, work, lambda _end: None, batches.append)
    assert [item for batch in batches for item in batch] == list(range(5000))
    # The first goes through at once, the last with the end; between, one a pace.
    assert len(batches) <= 2 + (time.monotonic() - begun) * 1000 / PACE_MS


def test_all_reports_come_before_the_end(runner: JobRunner, qtbot: QtBot) -> None:
    heard: list[object] = []

    def work(job: Job) -> None:
        for number in range(3):
            job.report(number)

    with qtbot.waitSignal(runner.idle):
        runner.start(Lane.ANALYSIS, work, lambda _end: heard.append("end"), heard.extend)
    assert heard == [0, 1, 2, "end"]


def test_shutdown_stops_everything_and_nothing_is_called_back(qtbot: QtBot) -> None:
    runner = JobRunner()
    heard: list[object] = []
    for lane in Lane:
        runner.start(lane, _until_cancelled, heard.append, heard.extend)
    assert runner.shutdown()
    assert runner.running == 0
    runner.start(Lane.ANALYSIS, lambda job: job.report("too late"), heard.append, heard.extend)
    # Everything that was queued for the runner is handed out, and nothing more can come: no thread is left.
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents()
    assert heard == []


def test_shutdown_waits_only_so_long(caplog: pytest.LogCaptureFixture) -> None:
    runner = JobRunner()
    stuck = threading.Event()
    runner.start(Lane.ANALYSIS, lambda _job: stuck.wait(10), lambda _end: None)
    begun = time.monotonic()
    assert not runner.shutdown(seconds=0.1)
    assert time.monotonic() - begun < 2
    assert "does not stop" in caplog.text
    stuck.set()
    assert runner.shutdown()
