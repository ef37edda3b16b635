"""What raters are made of: a regression that knows what it was told, and little where it was told nothing."""

from __future__ import annotations

import numpy as np
import pytest

from models.training.judge.kernel import regression


def test_a_regression_tells_what_it_learnt_and_follows_a_curve() -> None:
    random = np.random.default_rng(4)
    seen, asked = random.normal(size=(300, 3)), random.normal(size=(100, 3)) / 2
    told = regression(seen, np.sin(seen[:, 0]), asked)
    assert np.corrcoef(told, np.sin(asked[:, 0]))[0, 1] > 0.98


def test_what_is_like_nothing_known_is_as_good_as_the_mean() -> None:
    random = np.random.default_rng(4)
    seen, quality = random.normal(size=(50, 4)), random.random(50)
    assert regression(seen, quality, np.full((1, 4), 100.0)) == pytest.approx([quality.mean()])


def test_a_feature_that_is_the_same_in_all_pictures_does_no_harm() -> None:
    seen = np.column_stack([np.linspace(0, 1, 40), np.ones(40)])
    told = regression(seen, np.linspace(0, 1, 40), seen)
    assert np.isfinite(told).all()
    assert (np.diff(told) > 0).all()
