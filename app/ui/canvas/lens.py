"""How several pictures are looked at as one: the same zoom, and the same place in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

MOST = 32.0
"""The largest zoom."""


@dataclass(frozen=True, slots=True)
class Lens:
    """A zoom and a place.

    Attributes:
        zoom: 1 shows all of the picture, as large as fits; at most `MOST`.
        x: what is in the middle of the view, from the left edge (0) of the picture to the right one (1).
        y: the same, from the top edge to the bottom one.
    """

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def panned(self, x: float, y: float) -> Lens:
        """Another place, in shares of the picture to the right and down."""
        return replace(self, x=self.x + x, y=self.y + y)

    def zoomed(self, factor: float, x: float, y: float) -> Lens:
        """Another zoom, by a factor, that leaves the place (x, y) of the picture where it is in the view."""
        zoom = min(MOST, max(1.0, self.zoom * factor))
        keep = self.zoom / zoom
        return Lens(zoom, x + (self.x - x) * keep, y + (self.y - y) * keep)

    def within(self, across: float, down: float) -> Lens:
        """The nearest place at which the view shows nothing beside the picture.

        Args:
            across: the width of the view in widths of the picture at this zoom; above 1 the picture is centred.
            down: the same for the height.
        """
        return replace(self, x=_held(self.x, across), y=_held(self.y, down))


def _held(place: float, share: float) -> float:
    if share >= 1:
        return 0.5
    return min(1 - share / 2, max(share / 2, place))


def columns(ratios: Sequence[float], width: float, height: float, below: float, most: int = 4) -> int:
    """In how many columns pictures are largest.

    Args:
        ratios: width to height of each picture, at least one.
        width: room for all, in pixels.
        height: the same.
        below: pixels under each picture that its texts need.
        most: columns that there is room for their texts in, at least one.
    """

    def size(count: int) -> float:
        rows = -(-len(ratios) // count)
        across, down = width / count, max(1.0, height / rows - below)
        return min(min(across, down * ratio) ** 2 / ratio for ratio in ratios)

    return max(range(1, min(most, len(ratios)) + 1), key=lambda count: (size(count), count))
