"""Counting what is found in animated frames, in which faces were marked by eye."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from app.vision.faces import Boxes, Found
from models.training.faces.animated import ANIMATED, Known, Tally, tallied
from tests.media_factory import photo


def boxes(*rows: tuple[float, float, float, float]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 4)


FACES: Known = [(10, 10, 50, 60, "person"), (100, 10, 140, 60, "toy")]


def test_a_loosely_marked_face_is_found_once() -> None:
    tally = Tally()
    tally.add(boxes((14, 4, 58, 56), (12, 12, 48, 58)), FACES)
    assert (tally.frames, tally.false) == (1, 1), "the second finding is of the same face"
    assert tally.faces == {"person": 1, "toy": 1}
    assert tally.found == {"person": 1}


@pytest.mark.parametrize(
    "box",
    [
        (200, 200, 240, 240),  # elsewhere
        (45, 10, 85, 60),  # beside it
        (0, 0, 400, 300),  # holds the face, which does not hold its middle
    ],
)
def test_what_does_not_share_its_middle_with_a_face_is_false(box: tuple[float, float, float, float]) -> None:
    tally = Tally()
    small: Known = [(60, 60, 100, 110, "rabbit")]
    tally.add(boxes(box), small)
    assert tally.false == 1
    assert tally.found["rabbit"] == 0


def test_findings_under_the_threshold_do_not_count(tmp_path: Path) -> None:
    PIL.Image.fromarray(photo(1)).save(tmp_path / "one.png")
    seen = Found(boxes((10, 10, 50, 60), (100, 10, 140, 60)), np.array([0.9, 0.5], np.float32), np.ones(2, np.float32))
    tally = tallied(lambda _: seen, tmp_path, 0.6, [("one.png", FACES), ("one.png", [])])
    assert (tally.frames, tally.false) == (2, 1)
    assert tally.found == {"person": 1}


def test_marked_faces_are_boxes_of_known_kinds() -> None:
    frames = json.loads(ANIMATED.read_text(encoding="utf-8"))
    assert len(frames) > 100
    faces = [face for known in frames.values() for face in known]
    assert {whose for *_, whose in faces} == {"person", "rabbit", "bird", "toy"}
    assert all(left < right and top < bottom for left, top, right, bottom, _ in faces)
