"""From the colours that a file is coded in to those of an ordinary screen; scoring and export use this one path.

An ordinary video is shown with its code values as they are, as players do. Two kinds are not: those in high dynamic
range (PQ and HLG, Rec. ITU-R BT.2100), and those with wider primaries (BT.2020, P3). For them, code values become
light, the light is brought into the range and to the primaries of a screen, and becomes code values again.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.media import Image

Deep = npt.NDArray[np.uint16]
"""A picture: height × width × 3, RGB, 0–65,535."""

_Light = npt.NDArray[np.float32]

BACKGROUND = (255, 255, 255)
"""What transparent pictures are laid on: white, as feeds show them."""

PQ, HLG = 16, 18
"""Transfer characteristics of high dynamic range (Rec. ITU-T H.273, table 3)."""

_WHITE = 203.0
"""cd/m² of what an ordinary screen shows as white: HDR reference white (Report ITU-R BT.2408)."""

USUAL_PEAK = 1000.0
"""cd/m² of the brightest that is assumed where a file does not tell; HLG is defined for it (BT.2100)."""

_BRIGHTEST = 10_000.0
"""cd/m² of the largest PQ code."""

_SCREEN_GAMMA = 2.4
"""Of the screen that ordinary video is made for (Rec. ITU-R BT.1886)."""

_LUMA_2020 = (0.2627, 0.6780, 0.0593)

_TO_709: dict[int, tuple[tuple[float, ...], ...]] = {
    # BT.2020, from Rec. ITU-R BT.2087.
    9: ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187)),
    # Display P3 (SMPTE EG 432-1).
    12: ((1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979)),
}
"""Linear light in other primaries (Rec. ITU-T H.273, table 2) to that in those of BT.709, which are sRGB's."""

_STRIP = 1 << 18
"""Pixels that are converted at a time: they fit into the cache, and bound the memory that a large picture needs."""

_STEPS = 4096


@dataclass(frozen=True, slots=True)
class ScreenColour:
    """How the pictures of one file come to the screen.

    Attributes:
        transfer: `PQ`, `HLG`, or 0 for an ordinary one.
        primaries: a key of `_TO_709`, or 0 for those of the screen.
        peak: cd/m² of the brightest that is to be kept apart from white.
    """

    transfer: int
    primaries: int
    peak: float = USUAL_PEAK

    @classmethod
    def of(cls, transfer: int, primaries: int, peak: float | None = None) -> ScreenColour | None:
        """What is to be done for what a file says of itself; None where code values are shown as they are.

        Args:
            transfer: transfer characteristics, a number of Rec. ITU-T H.273.
            primaries: colour primaries, likewise; high dynamic range without a known one is taken for BT.2020.
            peak: cd/m², if the file tells; what makes no sense is not believed.
        """
        hdr = transfer in (PQ, HLG)
        if not hdr and primaries not in _TO_709:
            return None
        known = primaries if primaries in _TO_709 else 9 if primaries == 2 else 0
        believed = peak if peak is not None and _WHITE <= peak <= _BRIGHTEST and transfer == PQ else USUAL_PEAK
        return cls(transfer if hdr else 0, known, believed)

    def show(self, picture: Deep) -> Image:
        """The picture as it appears on an ordinary screen."""
        height, width = picture.shape[:2]
        shown = np.empty((height, width, 3), np.uint8)
        rows = max(1, _STRIP // width)
        for top in range(0, height, rows):
            shown[top : top + rows] = self._strip(picture[top : top + rows])
        return shown

    def _strip(self, picture: Deep) -> Image:
        light = _light(self.transfer)[picture]
        if self.transfer == HLG:
            # The system gamma of a display of 1,000 cd/m² (BT.2100, table 5).
            light *= (USUAL_PEAK / _WHITE) * np.power(light @ np.array(_LUMA_2020, np.float32), 0.2)[..., None]
        if self.transfer:
            light *= _gain(light.max(axis=2), self.peak)[..., None]
        if self.primaries:
            light = np.asarray(cv2.transform(light, np.array(_TO_709[self.primaries], np.float32)), np.float32)
        steps = np.sqrt(np.clip(light, 0, 1, out=light), out=light)
        return _codes()[(steps * np.float32(_STEPS - 1) + np.float32(0.5)).astype(np.uint16)]


def on_background(picture: npt.NDArray[np.uint8]) -> Image:
    """A picture with transparency (RGBA, straight alpha) on the background."""
    alpha = picture[..., 3:].astype(np.uint16)
    laid = picture[..., :3] * alpha + np.array(BACKGROUND, np.uint16) * (255 - alpha)
    return ((laid + 127) // 255).astype(np.uint8)


@functools.cache
def _light(transfer: int) -> _Light:
    """Light of each code value: 1 is the white of an ordinary screen; for HLG, light of the scene from 0 to 1."""
    code = np.linspace(0, 1, 65_536)
    if transfer == PQ:
        return (_pq_light(code) * (_BRIGHTEST / _WHITE)).astype(np.float32)
    if transfer == HLG:
        # BT.2100, table 5: the inverse of its OETF.
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        return np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12).astype(np.float32)
    return (code**_SCREEN_GAMMA).astype(np.float32)


def _pq_light(code: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Share of 10,000 cd/m² of a PQ signal, 0–1 (BT.2100, table 4)."""
    root = code ** (1 / 78.84375)
    above: npt.NDArray[np.float64] = np.maximum(root, 0.8359375) - 0.8359375
    below: npt.NDArray[np.float64] = 18.8515625 - 18.6875 * root
    return (above / below) ** (1 / 0.1593017578125)


def _pq_code(light: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The inverse of `_pq_light`."""
    power = light**0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


@functools.cache
def _bent(peak: float) -> _Light:
    """What becomes of light, at steps of its square root up to `peak`: the EETF of Report ITU-R BT.2390, section 5.4.1.

    Up to the knee, light stays as it is; from there it bends, and the peak comes out as white. Black stays black.
    """
    light = np.linspace(0, 1, _STEPS) ** 2 * peak / _BRIGHTEST
    top = float(_pq_code(np.array(peak / _BRIGHTEST)))
    white = float(_pq_code(np.array(_WHITE / _BRIGHTEST))) / top
    knee = 1.5 * white - 0.5
    signal = _pq_code(light) / top
    t = np.clip((signal - knee) / max(1 - knee, 1e-6), 0, 1)
    bent = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (3 * t**2 - 2 * t**3) * white
    return (np.where(signal <= knee, light, _pq_light(bent * top)) * (_BRIGHTEST / _WHITE)).astype(np.float32)


def _gain(brightest: _Light, peak: float) -> _Light:
    """The factor for each pixel by its largest channel: all three are lowered alike, so that the hue stays."""
    steps = np.sqrt(np.minimum(brightest * np.float32(_WHITE / peak), 1)) * np.float32(_STEPS - 1)
    gain: _Light = _bent(peak)[(steps + np.float32(0.5)).astype(np.uint16)] / np.maximum(brightest, 1e-6)
    return gain


@functools.cache
def _codes() -> npt.NDArray[np.uint8]:
    """The code value of each step of the square root of light."""
    return np.round(255 * np.linspace(0, 1, _STEPS) ** (2 / _SCREEN_GAMMA)).astype(np.uint8)
