"""How the crop scorer reads crops, and what it is trained to do; run where the training's packages are installed."""

from __future__ import annotations

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tflite")

from models.training.crops.data import FAULTS  # noqa: E402 - only where there is PyTorch
from models.training.crops.losses import emd_loss, order_loss, wanted_grades  # noqa: E402
from models.training.crops.network import (  # noqa: E402
    FACE,
    FIELDS,
    GRADES,
    MAPS,
    PLACES,
    SPREAD,
    Scorer,
    field_means,
    places,
    shares_of,
    spread_of,
)
from models.training.crops.views import mirror  # noqa: E402

BOXES = torch.tensor([[[0.1, 0.2, 0.6, 0.5], [0.0, 0.0, 1.0, 1.0], [0.55, 0.3, 0.4, 0.7]]])


def test_the_mean_of_a_flat_map_is_its_value_inside_the_picture_and_nothing_outside() -> None:
    means = field_means(torch.full((1, 1, 10, 12), 3.0), BOXES).reshape(3, FIELDS, FIELDS)
    assert means[0].numpy() == pytest.approx(np.full((5, 5), 3), abs=0.01)
    whole = np.zeros((5, 5))
    whole[1:4, 1:4] = 3
    assert means[1].numpy() == pytest.approx(whole, abs=0.01)


def test_a_field_that_is_made_of_whole_cells_has_their_mean() -> None:
    x = torch.rand(1, 2, 6, 6)
    told = field_means(x, torch.tensor([[[0.0, 0.0, 0.5, 1.0]]])).reshape(2, FIELDS, FIELDS)
    assert told[1, 2, 3].item() == pytest.approx(x[0, 1, 2:4, 2].mean().item(), abs=1e-3)


def test_attention_sums_up_to_one_and_faces_to_less() -> None:
    shares = shares_of(torch.randn(2, MAPS, 7, 9))
    totals = shares.sum((2, 3))
    others = [number for number in range(MAPS) if number != FACE]
    assert totals[:, others].numpy() == pytest.approx(np.ones((2, MAPS - 1)), abs=1e-4)
    assert shares_of(torch.full((1, MAPS, 7, 9), -9.0))[:, FACE].sum().item() < 0.01


def test_what_lies_on_the_border_counts_as_cut() -> None:
    shares = torch.zeros(1, MAPS, 10, 10)
    shares[:, :, 4:6, 4:6] = 0.25
    boxes = torch.tensor([[[0.2, 0.2, 0.6, 0.6], [0.5, 0.0, 0.5, 1.0], [0.6, 0.6, 0.4, 0.4]]])
    told = spread_of(shares, boxes).reshape(3, MAPS, SPREAD)[:, 0]
    kept, cut = told[:, 0], told[:, 4]
    assert kept.tolist() == pytest.approx([1, 0.5, 0], abs=1e-4)
    assert cut[0].item() == pytest.approx(0, abs=1e-4)
    assert cut[1].item() > 0.2


def test_places_of_the_mirror_image_change_sides_only() -> None:
    one, other = places(BOXES)[0], places(mirror(BOXES))[0]
    order = list(range(PLACES))
    order[5], order[7] = 7, 5
    assert one.numpy() == pytest.approx(other[:, order].numpy(), abs=1e-5)


def test_what_is_shipped_is_a_distribution_over_the_grades_whose_mean_is_the_score() -> None:
    torch.manual_seed(1)
    scorer = Scorer("squeezenet", 0, 8, 0.5).eval()
    with torch.inference_mode():
        scores, grades, faults = scorer(torch.rand(1, 3, 64, 96) * 2 - 1, BOXES[0])
    assert scores.shape == (3, 1)
    assert grades.sum(1).numpy() == pytest.approx(np.ones(3), abs=1e-5)
    assert scores[:, 0].numpy() == pytest.approx((grades * torch.linspace(0, 1, GRADES)).sum(1).numpy(), abs=1e-5)
    assert faults.shape == (3, len(FAULTS))


def test_the_head_starts_as_the_ridge_regression() -> None:
    torch.manual_seed(2)
    random = np.random.default_rng(2)
    scorer = Scorer("squeezenet", 0, 8, 0.5).eval()
    pooled = random.normal(0, 1, (40, 9, scorer.linear.in_features)).astype(np.float32)
    labels = 0.5 + 0.05 * pooled[..., -5:].sum(2)
    scorer.start_from(pooled, labels, within=4.0, strength=0.02)
    with torch.inference_mode():
        told = scorer.read(torch.from_numpy(pooled)).scores.numpy()
    inside = told - told.mean(1, keepdims=True), labels - labels.mean(1, keepdims=True)
    assert np.corrcoef(inside[0].ravel(), inside[1].ravel())[0, 1] > 0.9


def test_the_wanted_grades_keep_the_label() -> None:
    labels = torch.tensor([0.0, 0.1, 0.5, 1.0])
    grades = wanted_grades(labels)
    assert (grades * torch.linspace(0, 1, GRADES)).sum(1).tolist() == pytest.approx(labels.tolist())
    assert emd_loss(grades, labels).item() == pytest.approx(0, abs=1e-9)


def test_the_distance_grows_with_how_far_the_grade_is_off() -> None:
    off = [emd_loss(torch.eye(GRADES)[number], torch.tensor(0.0)).item() for number in range(GRADES)]
    assert off == sorted(off)
    assert off[0] == 0


def test_only_known_labels_are_put_in_order() -> None:
    right, wrong = torch.tensor([[0.2, 0.8, 0.9]]), torch.tensor([[0.8, 0.2, 0.9]])
    labels = torch.tensor([[0.1, 0.6, math.nan]])
    assert order_loss(right, labels, 20.0) < order_loss(wrong, labels, 20.0)
    assert order_loss(right, torch.full((1, 3), math.nan), 20.0).item() == 0
