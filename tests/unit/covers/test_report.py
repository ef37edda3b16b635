"""The document that scripts rely on."""

from pathlib import Path

import numpy as np

from app.covers.report import document
from app.domain.cover import Assessment, Cover
from app.domain.faces import Face
from app.domain.geometry import Box, Size
from app.domain.media import Frame, Kind, Picture, SourceInfo
from app.domain.recommendation import Done, Recommendation, Timing

ASSESSMENT = Assessment(50, 60, 70, 80, 90, 40, 61.24, crop=77.77)


def told(place: Picture) -> dict[str, object]:
    frame = Frame(place, Size(800, 600), np.zeros((3, 4, 3), np.uint8))
    cover = Cover(frame, Box(10, 20, 450, 600), ASSESSMENT, (Face(Box(30, 40, 50, 60), 0.9),))
    source = SourceInfo(Path("post"), Kind.PICTURES, Size(800, 9000), None)
    found = Recommendation(source, (cover,), None, 1, Timing(None, 1.0, {}))
    covers = document(Done(found, "cpu", {}), [None])["covers"]
    assert isinstance(covers, list)
    return dict(covers[0])


def test_crop_and_faces_are_told_and_parts_are_rounded() -> None:
    row = told(Picture(0, Path("post/a.jpg")))
    assert row["picture"] == "a.jpg"
    assert row["crop"] == [10, 20, 450, 600]
    assert row["faces"] == [[30, 40, 50, 60]]
    assert isinstance(row["parts"], dict)
    assert row["parts"]["crop"] == 77.8
    assert "faces" not in row["parts"]
    assert "panel" not in row


def test_of_a_panel_everything_is_told_in_pixels_of_the_whole_picture() -> None:
    row = told(Picture(0, Path("post/a.jpg"), Box(5, 3000, 800, 600)))
    assert row["panel"] == [5, 3000, 800, 600]
    assert row["crop"] == [15, 3020, 450, 600]
    assert row["faces"] == [[35, 3040, 50, 60]]
