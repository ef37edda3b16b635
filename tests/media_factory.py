"""Small videos and pictures with known content, made where a test needs them."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import PIL.Image
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.stream import Disposition
from av.video.reformatter import Colorspace, Interpolation
from av.video.stream import VideoStream
from skimage import data

from app.domain.media import Image

Drawn = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
"""What a frame shows: height × width × 3, RGB."""

WIDTH, HEIGHT = 160, 96

# The AV1 encoder tells its life otherwise.
os.environ.setdefault("SVT_LOG", "1")

_X265 = "log-level=none:pools=1:frame-threads=1:keyint="


def quadrants(width: int = WIDTH, height: int = HEIGHT) -> Image:
    """Red, green, blue and white quarters (top left, top right, bottom left, bottom right): tells every turn apart."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2] = (220, 20, 20)
    picture[: height // 2, width // 2 :] = (20, 200, 20)
    picture[height // 2 :, : width // 2] = (20, 20, 220)
    picture[height // 2 :, width // 2 :] = (235, 235, 235)
    return picture


_BITS = 8


def numbered(number: int, width: int = WIDTH, height: int = HEIGHT) -> Image:
    """A picture that shows `number`, 0–255, as stripes for its bits: tells which frame was decoded, however badly."""
    stripes = [210 if number >> bit & 1 else 40 for bit in range(_BITS)]
    row = np.repeat(np.array(stripes, np.uint8), -(-width // _BITS))[:width]
    return np.ascontiguousarray(np.broadcast_to(row[None, :, None], (height, width, 3)))


def grainy(number: int) -> Image:
    """`numbered` with grain, so that frames are as many bytes as those of a camera."""
    grain = np.random.default_rng(number).integers(-25, 26, (HEIGHT, WIDTH, 1))
    noisy: Image = np.clip(numbered(number) + grain, 0, 255).astype(np.uint8)
    return noisy


def number_of(image: Image) -> int:
    """The number of a `numbered` picture."""
    stripes = np.array_split(image.mean((0, 2)), _BITS)
    return sum(int(stripe.mean() > 125) << bit for bit, stripe in enumerate(stripes))


@dataclass(frozen=True)
class Colour:
    """How the colours of a test video are coded, in numbers of Rec. ITU-T H.273; 2 says nothing."""

    pix_fmt: str = "yuv420p"
    matrix: int = 2
    full_range: bool = False
    transfer: int = 2
    primaries: int = 2


@dataclass(frozen=True)
class Recipe:
    """How a test video is made.

    Attributes:
        variable: whether the frame rate is; see `stamp_of`.
        start: time stamp of the first frame, in frames; below 0 where the container allows that.
        beside: another stream of pictures in the file: `small` one, behind the main one, which may be on `by default`
            instead, or `cover`, before it.
    """

    suffix: str = ".mp4"
    codec: str = "mpeg4"
    gop: int = 12
    rate: int = 25
    frames: int = 48
    options: Sequence[tuple[str, str]] = ()
    rotation: float = 0
    mirrored: bool = False
    sample_aspect: Fraction | None = None
    variable: bool = False
    start: int = 0
    beside: str = ""
    colour: Colour = Colour()
    container_options: Sequence[tuple[str, str]] = ()


def make_video(
    folder: Path, recipe: Recipe | None = None, draw: Callable[[int], Drawn] = numbered, name: str = "clip"
) -> Path:
    """Write a video; frame n shows `draw(n)`, with 8 or 16 bits a channel."""
    recipe = recipe or Recipe()
    path = folder / f"{name}{recipe.suffix}"
    with av.open(path, "w", container_options=dict(recipe.container_options)) as container:
        cover = _add_cover(container) if recipe.beside == "cover" else None
        first = draw(0)
        stream = _add_stream(container, recipe, first.shape[1], first.shape[0])
        small = _add_stream(container, recipe, 64, 48) if "small" in recipe.beside else None
        if small is not None and "by default" in recipe.beside:
            stream.disposition, small.disposition = Disposition(0), Disposition.default
        for number in range(recipe.frames):
            container.mux(stream.encode(_frame(draw(number), number, recipe)))
            if small is not None:
                container.mux(small.encode(_frame(np.zeros((48, 64, 3), np.uint8), number, recipe)))
        container.mux(stream.encode(None))
        if small is not None:
            container.mux(small.encode(None))
        if cover is not None:
            container.mux(cover.encode(_frame(np.zeros((256, 256, 3), np.uint8), 0, recipe)))
            container.mux(cover.encode(None))
    return path


def _add_stream(container: OutputContainer, recipe: Recipe, width: int, height: int) -> VideoStream:
    options = dict(recipe.options)
    if recipe.codec == "libx265":
        options = {"preset": "ultrafast", "x265-params": f"{_X265}{recipe.gop}", **options}
    if recipe.codec == "libsvtav1":
        options = {"preset": "12", **options}
    stream = container.add_stream(recipe.codec, rate=recipe.rate, options=options)
    assert isinstance(stream, VideoStream)
    context, colour = stream.codec_context, recipe.colour
    stream.width, stream.height = width, height
    stream.pix_fmt = "yuvj420p" if recipe.codec == "mjpeg" else colour.pix_fmt
    context.gop_size = recipe.gop
    context.colorspace, context.color_trc, context.color_primaries = colour.matrix, colour.transfer, colour.primaries
    if colour != Colour():
        context.color_range = 2 if colour.full_range else 1
    if recipe.sample_aspect is not None:
        context.sample_aspect_ratio = recipe.sample_aspect
    if recipe.rotation or recipe.mirrored:
        stream.set_display_rotation(recipe.rotation, hflip=recipe.mirrored)
    return stream


def _add_cover(container: OutputContainer) -> VideoStream:
    """A picture of the album, as in music and in recordings of television, and larger than the video."""
    stream = container.add_stream("mjpeg", rate=1)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = 256, 256, "yuvj420p"
    stream.disposition = Disposition.attached_pic
    return stream


_MATRICES = {1: Colorspace.ITU709, 5: Colorspace.ITU601, 6: Colorspace.ITU601, 9: Colorspace.BT2020}


def _frame(drawn: Drawn, number: int, recipe: Recipe) -> av.VideoFrame:
    colour = recipe.colour
    frame = av.VideoFrame.from_ndarray(drawn, format="rgb24" if drawn.dtype == np.uint8 else "rgb48le")
    if colour != Colour():
        frame = frame.reformat(
            format=colour.pix_fmt,
            dst_colorspace=_MATRICES.get(colour.matrix, Colorspace.ITU601),
            dst_color_range=2 if colour.full_range else 1,
            interpolation=Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INP,
        )
    frame.pts = (stamp_of(number) if recipe.variable else number) + recipe.start
    frame.time_base = Fraction(1, recipe.rate)
    return frame


def make_animation(
    path: Path, frames: int = 24, milliseconds: int = 80, draw: Callable[[int], Drawn] = numbered
) -> Path:
    """Write an animated GIF, WebP or PNG; picture n shows `draw(n)`."""
    first, *others = (PIL.Image.fromarray(draw(number)) for number in range(frames))
    lossless = {"lossless": True} if path.suffix == ".webp" else {}
    file_format = "PNG" if path.suffix == ".apng" else None
    first.save(path, file_format, save_all=True, append_images=others, duration=milliseconds, loop=0, **lossless)
    return path


def stamp_of(number: int) -> int:
    """Time stamp of a frame of a video with a variable frame rate: every third frame lasts three times as long."""
    return number + 2 * (number // 3)


def make_sound(path: Path) -> Path:
    """Write a file with sound only."""
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=44100)
        assert isinstance(stream, AudioStream)
        for _ in range(20):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.sample_rate = 44100
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@functools.cache
def photo(seed: int, width: int = 480, height: int = 320) -> Image:
    """Something like a photo: smooth coloured shapes with sharp borders and some texture."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    picture = np.zeros((height, width, 3)) + random.uniform(60, 160, 3)
    for _ in range(24):
        centre = random.uniform(0, 1, 2) * (height, width)
        inside = np.hypot(y - centre[0], x - centre[1]) < random.uniform(12, 80)
        picture[inside] = random.uniform(20, 235, 3)
    picture += 12 * np.sin(x / 3)[..., None] * np.sin(y / 4)[..., None]
    finished = np.clip(picture, 0, 255).astype(np.uint8)
    finished.flags.writeable = False
    return finished


def real_photo(name: str) -> Image:
    """A photo that scikit-image ships: astronaut, coffee, chelsea (a cat) or rocket."""
    return np.asarray(getattr(data, name)(), dtype=np.uint8)


def save(image: Image, path: Path, file_format: str | None = None) -> Path:
    """Write a picture file."""
    PIL.Image.fromarray(image).save(path, file_format)
    return path
