"""The paper of a strip: which bands have one colour, or lie on one gradient from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.media.gutters import Band, Floats, Mask

_CANDIDATES = 40
"""Bands whose colour is tried, those that say most."""

_GRAIN = 28.0
"""Tolerance up to which a band can be what others are compared with."""


@dataclass(frozen=True, slots=True)
class _Bands:
    """Bands as arrays: weight, middle row, colour, how far that may be off, tolerance, whether they are sound."""

    weight: Floats
    middle: Floats
    colour: Floats
    reach: Floats
    tolerance: Floats
    sound: Mask

    def fitting(self, wanted: Floats, like: int) -> tuple[float, Mask]:
        """Which bands have wanted colours and no more grain than one of them; and their weight together."""
        near = np.abs(wanted - self.colour).max(1) <= self.reach
        fits = near & (self.tolerance <= 1.5 * self.tolerance[like] + 2)
        return float(self.weight[fits].sum()), fits


def on_one_page(bands: list[Band], unit: int) -> tuple[list[bool], float]:
    """Which bands have one paper, and how much speaks for it.

    Args:
        bands: bands, from top to bottom.
        unit: the picture's width.

    Returns:
        Which bands belong to the page, and their weight: about the number of those with straight borders.
    """
    if not bands:
        return [], 0.0
    all_of_them = _weighed(bands, unit)
    first = np.argsort(-all_of_them.weight)[:_CANDIDATES]
    tried = [int(i) for i in first if bands[i].clean and bands[i].tolerance <= _GRAIN]
    best, on = 0.0, np.zeros(len(bands), np.bool_)
    for one in tried:
        weight, fits = all_of_them.fitting(all_of_them.colour[one], one)
        if weight > best:
            best, on = weight, fits
    usable = all_of_them.sound & (all_of_them.tolerance <= _GRAIN)
    if best < 0.5 * all_of_them.weight[usable].sum():
        best, on = _on_gradient(all_of_them, tried, unit, best, on)
    return on.tolist(), best


def _weighed(bands: list[Band], unit: int) -> _Bands:
    """What each band says: most if it is clean, has straight borders, and is not thin."""
    borders = np.array([1.0 if band.hard else 0.3 if band.half_hard else 0.05 for band in bands], np.float32)
    clean = np.array([1.0 if band.clean else 0.4 for band in bands], np.float32)
    height = np.array([band.height for band in bands], np.float32)
    thick = np.clip(height / np.float32(0.025 * unit), 0.15, 1).astype(np.float32)
    middle = np.array([(band.start + band.stop) / 2 for band in bands], np.float32)
    colour = np.array([(band.first + band.last) / 2 for band in bands], np.float32)
    tolerance = np.array([band.tolerance for band in bands], np.float32)
    sound = np.array([band.sound for band in bands], np.bool_)
    weight = np.asarray(borders * clean * thick, np.float32)
    reach = np.asarray(tolerance / 2 + 5, np.float32)
    return _Bands(weight, middle, colour, reach, tolerance, sound)


def _on_gradient(bands: _Bands, tried: list[int], unit: int, best: float, on: Mask) -> tuple[float, Mask]:
    """The gradient through two bands that more bands lie on than have one colour, if there is one."""
    slope = None
    for one in tried:
        for two in tried:
            apart = float(np.abs(bands.colour[one] - bands.colour[two]).max())
            down = float(bands.middle[two] - bands.middle[one])
            if not (bands.sound[one] and bands.sound[two]) or down < unit or apart <= 2 * bands.reach[one]:
                continue
            share = ((bands.middle - bands.middle[one]) / down)[:, None]
            weight, fits = bands.fitting(bands.colour[one] * (1 - share) + bands.colour[two] * share, one)
            weight = (weight - 1) / 1.2  # two colours can be chosen, so it fits more by chance
            if weight > best:
                best, on, slope = weight, fits, apart / down
    if slope is not None:
        _grow(bands, on, slope, unit)
    return best, on


def _grow(bands: _Bands, on: Mask, slope: float, unit: int) -> None:
    """Add the bands that a gradient with a changing slope may reach from those that are on it."""
    waiting: list[int] = np.flatnonzero(~on & bands.sound).tolist()
    grown = True
    while grown:
        grown = False
        for one in list(waiting):
            inside: npt.NDArray[np.intp] = np.flatnonzero(on)
            near = inside[np.abs(bands.middle[inside] - bands.middle[one]).argmin()]
            down = float(abs(bands.middle[one] - bands.middle[near]))
            off = float(np.abs(bands.colour[one] - bands.colour[near]).max())
            if off <= bands.reach[one] + 2.5 * slope * down and down < 2.5 * unit:
                on[one] = grown = True
                waiting.remove(one)
