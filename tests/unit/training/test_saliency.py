"""What the saliency network learns from, and how maps are measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inference.preprocess import Preprocessing
from models.training.saliency.batches import STRIDE, View, density_of, epoch_batches, mirrored
from models.training.saliency.data import Gaze, load
from models.training.saliency.measure import auc_judd, figures, fixated, nss
from tests.media_factory import photo, save

PREPARE = Preprocessing(pixels=4096, multiple=32, max_aspect=3.0, colour_order="RGB", mean=127.5, scale=1 / 127.5)
RECIPE = {"seed": 3, "batch": 4, "cut": 0.7, "smallest_cut": 0.3, "stylised": 0.3, "spread": 0.03}


def gaze(number: int) -> Gaze:
    """A picture that is looked at around one place."""
    random = np.random.default_rng(number)
    points = np.clip(random.normal(random.uniform(0.3, 0.7, 2), 0.08, (60, 2)), 0, 0.999)
    return Gaze(f"data/gaze/osie/images/{number}.jpg", photo(number, 160, 120), points)


def test_fixations_are_read_as_shares_of_the_picture_and_those_outside_are_left_out(tmp_path: Path) -> None:
    for name in ("osie", "eyecrowd"):
        folder = tmp_path / "data" / "gaze" / name
        (folder / "images").mkdir(parents=True)
        save(photo(1, 80, 60), folder / "images" / "1.jpg")
        row = {
            "file": "1.jpg",
            "width": 80,
            "height": 60,
            "fixations": [[[20, 15, 200], [80, 30, 100]], [[40, 45, 90]]],
        }
        (folder / "labels.jsonl").write_text(json.dumps(row) + "\n")
    first, second = load(tmp_path / "data")
    assert (first.name, second.name) == ("data/gaze/osie/images/1.jpg", "data/gaze/eyecrowd/images/1.jpg")
    assert first.points.tolist() == [[0.25, 0.25], [0.5, 0.75]]
    assert first.image.shape == (60, 80, 3)
    assert first.fold in range(5)


def test_an_epoch_is_the_same_again_and_another_is_not() -> None:
    gazes = [gaze(number) for number in range(10)]
    first, again, other = (list(epoch_batches(gazes, PREPARE, RECIPE, epoch)) for epoch in (0, 0, 1))
    assert sum(len(batch.inputs) for batch in first) == 10
    assert all(np.array_equal(a.inputs, b.inputs) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0].density, other[0].density)


def test_each_picture_of_a_batch_has_a_density_and_the_window_that_it_shows() -> None:
    for batch in epoch_batches([gaze(number) for number in range(12)], PREPARE, RECIPE, 0):
        count, _, height, width = batch.inputs.shape
        assert batch.density.shape == (count, height // STRIDE, width // STRIDE)
        assert np.allclose(batch.density.sum((1, 2)), 1, atol=1e-4)
        assert (batch.windows[:, :2] >= 0).all()
        assert (batch.windows[:, :2] + batch.windows[:, 2:] <= 1 + 1e-6).all()


@given(st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.1, 1), st.floats(0.1, 1))
def test_the_mirror_of_a_view_mirrors_all_of_it(left: float, top: float, across: float, down: float) -> None:
    window = (left, top, min(across, 1 - left), min(down, 1 - top))
    points = np.random.default_rng(1).uniform(0, 0.999, (5, 2))
    view = View(photo(2, 40, 30), points, window)
    turned = mirrored(view)
    assert turned.points[:, 0] == pytest.approx(1 - points[:, 0])
    # Where a fixation lies in the whole picture is mirrored too.
    whole = window[0] + points[:, 0] * window[2]
    assert turned.window[0] + turned.points[:, 0] * turned.window[2] == pytest.approx(1 - whole)
    again = mirrored(turned)
    assert np.array_equal(again.image, view.image)
    assert again.window == pytest.approx(window)


def test_the_density_lies_around_the_fixations() -> None:
    density = density_of(np.array([[0.25, 0.5], [0.25, 0.5], [0.8, 0.5]]), 20, 40, 0.03)
    assert density.sum() == pytest.approx(1, abs=1e-5)
    assert divmod(int(density.argmax()), 40) == (10, 10)
    assert density[:, 20:].sum() == pytest.approx(1 / 3, abs=0.01)


def test_figures_of_maps_whose_worth_is_known() -> None:
    one = gaze(5)
    height, width = one.image.shape[:2]
    seen = fixated(one.points, width, height)
    perfect = seen.astype(np.uint8) * 255
    flat = np.full((height, width), 9, np.uint8)
    assert auc_judd(perfect, one.points) == 1
    assert auc_judd(255 - perfect, one.points) == 0
    assert auc_judd(flat, one.points) == 0.5
    share = seen.mean()
    assert nss(perfect, one.points) == pytest.approx(np.sqrt((1 - share) / share))
    assert nss(flat, one.points) == 0
    assert figures([perfect, flat], [one, one])["auc_judd"] == 0.75


@given(st.integers(0, 2**32 - 1))
def test_auc_is_the_chance_that_a_fixated_pixel_is_more_salient_than_another(seed: int) -> None:
    random = np.random.default_rng(seed)
    heat = random.integers(0, 6, (7, 9)).astype(np.uint8)
    points = random.uniform(0, 0.999, (8, 2))
    seen = fixated(points, 9, 7)
    hits, others = heat[seen].astype(int), heat[~seen].astype(int)
    pairs = np.sign(hits[:, None] - others[None, :]) / 2 + 0.5
    assert auc_judd(heat, points) == pytest.approx(pairs.mean())
