"""What the training of the crop scorer does without a network: reading the labels and measuring."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.training.crops.data import FAULTS, Sample, centre_crop, content_of, load
from models.training.crops.measure import figures, rank_correlation

BOXES = np.array([[0.1, 0.2, 0.6, 0.6], [0.25, 0.25, 0.5, 0.5], [0.0, 0.0, 0.5, 0.5], [0.125, 0.125, 0.75, 0.75]])


def sample(scores: list[float]) -> Sample:
    faults = np.zeros((len(scores), len(FAULTS)), np.float32)
    return Sample(np.zeros((8, 8, 3), np.uint8), BOXES, np.array(scores), faults, "1:1", "story", "name")


def test_the_centre_crop_is_the_largest_of_those_in_the_middle() -> None:
    assert centre_crop(BOXES) == 3


def test_labels_become_shares_scores_and_faults(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "appeal").mkdir(parents=True)
    Image.new("RGB", (200, 100)).save(data / "picture.png")
    (data / "appeal/crops.csv").write_text(
        "picture,shape,x,y,w,h,score,flags\n"
        "data/picture.png,1:1,0,0,100,100,10.0,\n"
        "data/picture.png,1:1,50,25,50,50,1.0,cw\n",
        encoding="utf-8",
    )
    (found,) = load(data)
    assert found.boxes.tolist() == [[0, 0, 0.5, 1], [0.25, 0.25, 0.25, 0.5]]
    assert found.scores.tolist() == [1, 0]
    assert found.faults.sum(1).tolist() == [0, 2]
    assert found.content == found.name == "data/picture.png"


def test_frames_belong_to_their_film_and_pages_to_their_story() -> None:
    assert content_of("data/appeal/covers/chthomos_big-buck-bunny-480p-30sec_17.826.jpg", {}) == "big-buck-bunny"
    assert content_of("data/appeal/covers/liveportrait_d9_11.636.jpg", {}) == "liveportrait_d9"
    assert content_of("data/drawn/stories/a.jpg", {"data/drawn/stories/a.jpg": "stories: b"}) == "stories: b"


def test_the_best_choice_brings_all_of_the_gain_and_the_centre_none_of_it() -> None:
    labels = [0.1, 0.9, 0.2, 0.5]
    best = figures([sample(labels)], [np.array(labels)])
    assert best == {"srcc": pytest.approx(1), "top": 1, "gain": pytest.approx(1), "worse": 0}
    centre = figures([sample(labels)], [np.array([0.0, 0.1, 0.2, 0.9])])
    assert centre["gain"] == 0
    worst = figures([sample(labels)], [np.array([0.9, 0.1, 0.2, 0.3])])
    assert worst["gain"] == pytest.approx(-1)
    assert worst["worse"] == 1


def test_a_picture_without_possible_gain_has_figures() -> None:
    found = figures([sample([0.5, 0.5, 0.5, 0.5])], [np.array([0.1, 0.2, 0.3, 0.4])])
    assert found == {"srcc": 0, "top": 1, "gain": 0, "worse": 0}


def test_rank_correlation_does_not_mind_scale() -> None:
    assert rank_correlation(np.array([1.0, 2.0, 9.0]), np.array([0.1, 0.2, 0.3])) == pytest.approx(1)
