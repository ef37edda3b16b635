"""The mutation run notices where something else is exported than was scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import NoFrames
from app.domain.media import Frame, Image, Place
from app.media import open_source
from app.media.render import Renderer
from app.media.source import Source, Stop, never
from app.media.video import VideoSource
from tests.fuzz import compare, worker
from tests.media_factory import Recipe, make_video, photo, save


class Exporting:
    """A source that exports something of its own making."""

    def __init__(self, source: Source, export: Callable[[Place], Image]) -> None:
        self._source = source
        self.full = export
        self.info = source.info
        self.warnings = source.warnings

    def survey(self, stop: Stop = never) -> Iterator[Frame]:
        return self._source.survey(stop)

    def around(self, place: Place, radius: float, stop: Stop = never) -> Iterator[Frame]:
        return self._source.around(place, radius, stop)

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Exporting:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@pytest.fixture(params=[True, False], ids=["by all", "anew only"])
def opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> tuple[Path, list[Callable[[Place], Image]]]:
    """A picture, and where to put what is exported instead by each source, or by the one that is opened anew only."""
    exports: list[Callable[[Place], Image]] = []

    def opened(paths: list[Path]) -> Exporting:
        return Exporting(open_source(paths), exports[0])

    for module in (worker, compare) if request.param else (compare,):
        monkeypatch.setattr(module, "open_source", opened)
    return save(photo(3), tmp_path / "picture.png"), exports


def refuse(place: Place) -> Image:
    raise NoFrames(Path("picture.png"), "no_frames")


def crash(place: Place) -> Image:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("export", "outcome", "told"),
    [
        (lambda _: photo(3), "read", ""),
        (lambda _: photo(4), "differs", "levels"),
        (lambda _: photo(3)[::-1], "differs", "levels"),
        (lambda _: np.roll(photo(3), 8, axis=1), "differs", "levels"),
        (lambda _: photo(3)[:-1], "differs", "480 × 319"),
        (refuse, "differs", "refused"),
        (crash, "failed", "ZeroDivisionError"),
    ],
    ids=["the same", "another", "upside down", "pushed aside", "smaller", "none", "a crash"],
)
def test_another_picture_is_noticed(
    opening: tuple[Path, list[Callable[[Place], Image]]], export: Callable[[Place], Image], outcome: str, told: str
) -> None:
    path, exports = opening
    exports.append(export)
    found, words = worker.attempt(path)
    assert found == outcome
    assert told in words


def test_another_time_stamp_is_noticed_even_if_it_shows_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(tmp_path, Recipe(), lambda _: photo(3))
    assert worker.attempt(path) == ("read", "")
    found = VideoSource._found
    monkeypatch.setattr(VideoSource, "_found", lambda source, stamp: found(source, stamp + 1))
    outcome, told = worker.attempt(path)
    assert outcome == "differs"
    assert "time stamp" in told


def test_only_damage_excuses_a_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_video(tmp_path, Recipe(".avi"))
    full = Renderer.full
    monkeypatch.setattr(Renderer, "full", lambda renderer, frame: 255 - full(renderer, frame))
    assert worker.attempt(path)[0] == "differs"
    path.write_bytes(path.read_bytes()[:-3000])
    assert worker.attempt(path)[0] == "damaged AVI, another frame"


def test_a_difference_that_does_not_come_again_is_called_so_where_there_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = iter(["another", "another", "", "another", "", *["another"] * (1 + worker.TRIES)])
    monkeypatch.setattr(worker, "differences", lambda *given: next(told) if len(given) == 3 else "more than slightly")
    path = make_video(tmp_path, Recipe(".mkv", codec="libx264"))
    assert worker.attempt(path) == ("differs", "another ()")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    assert worker.attempt(path)[0] == worker.AT_TIMES
    assert worker.attempt(path)[0] == "differs"


def test_a_slight_difference_is_called_so_where_there_is_damage_and_only_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(tmp_path, Recipe(".mkv", codec="libx264"))
    full = Renderer.full
    lighter = [2]
    monkeypatch.setattr(Renderer, "full", lambda renderer, frame: full(renderer, frame) // 2 + 60)
    small = Renderer.small
    monkeypatch.setattr(
        Renderer, "small", lambda renderer, frame, *side: small(renderer, frame, *side) // 2 + 60 - lighter[0]
    )
    assert worker.attempt(path)[0] == "differs"
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    assert worker.attempt(path)[0] == worker.FILLED_IN
    lighter[0] = 9
    assert worker.attempt(path)[0] == "differs"
