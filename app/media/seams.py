"""Where two pictures touch without paper between them: straight borders across which nothing goes on."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from app.domain.media import Image
from app.media.gutters import Floats

_STEP, _SOFT_STEP = 12, 8
"""Difference (0–255) over three rows from which there is a border in a column; the same once blurred along rows."""

_LEAST = 0.3
"""Share of the columns with a border in one row, from which the row is looked at."""

_MOST = 400
"""Seams looked at in one picture."""

SURE = 3.0
"""Odds at the picture's own border."""

_WEIGHTS = (7.7, 4.8, 2.7, -5.5, 2.45, 5.3, 1.05)
_BIAS = -17.7
"""Logistic regression on what `_signs` tells, fitted as decision 11 says."""


@dataclass(frozen=True, slots=True)
class Seam:
    """A straight border from one side to the other.

    Attributes:
        row: the row below it.
        odds: logarithm of the odds that two pictures meet there.
    """

    row: int
    odds: float


@dataclass(frozen=True, slots=True)
class Borders:
    """The horizontal borders of a picture.

    Attributes:
        image: the picture.
        share: of each row, the share of its columns in which a border lies just above it.
    """

    image: Image
    share: Floats

    def seams(self) -> list[Seam]:
        """The straightest borders, at least six rows from each other, from top to bottom."""
        rows: list[int] = []
        left = self.share.copy()
        while len(rows) < _MOST:
            row = int(left.argmax())
            if left[row] < _LEAST:
                break
            rows.append(self._middle(row))
            left[max(0, row - 5) : row + 6] = 0
        return [Seam(row, self.odds(row)) for row in sorted(rows)]

    def _middle(self, row: int) -> int:
        """The middle of the rows about a row that are hardly less straight."""
        least = 0.9 * self.share[row]
        first = last = row
        while first > 0 and self.share[first - 1] >= least:
            first -= 1
        while last < len(self.share) - 1 and self.share[last + 1] >= least:
            last += 1
        return (first + last) // 2

    def odds_near(self, row: int) -> float:
        """Odds of the straightest of the rows near a row."""
        top = max(0, row - 4)
        near = self.share[top : row + 5]
        return self.odds(top + int(near.argmax())) if len(near) else SURE

    def odds(self, row: int) -> float:
        """Logarithm of the odds that one picture ends above a row and another begins."""
        if not 4 <= row <= len(self.share) - 5:
            return SURE
        return float(np.dot(_WEIGHTS, self._signs(row)) + _BIAS)

    def _signs(self, row: int) -> list[float]:
        """What tells a seam from a border within a picture.

        How straight it is, and how much straighter than the rows around; how much the step across it differs along it
        (a shadow's does not); how alike the changes along its two sides are (what crosses it goes on); how much changes
        along the busier side; how different the colours on its sides are, and how different the texture.
        """
        image, share = self.image, self.share
        above, below = image[row - 4 : row - 1], image[row + 1 : row + 4]
        up, down = above.mean(0, dtype=np.float32), below.mean(0, dtype=np.float32)
        step = down - up
        uneven = np.linalg.norm(step - np.median(step, 0), axis=1).mean() / (np.linalg.norm(step, axis=1).mean() + 1)
        along_up, along_down = up[4:] - up[:-4], down[4:] - down[:-4]
        energy = np.sqrt((along_up**2).sum() * (along_down**2).sum()) + 200  # so that flat sides are not alike
        alike = max(0.0, float((along_up * along_down).sum() / energy))
        busy = max(float((np.abs(change).max(1) > 15).mean()) for change in (along_up, along_down))
        reach = image.shape[1] // 10
        colours = palette(image[max(0, row - reach) : row - 1]) - palette(image[row + 2 : row + reach + 1])
        textures = (_texture(image[max(0, row - 8) : row - 1]) + 1) / (_texture(image[row + 2 : row + 9]) + 1)
        straight = float(share[row - 2 : row + 3].max())
        sharper = straight - float(np.median(share[max(0, row - 15) : row + 16]))
        other = 0.5 * float(np.abs(colours).sum())
        return [straight, sharper, float(uneven), alike, min(1.0, busy / 0.15), other, abs(float(np.log(textures)))]


def look_at_borders(image: Image) -> Borders:
    """Find the horizontal borders of a picture; of a soft one where it is sharp, of a grainy one without the grain."""
    blurred = np.asarray(cv2.blur(image, (11, 1)), np.uint8)
    return Borders(image, np.maximum(_border_share(image, _STEP), _border_share(blurred, _SOFT_STEP)))


def _border_share(image: Image, step: int) -> Floats:
    """Share of each row's columns in which a border lies just above the row, and none three rows further."""
    found = np.zeros(image.shape[0], np.float32)
    if len(found) < 12:
        return found
    first, second, third = cv2.split(np.asarray(cv2.absdiff(image[3:], image[:-3])))
    change = np.asarray(cv2.max(cv2.max(first, second), third), np.uint8)
    here, beside = change[3:-3], np.maximum(change[:-6], change[6:])
    border = (here > step) & (here > beside + (beside >> 1).astype(np.uint16))
    found[5 : 5 + len(here)] = border.mean(1)
    return found


def _texture(rows: Image) -> float:
    """Mean change from pixel to pixel along rows."""
    return float(cv2.absdiff(rows[:, 1:], rows[:, :-1]).mean()) if rows.size else 0.0


def palette(rows: Image) -> Floats:
    """Histogram of 512 colours, which sums to one."""
    bits = (rows.reshape(-1, 3) >> 5).astype(np.int32)
    codes = (bits[:, 0] << 6) | (bits[:, 1] << 3) | bits[:, 2]
    return np.asarray(np.bincount(codes, minlength=512) / max(1, len(codes)), np.float32)
