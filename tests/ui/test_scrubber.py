from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QThread
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.domain.errors import UnreadableMedia
from app.domain.media import Image, Moment
from app.media.reader import FrameReader
from app.ui.background.jobs import JobRunner
from app.ui.background.pictures import Pyramid
from app.ui.state.outcome import CancelledError
from app.ui.timeline.deck import Mailbox, Wish
from app.ui.timeline.scrubber import Scrubber
from tests.media_factory import Recipe, make_video, photo

FRAMES, RATE = 100, 25


@dataclass
class Rig:
    """A scrubber, and what it said."""

    jobs: JobRunner
    scrubber: Scrubber
    frames: list[tuple[Moment, Pyramid, bool]] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    errors: list[object] = field(default_factory=list)

    @property
    def exact(self) -> list[int]:
        """Numbers of the exact frames."""
        return [round(moment.seconds * RATE) for moment, _, exact in self.frames if exact]

    @property
    def seen(self) -> list[int]:
        return [round(moment.seconds * RATE) for moment, _, _ in self.frames]


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    options = (("bf", "2"), ("sc_threshold", "0"))
    recipe = Recipe(codec="libx264", gop=40, rate=RATE, frames=FRAMES, options=options)
    return make_video(tmp_path_factory.mktemp("scrub"), recipe)


@pytest.fixture
def rig(qtbot: QtBot, video: Path) -> Iterator[Rig]:
    jobs = JobRunner()
    made = Rig(jobs, Scrubber(jobs))
    made.scrubber.frame_ready.connect(lambda *frame: made.frames.append(frame))
    made.scrubber.playing_changed.connect(made.rates.append)
    made.scrubber.failed.connect(made.errors.append)
    made.scrubber.open(video)
    yield made
    assert jobs.shutdown()


def _number(picture: Pyramid) -> int:
    """What a numbered picture shows."""
    level: QImage = picture.levels[0]
    bits = 0
    for bit in range(8):
        colour = QColor(level.pixel(round((bit + 0.5) * level.width() / 8), level.height() // 2))
        bits |= int(colour.green() > 125) << bit
    return bits


def test_a_resting_hand_gets_the_exact_frame_in_its_own_picture(rig: Rig, qtbot: QtBot) -> None:
    rig.scrubber.seek(57 / RATE + 0.01)
    qtbot.waitUntil(lambda: bool(rig.exact))
    assert rig.exact == [57]
    assert _number(rig.frames[-1][1]) == 57
    assert rig.errors == []


def test_something_is_shown_before_the_exact_frame(rig: Rig, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    exactly = FrameReader.frame_at
    shown = threading.Event()

    def once_shown(*arguments: Any, **options: Any) -> tuple[Moment, Image]:
        # Whoever looks late is given the exact frame alone, which is right and not what is tested here.
        assert shown.wait(20)
        return exactly(*arguments, **options)

    monkeypatch.setattr(FrameReader, "frame_at", once_shown)
    rig.scrubber.frame_ready.connect(lambda *_: shown.set())
    moved: list[float] = []
    rig.scrubber.position_changed.connect(moved.append)
    rig.scrubber.seek(39 / RATE)
    qtbot.waitUntil(lambda: bool(rig.frames))
    first = rig.frames[0]
    qtbot.waitUntil(lambda: bool(rig.exact))
    assert not first[2]
    assert _number(first[1]) == rig.seen[0] == 0  # the key frame
    assert moved == [moment.seconds for moment, _, _ in rig.frames]


def test_the_newest_time_wins(rig: Rig, qtbot: QtBot) -> None:
    for number in range(99):
        rig.scrubber.seek(number / RATE)
    qtbot.waitUntil(lambda: bool(rig.exact))
    assert rig.exact == [98]
    assert len(rig.frames) < 20


def test_steps_add_up_and_start_at_what_was_sought(rig: Rig, qtbot: QtBot) -> None:
    rig.scrubber.seek(20 / RATE)
    for _ in range(3):
        rig.scrubber.step(1)
    rig.scrubber.step(-1)
    qtbot.waitUntil(lambda: 22 in rig.exact)
    rig.scrubber.step(-5)
    qtbot.waitUntil(lambda: 17 in rig.exact)
    rig.scrubber.step(-50)
    qtbot.waitUntil(lambda: 0 in rig.exact)
    assert _number(rig.frames[-1][1]) == 0


def test_playing_goes_forward_in_order_and_pausing_shows_the_exact_frame(rig: Rig, qtbot: QtBot) -> None:
    rig.scrubber.play()
    assert rig.scrubber.playing
    qtbot.waitUntil(lambda: len(rig.frames) > 8)
    rig.scrubber.pause()
    assert not rig.scrubber.playing
    qtbot.waitUntil(lambda: bool(rig.exact))
    assert rig.seen == sorted(rig.seen)
    assert rig.exact[-1] == rig.seen[-2]
    assert rig.rates == [1.0, 0.0]


def test_playing_ends_at_the_end(rig: Rig, qtbot: QtBot) -> None:
    rig.scrubber.seek(3.6)
    qtbot.waitUntil(lambda: bool(rig.exact))
    rig.scrubber.play()
    qtbot.waitUntil(lambda: rig.rates == [1.0, 0.0])
    assert rig.exact[-1] == FRAMES - 1


def test_asked_again_it_plays_faster_up_to_a_limit_and_turns_round_at_once(rig: Rig) -> None:
    for _ in range(6):
        rig.scrubber.play(1)
    for _ in range(6):
        rig.scrubber.play(-1)
    rig.scrubber.toggle()
    assert rig.rates == [1, 2, 4, 8, -1, -2, -4, -8, 0]


def test_it_plays_backwards_to_the_beginning(rig: Rig, qtbot: QtBot) -> None:
    rig.scrubber.seek(70 / RATE)
    qtbot.waitUntil(lambda: bool(rig.exact))
    rig.frames.clear()
    for _ in range(4):
        rig.scrubber.play(-1)
    qtbot.waitUntil(lambda: not rig.scrubber.playing)
    assert rig.seen == sorted(rig.seen, reverse=True)
    assert rig.seen[-1] == 0
    assert len(rig.seen) >= 3


def test_a_video_that_cannot_be_read_is_said_once(rig: Rig, qtbot: QtBot, tmp_path: Path) -> None:
    rig.scrubber.open(tmp_path / "gone.mp4")
    rig.scrubber.seek(1.0)
    with qtbot.waitSignal(rig.jobs.idle):
        pass
    assert [type(error) for error in rig.errors] == [UnreadableMedia]
    rig.scrubber.seek(1.0)
    rig.scrubber.play()
    assert not rig.scrubber.playing


def test_closing_ends_the_thread_at_once_whatever_it_does(rig: Rig, qtbot: QtBot) -> None:
    rig.scrubber.play(-1)
    qtbot.waitUntil(lambda: bool(rig.frames))
    begun = time.monotonic()
    with qtbot.waitSignal(rig.jobs.idle):
        rig.scrubber.close()
    assert rig.jobs.running == 0
    assert time.monotonic() - begun < 5  # how soon, tests.benchmarks.bench_scrub measures
    count = len(rig.frames)
    rig.scrubber.seek(1.0)
    assert len(rig.frames) == count


def test_another_video_takes_the_place_of_the_first(rig: Rig, qtbot: QtBot, tmp_path: Path) -> None:
    other = make_video(tmp_path, Recipe(frames=30))
    rig.scrubber.seek(2.0)
    rig.scrubber.open(other)
    rig.scrubber.seek(10.0)
    qtbot.waitUntil(lambda: bool(rig.exact))
    assert rig.exact == [29]


def test_the_strip_has_thumbnails_key_frames_and_shots(rig: Rig, qtbot: QtBot) -> None:
    pictures: list[tuple[Moment, QImage]] = []
    structures: list[tuple[tuple[float, ...], tuple[float, ...]]] = []
    rig.scrubber.thumbnails_ready.connect(pictures.extend)
    rig.scrubber.structure_ready.connect(lambda keys, shots: structures.append((keys, shots)))
    rig.scrubber.load_strip(48)
    qtbot.waitUntil(lambda: len(structures) == 2)
    assert {image.height() for _, image in pictures} == {48}
    assert len({moment for moment, _ in pictures}) == len(pictures) > 3
    assert structures[-1][0] == pytest.approx((0.0, 1.6, 3.2))


def test_the_strip_finds_where_shots_begin(rig: Rig, qtbot: QtBot, tmp_path: Path) -> None:
    recipe = Recipe(codec="libx264", gop=15, frames=75, options=(("sc_threshold", "0"), ("bf", "2")))
    path = make_video(tmp_path, recipe, lambda number: photo(1 if number < 20 else 2 if number < 52 else 3))
    structures: list[tuple[float, ...]] = []
    rig.scrubber.structure_ready.connect(lambda _keys, shots: structures.append(shots))
    rig.scrubber.open(path)
    rig.scrubber.load_strip()
    qtbot.waitUntil(lambda: len(structures) == 2)
    assert structures[-1] == pytest.approx((20 / RATE, 52 / RATE), abs=4 / RATE)


def test_played_again_at_the_end_it_begins_anew(rig: Rig, qtbot: QtBot) -> None:
    rig.scrubber.seek(10.0)
    qtbot.waitUntil(lambda: rig.exact == [FRAMES - 1])
    rig.frames.clear()
    rig.scrubber.toggle()
    qtbot.waitUntil(lambda: bool(rig.frames))
    assert rig.seen[0] < 20


def test_wishes_overrule_one_another() -> None:
    box = Mailbox()
    box.play(2)
    box.seek(1.0)
    box.step(1)
    box.step(2)
    assert box.waiting()
    assert box.overruled()
    assert box.take() == Wish(1.0, 3, 0.0)
    assert not box.waiting()
    box.step(1)
    box.seek(5.0)
    box.play(1)
    assert box.take() == Wish(5.0, 0, 1)


def test_whoever_waits_for_a_wish_is_woken_by_one_and_by_the_end() -> None:
    box, got = Mailbox(), []

    def work() -> None:
        got.append(box.take())
        try:
            box.take()
        except CancelledError:
            got.append(Wish(seek=-1))

    thread = threading.Thread(target=work)
    thread.start()
    box.seek(4.0)
    while not got:
        QThread.yieldCurrentThread()
    box.close()
    thread.join(5)
    assert got == [Wish(4.0, 0, 0.0), Wish(seek=-1)]
