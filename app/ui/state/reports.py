"""What jobs report to the session, besides the events of the analysis."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.media import Image, Picture, SourceInfo


@dataclass(frozen=True, slots=True)
class Opened:
    """A source could be opened; reported before anything is known of its frames."""

    info: SourceInfo


@dataclass(frozen=True, slots=True, eq=False)
class Thumb:
    """A picture of a set, small."""

    place: Picture
    image: Image
