"""Sessions for tests: covers with pictures, analyses of a video or a post, and strategies that make more."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from app.domain.cover import Assessment, Cover, Crop, Flag, Trait
from app.domain.edits import DecidedCrop, Decision, Edits, HandCrop, Shape, Verdict
from app.domain.faces import Face
from app.domain.geometry import Aspect, Box, Size
from app.domain.look import HandLook, Look
from app.domain.media import Frame, Kind, Moment, Picture, Place, SourceInfo
from app.domain.project import Analysis, Fingerprint, Project, Proposal, Sample, SourceFile
from app.domain.recommendation import Recommendation, Timing

AT = datetime(2026, 3, 1, 12, 30, 5, 250_000, tzinfo=UTC)
SIZE = Size(1920, 1080)
WIDE, TALL, SQUARE = (Shape(Aspect.parse(text)) for text in ("16:9", "9:16", "1:1"))
CLIP = Path("/videos/clip.mp4")


def moment(pts: int) -> Moment:
    return Moment(pts, Fraction(1, 90_000), 512)


def assessment(score: float = 71.25) -> Assessment:
    measured, judged = frozenset({Flag.DARK}), frozenset({Flag.TEXT, Flag.CLUTTER})
    return Assessment(70.5, 64.0, 55.0, 80.0, 45.0, 30.0, score, measured, judged, (Trait.SHARP, Flag.TEXT))


def cover(place: Place, crop: Box | None = None, *, size: Size = SIZE, score: float = 71.25) -> Cover:
    """A cover of a frame with a smooth picture, which JPEG keeps."""
    rows, columns = np.mgrid[0:90, 0:160]
    image = np.stack([rows * 2, columns, 255 - columns], axis=-1).astype(np.uint8)
    return Cover(Frame(place, size, image), crop or Box(0, 0, size.width, size.height), assessment(score))


def analysis(*covers: Cover, path: Path = CLIP, kind: Kind = Kind.VIDEO, identity: str = "a1") -> Analysis:
    timing = Timing(0.4, 1.5, {"open": 0.1, "score": 0.9})
    duration = 12.5 if kind is Kind.VIDEO else None
    found = Recommendation(SourceInfo(path, kind, SIZE, duration), covers, 35.5, 41, timing)
    samples = tuple(Sample(item.place, item.assessment) for item in covers)
    return Analysis(identity, AT, WIDE.aspect, found, "cpu", {"judge": "2.0.0"}, samples)


def video_project(path: Path = CLIP) -> Project:
    """Three recommended covers of a video, one frame added by hand, one crop placed by hand."""
    covers = [cover(moment(pts), score=80.0 - pts / 90_000) for pts in (90_000, 270_000, 450_000)]
    added = cover(moment(333_333), score=40.0)
    edits = Edits(
        WIDE,
        kept=(TALL, Shape(Aspect.parse("3:4"), "xiaohongshu-3x4")),
        added=(added,),
        chosen=covers[1],
        crops=(HandCrop(covers[1].place, TALL, Box(100, 0, 607, 1080)),),
        note="Titel · 封面",
        looks=(HandLook(covers[1].place, Look(angle=-2.5, exposure=0.35, warmth=12)),),
    )
    faces = (Face(Box(-5, 10, 80, 90), 0.97, None, 0.5),)
    crops = (Crop(Box(656, 0, 607, 1080), 83.0), Crop(Box(0, 0, 607, 1080), 61.0))
    proposals = (Proposal(covers[0].place, TALL.aspect, crops, faces),)
    source = SourceFile(path, Fingerprint(1_000_000, 1_700_000_000_000_000_000, "ab" * 32))
    return Project((source,), edits, analysis(*covers, path=path), proposals)


def post_project(folder: Path = Path("/photos/post")) -> Project:
    """Two recommended pictures of a folder, one of them a panel of a long one."""
    whole = cover(Picture(0, folder / "a.jpg"))
    panel = cover(Picture(3, folder / "strip.png", Box(0, 400, 600, 300)), size=Size(600, 300))
    source = SourceFile(folder, Fingerprint(500, 0, "cd" * 32), folder=True)
    return Project((source,), Edits(SQUARE), analysis(whole, panel, path=folder, kind=Kind.PICTURES))


def accepted(project: Project) -> Decision:
    return project.accepted(AT, {project.edits.shape: Path("/videos/clip-cover.jpg")})


# Strategies

numbers = st.floats(0, 100)
boxes = st.builds(Box, st.integers(0, 500), st.integers(0, 300), st.integers(1, 700), st.integers(1, 500))
aspects = st.one_of(
    st.just(Aspect(None)), st.builds(lambda w, h: Aspect(Fraction(w, h)), st.integers(1, 99), st.integers(1, 99))
)
shapes = st.builds(Shape, aspects, st.sampled_from(["", "youtube-video", "douyin-3x4"]))
moments = st.builds(
    Moment,
    st.integers(-(2**62), 2**62),
    st.builds(Fraction, st.integers(1, 1001), st.integers(1, 90_000)),
    st.integers(-(2**40), 2**40),
)
pictures = st.builds(
    Picture, st.integers(0, 500), st.builds(Path, st.text(st.characters(exclude_characters="\0"))), st.none() | boxes
)
places: st.SearchStrategy[Place] = moments | pictures
_hundred = st.floats(-100, 100)
looks = st.builds(
    Look,
    st.integers(0, 3),
    st.booleans(),
    st.floats(-15, 15),
    st.floats(-2, 2),
    _hundred,
    _hundred,
    _hundred,
    st.floats(0, 100),
)
decisions = st.builds(
    Decision,
    st.sampled_from(Verdict),
    st.datetimes(timezones=st.just(UTC)),
    st.none() | places,
    st.none() | st.integers(1, 9),
    st.lists(
        st.builds(DecidedCrop, shapes, boxes, st.booleans(), st.none() | st.builds(Path, st.text("ab/."))), max_size=3
    ).map(tuple),
    st.text(),
    looks,
)
hand_crops = st.builds(HandCrop, places, shapes, boxes)
hand_looks = st.builds(HandLook, places, looks)
edits = st.builds(
    Edits,
    shapes,
    st.lists(shapes, max_size=3, unique=True).map(tuple),
    st.just(()),
    st.none(),
    st.lists(hand_crops, max_size=3).map(tuple),
    st.text(),
    st.none() | decisions,
    st.lists(hand_looks, max_size=3).map(tuple),
)
