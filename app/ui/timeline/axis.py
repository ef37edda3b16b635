"""Which part of a source the timeline shows, where a time lies in it, and how times are written. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass

_STEPS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000, 86400)
"""Distances of ruler marks, in seconds."""


@dataclass
class Axis:
    """Maps values (seconds, or numbers of pictures) to points across the timeline.

    Attributes:
        length: the whole reaches from 0 to here.
        width: points there are.
        least: the shortest stretch that can be looked at.
        most: points that a unit may take in the view of the whole; None: as many as there are.
        fewest: points that a unit takes in the view of the whole at the least; what does not fit is reached by panning.
        begin: value at the left edge.
        end: value at the right edge.
    """

    length: float = 0.0
    width: int = 1
    least: float = 0.2
    most: float | None = None
    fewest: float = 0.0
    begin: float = 0.0
    end: float = 1.0

    @property
    def _whole(self) -> float:
        """How much the view of the whole shows."""
        shown = max(self.length, 1e-3)
        if self.fewest:
            shown = min(shown, self.width / self.fewest)
        return max(shown, self.width / self.most) if self.most else shown

    @property
    def zoomed(self) -> bool:
        """Whether less is shown than there is."""
        return self.end - self.begin < self.length * (1 - 1e-6)

    def x(self, value: float) -> float:
        """Where a value lies, in points from the left."""
        return (value - self.begin) / (self.end - self.begin) * self.width

    def value(self, x: float) -> float:
        """What lies at a point, within the whole."""
        return min(max(self.begin + x / self.width * (self.end - self.begin), 0.0), self.length)

    def show_whole(self) -> None:
        """Show everything."""
        self.begin, self.end = 0.0, self._whole

    def resize(self, width: int) -> None:
        """Have another width; what is shown stays, and the whole stays the whole."""
        was_whole = self.begin == 0 and abs(self.end - self._whole) < 1e-9
        self.width = max(1, width)
        if was_whole:
            self.show_whole()
        else:
            self._keep_within()

    def extend(self, length: float) -> None:
        """Let the whole be another length."""
        was_whole = self.begin == 0 and abs(self.end - self._whole) < 1e-9
        self.length = length
        if was_whole:
            self.show_whole()
        else:
            self._keep_within()

    def zoom(self, x: float, factor: float) -> None:
        """Show `factor` times as much; what lies at a point stays there as far as the ends allow."""
        about = self.begin + x / self.width * (self.end - self.begin)
        longest = max(self._whole, self.length)
        span = min(max((self.end - self.begin) * factor, min(self.least, longest)), longest)
        self.begin = about - x / self.width * span
        self.end = self.begin + span
        self._keep_within()

    def pan(self, points: float) -> None:
        """Move what is shown by so many points to the right."""
        by = points / self.width * (self.end - self.begin)
        self.begin, self.end = self.begin - by, self.end - by
        self._keep_within()

    def reveal(self, value: float, margin: float = 0.0) -> bool:
        """Turn the page so that a value can be seen.

        Args:
            value: what is to be seen.
            margin: how much beside it is to be seen too.

        Returns:
            Whether anything had to move.
        """
        if self.begin <= value - margin and value + margin <= self.end:
            return False
        before = self.begin
        span = self.end - self.begin
        self.begin = value - margin if value - margin < self.begin else value + margin - span
        if margin == 0 and value > before:
            self.begin = value  # playing goes on into the next page
        self.end = self.begin + span
        self._keep_within()
        return self.begin != before

    def marks(self, apart: float) -> list[float]:
        """Round times to write on a ruler, at least so many points apart."""
        span = self.end - self.begin
        step = next((step for step in _STEPS if step / span * self.width >= apart), _STEPS[-1])
        first = int(self.begin / step)
        last = min(int(min(self.end, self.length) / step + 1e-6), first + 4 * self.width)
        return [number * step for number in range(first, last + 1)]

    def _keep_within(self) -> None:
        span = self.end - self.begin
        longest = max(self._whole, self.length)
        self.begin = max(0.0, min(self.begin, longest - span))
        self.end = self.begin + span
        if self.end > longest or span <= 0:
            self.show_whole()


def clock(seconds: float) -> str:
    """A time as `m:ss.cc`, with hours where there are some."""
    hundredths = int(max(0.0, seconds) * 100 + 1e-3)
    minutes, hundredths = divmod(hundredths, 6000)
    rest = f"{hundredths // 100:02d}.{hundredths % 100:02d}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest}" if hours else f"{minutes}:{rest}"


def short_clock(seconds: float) -> str:
    """A time as short as a ruler needs it: without the fraction where there is none."""
    text = clock(seconds)
    return text.removesuffix(".00")
