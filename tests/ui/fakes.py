"""A core that does what a test wants, when it wants it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from app.covers.framing import Framing
from app.domain.backends import BACKENDS
from app.domain.cover import Assessment, Cover, Crop, Flag, Trait
from app.domain.errors import BestframeError, UnreadableMedia
from app.domain.faces import Face
from app.domain.geometry import Aspect, Box, Size
from app.domain.look import Look
from app.domain.media import Frame, Image, Kind, Moment, Place, SourceInfo
from app.domain.messages import Message
from app.domain.recommendation import BetterFound, Done, Event, FrameScored, Options, Progress, Recommendation, Timing
from app.ui.background.work import Core
from app.ui.state.looked import Rating

SIZE = Size(1280, 720)


def moment(seconds: float) -> Moment:
    return Moment(round(seconds * 1000), Fraction(1, 1000))


def make_frame(seconds: float, size: Size = SIZE) -> Frame:
    """A small picture in a grey of its own."""
    small = size.within(448)
    grey = 20 + round(seconds * 20) % 200
    return Frame(moment(seconds), size, np.full((small.height, small.width, 3), grey, np.uint8))


def make_cover(seconds: float, score: float, aspect: Aspect | None = None, size: Size = SIZE) -> Cover:
    parts = (score, score - 1, score - 2, score - 3, score - 4, score - 5)
    assessment = Assessment(*parts, score, judged=frozenset({Flag.TEXT}), reasons=(Flag.TEXT, Trait.SHARP))
    return Cover(make_frame(seconds, size), (aspect or Aspect(None)).largest_in(size), assessment)


def make_info(path: Path = Path("clip.mp4")) -> SourceInfo:
    return SourceInfo(path, Kind.VIDEO, SIZE, 12.0)


def recommendation(*covers: Cover, first: float | None = 30.0, path: Path = Path("clip.mp4")) -> Recommendation:
    return Recommendation(make_info(path), covers, first, 10 * len(covers), Timing(0.1, 0.5, {}))


def framing(aspect: Aspect, size: Size = SIZE, faces: int = 2, salience: int = 200) -> Framing:
    """Three crops, the best at the right border; faces side by side; the left half is looked at."""
    largest = aspect.largest_in(size)
    boxes = [
        Box(size.width - largest.width, size.height - largest.height, largest.width, largest.height),
        largest,
        Box(0, 0, max(1, largest.width // 2), max(1, largest.height // 2)),
    ]
    heat = np.zeros((45, 80), np.uint8)
    heat[:, :40] = salience
    found = tuple(Face(Box(200 + 150 * number, 240, 96, 120), 0.9 - 0.1 * number) for number in range(faces))
    return Framing(tuple(Crop(box, 80.0 - 10 * rank) for rank, box in enumerate(boxes)), heat, found, size)


@dataclass
class FakeSource:
    """A source whose pictures are grey; `full` gives them at full size."""

    path: Path
    info: SourceInfo = field(init=False)
    closed: bool = False
    thread: int = field(default_factory=threading.get_ident)
    warnings: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        self.info = make_info(self.path)

    def survey(self, stop: Callable[[], bool] = lambda: False) -> Iterator[Frame]:
        raise AssertionError("the window leaves this to the recommendation")

    def around(self, place: Place, radius: float, stop: Callable[[], bool] = lambda: False) -> Iterator[Frame]:
        raise AssertionError("the window leaves this to the recommendation")

    def full(self, place: Place) -> Image:
        assert threading.get_ident() == self.thread, "one thread uses a source"
        assert isinstance(place, Moment)
        small = make_frame(place.seconds)
        return np.full((SIZE.height, SIZE.width, 3), small.image[0, 0, 0], np.uint8)

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class FakeCore:
    """Finds a cover after each `step`, in the order of `script`; all at once unless `hold` is called first."""

    def __init__(self) -> None:
        self.script: list[list[tuple[float, float]]] = [
            [(1.0, 50.0)],
            [(2.0, 60.0), (1.0, 50.0)],
            [(3.0, 80.0), (2.0, 60.0), (1.0, 50.0)],
        ]
        self.sources: list[FakeSource] = []
        self.written: list[tuple[Image, Box, Path]] = []
        self.recommended: list[Options] = []
        self.failure: Exception | None = None
        self.write_failure: BestframeError | None = None
        self.cancelled = threading.Event()
        self.looked: list[tuple[Place, Aspect]] = []
        self.look_failure: Exception | None = None
        self._may_look = threading.Event()
        self._may_look.set()
        self._steps = threading.Semaphore(0)
        self._held = False
        self.judged: list[tuple[Place, Aspect]] = []
        self.rated: list[Rating] = []
        self.core = Core(
            *(self._open, self._recommend, self._accept, self._look, self._judge, self._recrop),
            judge_look=self._judge_look,
        )

    def hold(self) -> None:
        """From now on wait for `step` before every find."""
        self._held = True

    def step(self, times: int = 1) -> None:
        """Let it find something."""
        self._steps.release(times)

    def release(self) -> None:
        """Let it run to the end."""
        self._held = False
        self._steps.release(100)
        self._may_look.set()

    def hold_looks(self) -> None:
        """From now on whoever looks waits for `release`."""
        self._may_look.clear()

    def _wait(self, cancel: Callable[[], bool]) -> None:
        while self._held and not cancel() and not self._steps.acquire(timeout=0.005):
            pass

    def _open(self, paths: Sequence[Path]) -> FakeSource:
        if not paths[0].exists():
            raise UnreadableMedia(paths[0], "missing")
        source = FakeSource(paths[0])
        self.sources.append(source)
        return source

    def _recommend(self, source: object, options: Options, cancel: Callable[[], bool]) -> Iterator[Event]:
        assert isinstance(source, FakeSource)
        self.recommended.append(options)
        found = recommendation(path=source.path)
        for number, covers in enumerate(self.script, 1):
            self._wait(cancel)
            if cancel():
                self.cancelled.set()
                return
            if self.failure is not None:
                raise self.failure
            best = tuple(make_cover(seconds, score, options.aspect) for seconds, score in covers)
            found = recommendation(*best, path=source.path)
            yield FrameScored(best[0].frame, best[0].assessment)
            yield Progress(number / len(self.script))
            yield BetterFound(found)
        yield Done(found, "cpu", {"quality": "1.0.0"})

    def _accept(self, image: Image, crop: Box, source_path: Path, folder: Path | None) -> Path:
        if self.write_failure is not None:
            raise self.write_failure
        self.written.append((image, crop, source_path))
        return (folder or source_path.parent) / f"{source_path.stem}-cover.jpg"

    def _look(self, frame: Frame, aspect: Aspect, backend: str) -> Framing:
        assert backend in BACKENDS
        self.looked.append((frame.place, aspect))
        assert self._may_look.wait(10)
        if self.look_failure is not None:
            raise self.look_failure
        return framing(aspect, frame.size)

    def _judge(self, place: Place, image: Image, aspect: Aspect, backend: str) -> tuple[Cover, Framing]:
        assert isinstance(place, Moment)
        assert backend in BACKENDS
        self.judged.append((place, aspect))
        if self.look_failure is not None:
            raise self.look_failure
        size = Size(image.shape[1], image.shape[0])
        found = framing(aspect, size)
        cover = make_cover(place.seconds, 55.0, aspect, size)
        return replace(cover, crop=found.crops[0].box, faces=found.faces), found

    def _judge_look(self, frame: Frame, look: Look, backend: str) -> Assessment:
        """The lighter, the better."""
        assert backend in BACKENDS
        light = 50 + 20 * look.exposure
        return Assessment(light, light, light, light, light, light, light)

    def _recrop(self, rating: Rating, known: Framing | None, backend: str) -> Assessment:
        """The further to the right, the better."""
        assert backend in BACKENDS
        self.rated.append(rating)
        return replace(rating.cover.assessment, crop=100.0 * rating.box.x / rating.cover.frame.size.width)


class FakeReader:
    """Reads frames of a fake video: 25 a second, each in a grey of its own."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise UnreadableMedia(path, "missing")

    def near(self, seconds: float, side: int) -> tuple[Moment, Image]:
        return self._at(round(seconds))

    def frame_at(self, seconds: float, side: int, stop: Callable[[], bool] = lambda: False) -> tuple[Moment, Image]:
        return self._at(round(seconds * 25) / 25)

    def step(self, place: Moment, count: int, side: int, stop: object = None) -> tuple[Moment, Image]:
        return self._at(place.seconds + count / 25)

    def frames_from(
        self, place: Moment, side: int, stop: Callable[[], bool], *, due: object = None, fast: bool = False
    ) -> Iterator[tuple[Moment, Image]]:
        seconds = place.seconds
        while seconds < 12 and not stop():
            seconds += 1 / 25
            yield self._at(seconds)

    def _at(self, seconds: float) -> tuple[Moment, Image]:
        seconds = min(max(seconds, 0.0), 12.0)
        return moment(seconds), make_frame(seconds).image

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None
