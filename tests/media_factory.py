"""Small videos and pictures with known content, made where a test needs them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import PIL.Image
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from skimage import data

from app.domain.media import Image

WIDTH, HEIGHT = 160, 96


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


def number_of(image: Image) -> int:
    """The number of a `numbered` picture."""
    stripes = np.array_split(image.mean((0, 2)), _BITS)
    return sum(int(stripe.mean() > 125) << bit for bit, stripe in enumerate(stripes))


@dataclass(frozen=True)
class Recipe:
    """How a test video is made."""

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
    container_options: Sequence[tuple[str, str]] = ()


def make_video(
    folder: Path, recipe: Recipe | None = None, draw: Callable[[int], Image] = numbered, name: str = "clip"
) -> Path:
    """Write a video; frame n shows `draw(n)`."""
    recipe = recipe or Recipe()
    path = folder / f"{name}{recipe.suffix}"
    with av.open(path, "w", container_options=dict(recipe.container_options)) as container:
        stream = container.add_stream(recipe.codec, rate=recipe.rate, options=dict(recipe.options))
        assert isinstance(stream, VideoStream)
        first = draw(0)
        stream.width, stream.height = first.shape[1], first.shape[0]
        stream.pix_fmt = "yuvj420p" if recipe.codec == "mjpeg" else "yuv420p"
        stream.codec_context.gop_size = recipe.gop
        if recipe.sample_aspect is not None:
            stream.codec_context.sample_aspect_ratio = recipe.sample_aspect
        if recipe.rotation or recipe.mirrored:
            stream.set_display_rotation(recipe.rotation, hflip=recipe.mirrored)
        for number in range(recipe.frames):
            frame = av.VideoFrame.from_ndarray(draw(number), format="rgb24")
            frame.pts = stamp_of(number) if recipe.variable else number
            frame.time_base = Fraction(1, recipe.rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
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
