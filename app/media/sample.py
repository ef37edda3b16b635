"""The sample: a short clip made of photos that are in the public domain, whose good moments are known exactly.

The photos are those that scikit-image ships inside its wheel; their licences, from the documentation of
`skimage.data`:

- astronaut: Eileen Collins, NASA, public domain
- camera: Lav Varshney, CC0
- chelsea: Stefan van der Walt, CC0
- coffee: Rachel Michetti, CC0
- rocket: SpaceX, public domain

They are read straight from the installed package: `skimage.data` would download a file that it does not find.
Nothing in the clip is random, so that one version of the encoder always writes the same file.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import av
import av.error
import cv2
import numpy as np
from av.codec.codec import UnknownCodecError
from av.video.stream import VideoStream
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from app.domain.errors import CannotWrite, UnreadableMedia
from app.domain.geometry import Size
from app.domain.media import Image

RECIPE = "1"
"""Version of everything below that shows in the clip; a cached clip of another version is made anew."""

FRAMES_PER_SECOND = 25
SIZE = Size(960, 540)

_ENLARGEMENT = 2  # the photos are about half as wide as the clip
_EASE = 4  # frames that a blur takes to come and go
_DEFOCUS_SIGMA = 9.0  # pixels
_WHIP_SPEED = 52  # pixels per frame, and so the length of the motion blur; a swing must end within one mirror image
_FLAT_COLOUR = (196, 178, 150)
_ENCODERS = {
    # Two threads whatever the machine has: their number changes the bytes. No macroblock tree: with it, x264 was seen
    # to encode the same fade in several ways.
    "libx264": {"preset": "veryfast", "crf": "20", "g": "125", "threads": "2", "mbtree": "0"},
    # Builds of FFmpeg without GPL code lack libx264.
    "mpeg4": {"b": "4M", "g": "125", "threads": "2"},
}


class SampleUnavailable(UnreadableMedia):
    """The photos of the sample are not installed."""


class SegmentKind(StrEnum):
    """What a part of the clip shows; only `PHOTO` is worth a cover."""

    PHOTO = "photo"
    FADE = "fade"
    DISSOLVE = "dissolve"
    TITLE = "title"
    DEFOCUS = "defocus"
    MOTION = "motion"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the clip.

    A fade, dissolve, blur begins or ends close to the photo that it comes from or leads to.

    Attributes:
        start: seconds.
        end: seconds, not included.
        photo: name of the photo shown (in a dissolve, of the one that comes in), or empty.
    """

    start: float
    end: float
    kind: SegmentKind
    photo: str


@dataclass(frozen=True, slots=True)
class SampleClip:
    """The clip and what is in it.

    Attributes:
        duration: seconds.
        segments: in order of time, without gaps.
    """

    path: Path
    duration: float
    segments: tuple[Segment, ...]

    def segment_at(self, seconds: float) -> Segment:
        """What is shown at a time.

        Raises:
            ValueError: the time is outside the clip.
        """
        for segment in self.segments:
            if segment.start <= seconds < segment.end:
                return segment
        raise ValueError(f"{seconds} s is outside the sample of {self.duration} s")


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of a photo that fills the frame: centre and width in the photo's pixels."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class _Shot:
    """A slow move over a photo, from one window to the other."""

    file: str
    start: _Window
    end: _Window

    def window(self, share: float) -> _Window:
        """The window after a share (0–1) of the time."""
        return _Window(
            self.start.x + (self.end.x - self.start.x) * share,
            self.start.y + (self.end.y - self.start.y) * share,
            self.start.width + (self.end.width - self.start.width) * share,
        )


_SHOTS = {
    "coffee": _Shot("coffee.png", _Window(300, 182, 596), _Window(318, 172, 560)),
    "astronaut": _Shot("astronaut.png", _Window(256, 144, 508), _Window(236, 124, 430)),
    "chelsea": _Shot("chelsea.png", _Window(218, 156, 390), _Window(225, 172, 446)),
    "rocket": _Shot("rocket.jpg", _Window(320, 232, 636), _Window(322, 250, 540)),
    "camera": _Shot("camera.png", _Window(290, 190, 440), _Window(230, 170, 440)),
}

# What is shown: until which frame (not included), what, and which photo.
_TIMELINE = (
    (30, SegmentKind.FADE, "coffee"),
    (90, SegmentKind.PHOTO, "coffee"),
    (110, SegmentKind.MOTION, "coffee"),
    (150, SegmentKind.TITLE, ""),
    (220, SegmentKind.PHOTO, "astronaut"),
    (250, SegmentKind.DISSOLVE, "chelsea"),
    (310, SegmentKind.PHOTO, "chelsea"),
    (340, SegmentKind.DEFOCUS, "chelsea"),
    (360, SegmentKind.FLAT, ""),
    (415, SegmentKind.PHOTO, "rocket"),
    (435, SegmentKind.MOTION, "rocket"),
    (475, SegmentKind.PHOTO, "camera"),
    (500, SegmentKind.FADE, "camera"),
)
_FRAMES = _TIMELINE[-1][0]


def build_sample(folder: Path) -> SampleClip:
    """The sample in a folder, made when it is not there yet; takes some seconds.

    Args:
        folder: where the clip lies; made when it does not exist.

    Raises:
        SampleUnavailable: the photos are not installed.
        CannotWrite: the clip cannot be written.
    """
    path = folder / "sample.mp4"
    clip = SampleClip(path, _FRAMES / FRAMES_PER_SECOND, _segments())
    if _is_complete(path):
        return clip
    painter = _Painter(path)
    part = folder / f".sample-{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _encode(painter, part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, av.error.FFmpegError) as error:
        raise CannotWrite(path, "cannot_write", reason=error.strerror or str(error)) from error
    return clip


def _segments() -> tuple[Segment, ...]:
    starts = [0, *(end for end, _, _ in _TIMELINE)]
    return tuple(
        Segment(start / FRAMES_PER_SECOND, end / FRAMES_PER_SECOND, kind, photo)
        for start, (end, kind, photo) in zip(starts, _TIMELINE, strict=False)
    )


def _is_complete(path: Path) -> bool:
    """Whether a clip of this recipe lies there; the index of an MP4 stands at its end, so a cut one does not open."""
    try:
        with av.open(str(path)) as container:
            return container.metadata.get("comment") == _comment() and container.streams.video[0].frames == _FRAMES
    except (OSError, av.error.FFmpegError, IndexError):
        return False


def _comment() -> str:
    return f"recipe {RECIPE}"


def _encode(painter: _Painter, path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        container.metadata["comment"] = _comment()
        encoder = _encoder()
        stream = container.add_stream(encoder, rate=FRAMES_PER_SECOND, options=_ENCODERS[encoder])
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = SIZE.width, SIZE.height, "yuv420p"
        for number in range(_FRAMES):
            frame = av.VideoFrame.from_ndarray(painter.frame(number), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _encoder() -> str:
    """The first encoder that this build of FFmpeg has; every build has the last."""
    *preferred, last = _ENCODERS
    for name in preferred:
        try:
            av.Codec(name, "w")
        except UnknownCodecError:
            continue
        return name
    return last


class _Painter:
    """Paints the frames of the clip.

    Attributes:
        path: the clip, for error messages.
    """

    def __init__(self, path: Path) -> None:
        folder = _photo_folder(path)
        self._photos = {name: _enlarged(folder / shot.file, path) for name, shot in _SHOTS.items()}
        self._cards = {
            SegmentKind.TITLE: _title_card(),
            SegmentKind.FLAT: np.full((SIZE.height, SIZE.width, 3), _FLAT_COLOUR, np.uint8),
        }

    def frame(self, number: int) -> Image:
        """The frame of that number, `SIZE` large."""
        index = next(index for index, (end, _, _) in enumerate(_TIMELINE) if number < end)
        end, kind, photo = _TIMELINE[index]
        start = _TIMELINE[index - 1][0] if index else 0
        share = (number - start) / (end - start)
        if kind in self._cards:
            return self._cards[kind]
        if kind is SegmentKind.MOTION:
            return self._whip(photo, number, number - start)
        picture = self._photo(photo, number)
        if kind is SegmentKind.FADE:
            return _faded(picture, share if start == 0 else 1 - share)
        if kind is SegmentKind.DISSOLVE:
            before = self._photo(_TIMELINE[index - 1][2], number)
            return _pixels(cv2.addWeighted(before, 1 - share, picture, share, 0))
        if kind is SegmentKind.DEFOCUS:
            sigma = _DEFOCUS_SIGMA * _eased(number - start, end - number)
            return _pixels(cv2.GaussianBlur(picture, (0, 0), sigma))
        return picture

    def _photo(self, name: str, number: int, shift: float = 0) -> Image:
        """A photo at a frame of its slow move, pushed aside by `shift` pixels; mirrored beyond its edges."""
        first, last = _frames_of(name)
        window = _SHOTS[name].window((number - first) / (last - first))
        scale = window.width * _ENLARGEMENT / SIZE.width
        left = window.x * _ENLARGEMENT - (SIZE.width / 2 - shift) * scale
        top = window.y * _ENLARGEMENT - SIZE.height / 2 * scale
        # The middle of a pixel lies half a pixel from its corner, on both sides of the mapping.
        half = scale / 2 - 0.5
        mapping = np.array([[scale, 0, left + half], [0, scale, top + half]])
        return _pixels(
            cv2.warpAffine(
                self._photos[name],
                mapping,
                (SIZE.width, SIZE.height),
                flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REFLECT_101,
            )
        )

    def _whip(self, name: str, number: int, since: int) -> Image:
        """The camera swings away: what a frame shows is smeared over the way that it goes."""
        speeds = [_WHIP_SPEED * min(1.0, (step + 1) / _EASE) for step in range(since + 1)]
        picture = self._photo(name, number, sum(speeds))
        return _pixels(cv2.blur(picture, (round(speeds[-1]) | 1, 1)))


def _photo_folder(path: Path) -> Path:
    spec = importlib.util.find_spec("skimage")
    if spec is None or not spec.submodule_search_locations:
        raise SampleUnavailable(path, "demo_missing")
    return Path(spec.submodule_search_locations[0]) / "data"


def _enlarged(file: Path, path: Path) -> Image:
    """A photo twice as large, with the edges as crisp as they were."""
    try:
        with Pictures.open(file) as opened:
            photo = np.asarray(opened.convert("RGB"))
    except OSError as error:
        raise SampleUnavailable(path, "demo_missing") from error
    large = cv2.resize(photo, None, fx=_ENLARGEMENT, fy=_ENLARGEMENT, interpolation=cv2.INTER_LANCZOS4)
    return _pixels(cv2.addWeighted(large, 1.6, cv2.GaussianBlur(large, (0, 0), 1.4), -0.6, 0))


def _title_card() -> Image:
    """White text on a dark ground that is lighter in the middle."""
    rows = np.abs(np.linspace(-1, 1, SIZE.height))[:, None, None]
    ground = np.array([38, 46, 74]) * (1 - 0.6 * rows) + np.zeros((SIZE.height, SIZE.width, 3))
    card = Pictures.fromarray(ground.astype(np.uint8))
    pen = ImageDraw.Draw(card)
    middle, third = SIZE.width / 2, SIZE.height / 3
    pen.text((middle, third * 1.28), "Five pictures", "white", ImageFont.load_default(size=84), anchor="mm")
    pen.line((middle - 90, third * 1.66, middle + 90, third * 1.66), fill=(226, 122, 63), width=4)
    pen.text((middle, third * 1.92), "a sample clip", (200, 206, 222), ImageFont.load_default(size=38), anchor="mm")
    return np.asarray(card)


def _frames_of(photo: str) -> tuple[int, int]:
    """First and last frame that show a photo; a dissolve shows the photo before it as well."""
    shown = [index for index, (_, _, name) in enumerate(_TIMELINE) if name == photo]
    last = shown[-1]
    if last + 1 < len(_TIMELINE) and _TIMELINE[last + 1][1] is SegmentKind.DISSOLVE:
        last += 1
    first_frame = _TIMELINE[shown[0] - 1][0] if shown[0] else 0
    return first_frame, _TIMELINE[last][0] - 1


def _faded(picture: Image, light: float) -> Image:
    """A picture at a share of its light; black for the first third of the way, as editors cut it."""
    return _pixels(cv2.convertScaleAbs(picture, alpha=max(0.0, (light - 1 / 3) * 1.5)))


def _eased(since: int, left: int) -> float:
    """How far a blur has come, above 0 and up to 1, from the frames since it began and until it ends."""
    return min(1.0, (since + 1) / _EASE, left / _EASE)


def _pixels(array: cv2.typing.MatLike) -> Image:
    return np.asarray(array, np.uint8)
