"""A frame that a person points at is judged as a recommended one is."""

from __future__ import annotations

import itertools

import pytest

from app.covers.framing import Framer
from app.covers.single import cover_of, frame_of, recropped
from app.domain.cover import Cover
from app.domain.geometry import Aspect, Box
from app.domain.media import Image
from app.media import open_source
from app.media.sample import SampleClip
from app.vision.judge import Judge

SQUARE, ORIGINAL = Aspect.parse("1:1"), Aspect(None)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge("cpu")


@pytest.fixture(scope="module")
def framer() -> Framer:
    return Framer("cpu")


@pytest.fixture(scope="module")
def recommended(sample: SampleClip, judge: Judge, framer: Framer) -> tuple[Cover, Image]:
    """A frame of the sample as the analysis reads it, judged, and its picture at full resolution."""
    with open_source([sample.path]) as source:
        frame = list(itertools.islice(source.survey(), 4))[-1]
        return cover_of(frame, SQUARE, judge, framer, 3)[0], source.full(frame.place)


def test_it_gets_the_score_and_the_crop_that_a_recommendation_gives_it(
    recommended: tuple[Cover, Image], judge: Judge, framer: Framer
) -> None:
    cover, image = recommended
    again, framing = cover_of(frame_of(cover.place, image), SQUARE, judge, framer, 3)
    assert again.frame.size == cover.frame.size
    assert again.frame.image.shape == cover.frame.image.shape
    # Another way of making the picture small.
    assert again.assessment.score == pytest.approx(cover.assessment.score, abs=2)
    assert again.crop.overlap(cover.crop) > 0.9
    assert again.crop == framing.crops[0].box
    assert again.faces == framing.faces


def test_the_recommended_crop_placed_by_hand_is_as_good_as_recommended(
    recommended: tuple[Cover, Image], judge: Judge, framer: Framer
) -> None:
    cover, framing = cover_of(frame_of(recommended[0].place, recommended[1]), SQUARE, judge, framer, 3)
    for known in (framing, None):
        again = recropped(cover, SQUARE, cover.crop, framer, known)
        # Networks answer a little otherwise when they are asked about more at once.
        assert again.parts == pytest.approx(cover.assessment.parts, abs=0.01)
        assert again.reasons == cover.assessment.reasons


def test_another_crop_changes_what_depends_on_it_and_nothing_else(
    recommended: tuple[Cover, Image], judge: Judge, framer: Framer
) -> None:
    cover, framing = cover_of(frame_of(recommended[0].place, recommended[1]), SQUARE, judge, framer, 3)
    worse = recropped(cover, SQUARE, Box(0, 0, 40, 40), framer, framing)
    assert worse.crop is not None
    assert cover.assessment.crop is not None
    assert worse.crop < cover.assessment.crop
    assert worse.score < cover.assessment.score
    assert (worse.quality, worse.appeal, worse.measured) == (
        cover.assessment.quality,
        cover.assessment.appeal,
        cover.assessment.measured,
    )


def test_the_whole_picture_needs_no_crop_to_be_judged(
    recommended: tuple[Cover, Image], judge: Judge, framer: Framer
) -> None:
    cover, _ = cover_of(frame_of(recommended[0].place, recommended[1]), ORIGINAL, judge, framer, 3)
    assert cover.crop == ORIGINAL.largest_in(cover.frame.size)
    assert cover.assessment.crop is None
    assert recropped(cover, ORIGINAL, Box(0, 0, 64, 36), framer, None).crop is not None


def test_a_small_picture_is_not_made_larger(recommended: tuple[Cover, Image]) -> None:
    cover, image = recommended
    tiny = frame_of(cover.place, image[:9, :12])
    assert tiny.image.shape == (9, 12, 3)
    assert (tiny.size.width, tiny.size.height) == (12, 9)
