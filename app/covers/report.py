"""A recommendation as a document that scripts rely on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.domain.cover import Assessment, Cover
from app.domain.media import Moment
from app.domain.recommendation import Done


def document(done: Done, files: Sequence[Path | None]) -> dict[str, Any]:
    """The JSON document of a finished recommendation.

    Args:
        done: the last event.
        files: the file that each cover was written to, None where it was not.
    """
    found = done.recommendation
    source, timing = found.source, found.timing
    first = None if found.first_frame is None else {"score": _tenth(found.first_frame)}
    return {
        "source": {
            "path": str(source.path),
            "kind": str(source.kind),
            "width": source.size.width,
            "height": source.size.height,
            "duration": source.duration,
            "frames_considered": found.frames_considered,
        },
        "covers": [
            _cover(rank, cover, file) for rank, (cover, file) in enumerate(zip(found.covers, files, strict=True), 1)
        ],
        "first_frame": first,
        "models": dict(done.models),
        "backend": done.backend,
        "timing": {
            "first": _rounded(timing.first),
            **{name: _rounded(seconds) for name, seconds in timing.stages.items()},
            "total": _rounded(timing.total),
        },
    }


def _cover(rank: int, cover: Cover, file: Path | None) -> dict[str, Any]:
    place = cover.place
    crop, faces = cover.crop, [face.box for face in cover.faces]
    panel = None if isinstance(place, Moment) else place.panel
    if panel is not None:
        # Scripts know the file, so boxes are told in its pixels.
        crop = crop.moved(panel.x, panel.y)
        faces = [face.moved(panel.x, panel.y) for face in faces]
    return {
        "rank": rank,
        "time": round(place.seconds, 6) if isinstance(place, Moment) else None,
        "picture": None if isinstance(place, Moment) else place.path.name,
        **({} if panel is None else {"panel": panel.as_list()}),
        "crop": crop.as_list(),
        "score": _tenth(cover.assessment.score),
        "parts": rounded_parts(cover.assessment.parts),
        **findings(cover.assessment),
        "faces": [face.as_list() for face in faces],
        "file": None if file is None else str(file),
    }


def findings(assessment: Assessment) -> dict[str, list[str]]:
    """Why a picture scores as it does, most telling first, and all that is wrong with it, as ids."""
    return {"reasons": [str(reason) for reason in assessment.reasons], "flags": sorted(assessment.flags)}


def rounded_parts(parts: Mapping[str, float]) -> dict[str, float]:
    """Scores with one decimal."""
    return {name: _tenth(value) for name, value in parts.items()}


def _tenth(value: float) -> float:
    return round(value, 1)


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
