"""A flag is shown only where people agree with it in four cases of five."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.training.judge.calibrate import FEWEST, PRECISION, WANTED, calibrate, threshold_of
from models.training.judge.data import FLAGS


def _opinions(reliable: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What five judges say of 500 pictures, and what people saw."""
    random = np.random.default_rng(5)
    seen = (random.random((500, len(FLAGS))) < 0.3).astype(float)
    noise = random.random((500, len(FLAGS)))
    said = 0.8 * seen + 0.2 * noise if reliable else noise
    return said, seen, np.arange(500) % 5


def test_what_is_told_reliably_is_shown() -> None:
    found = calibrate(*_opinions(reliable=True))
    for calibration in found.values():
        assert calibration.threshold is not None
        assert calibration.precision >= PRECISION
        assert calibration.recall > 0.9


def test_what_is_guessed_is_never_shown() -> None:
    found = calibrate(*_opinions(reliable=False))
    assert all(calibration.threshold is None for calibration in found.values())


def test_too_few_pictures_prove_nothing() -> None:
    score = np.linspace(0, 1, 100)
    truth = score > 1 - (FEWEST - 2) / 100
    assert threshold_of(score[-FEWEST + 1 :], truth[-FEWEST + 1 :]) is None


@given(st.lists(st.booleans(), min_size=1, max_size=80))
def test_over_a_threshold_nearly_all_have_the_flag(seen: list[bool]) -> None:
    score, truth = np.linspace(0.1, 0.9, len(seen)), np.array(seen)
    limit = threshold_of(score, truth)
    if limit is not None:
        shown = score >= limit - 1e-4
        assert shown.sum() >= FEWEST
        assert truth[shown].mean() >= WANTED
