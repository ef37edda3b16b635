"""The network and its losses; run where the training's packages are installed."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from models.training.judge.batches import Batch
from models.training.judge.data import FLAGS
from models.training.judge.losses import level_loss, loss_of, pair_loss
from models.training.judge.network import LEVELS, Judge

WEIGHTS = {
    "regression": 4.0,
    "levels": 0.3,
    "flags": 0.5,
    "other_pairs": 0.3,
    "clip_pairs": 1.0,
    "ladder_pairs": 1.0,
    "sharpness": 8.0,
}


@pytest.fixture
def judge() -> Judge:
    torch.manual_seed(1)
    return Judge(frozen=3)


def test_an_opinion_is_a_distribution_over_the_levels_whose_mean_is_the_score(judge: Judge) -> None:
    with torch.inference_mode():
        opinion = judge.eval().opinion(torch.randn(2, 3, 64, 96))
    assert torch.allclose(opinion.levels.sum(2), torch.ones(2, 2), atol=1e-5)
    assert torch.allclose(opinion.scores, (opinion.levels * torch.linspace(0, 1, LEVELS)).sum(2))


def test_the_head_starts_as_the_ridge_regression(judge: Judge) -> None:
    random = np.random.default_rng(2)
    pooled = random.normal(0, 1, (300, judge.linear.in_features)).astype(np.float32)
    wanted = 0.5 + 0.1 * pooled[:, :5].sum(1)
    labels = np.stack([wanted, np.where(np.arange(300) % 2, wanted, np.nan)], 1)
    judge.start_from(pooled, labels, np.full(300, -1), np.full((300, len(FLAGS)), 0.1), np.ones(300))
    with torch.inference_mode():
        levels, _ = judge.eval().read(torch.from_numpy(pooled))
    scores = (levels.softmax(2) * judge.values).sum(2).numpy()
    assert spearmanr(scores[:, 0], wanted).statistic > 0.9


def test_what_is_frozen_does_not_learn(judge: Judge) -> None:
    judge.train()
    judge.opinion(torch.randn(2, 3, 64, 64)).scores.sum().backward()
    first, last = judge.backbone.blocks[0], judge.backbone.blocks[-1]
    assert all(parameter.grad is None for parameter in first.parameters())
    assert all(parameter.grad is not None for parameter in last.parameters())
    trained = {id(parameter) for parameter in judge.trained_backbone()}
    assert not trained & {id(parameter) for parameter in first.parameters()}
    assert {id(parameter) for parameter in last.parameters()} <= trained


def test_pairs_in_order_cost_less_than_pairs_out_of_order() -> None:
    labels, same = torch.tensor([0.1, 0.5, 0.9]), torch.ones(3, 3, dtype=torch.bool)
    right = pair_loss(torch.tensor([-1.0, 0.0, 1.0]), labels, same, 8)
    wrong = pair_loss(torch.tensor([1.0, 0.0, -1.0]), labels, same, 8)
    assert right < wrong


def test_pairs_that_may_not_be_compared_cost_nothing() -> None:
    none = torch.zeros(3, 3, dtype=torch.bool)
    assert pair_loss(torch.randn(3), torch.tensor([0.1, 0.5, 0.9]), none, 8) == 0


def test_the_distribution_that_costs_least_has_the_label_as_its_mean() -> None:
    label = torch.tensor([0.6])
    exact = torch.tensor([[0.0, 0.0, 0.6, 0.4, 0.0]])
    assert (exact * torch.linspace(0, 1, LEVELS)).sum() == pytest.approx(0.6)
    assert level_loss(exact, label) < level_loss(torch.full((1, LEVELS), 0.2), label)


def test_a_batch_without_labels_but_with_a_known_order_still_teaches(judge: Judge) -> None:
    batch = Batch(
        np.zeros((4, 3, 64, 64), np.float32),
        np.full((4, 2), np.nan, np.float32),
        np.array([[1, 1], [0.7, 0.7], [0.4, 0.4], [0.1, 0.1]], np.float32),
        np.zeros(4, int),
        True,
        np.full((4, len(FLAGS)), np.nan, np.float32),
    )
    loss = loss_of(judge.opinion(torch.randn(4, 3, 64, 64)), batch, WEIGHTS)
    loss.backward()
    assert torch.isfinite(loss)
    assert judge.linear.weight.grad.abs().sum() > 0
