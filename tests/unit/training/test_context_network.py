"""Frames judged against their clip: what the small networks see, and that they learn an order within clips."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from models.training.judge.context import rank, views
from models.training.judge.data import UNKNOWN, Sample

GREY = np.zeros((8, 8, 3), np.uint8)


@pytest.fixture
def frames() -> list[Sample]:
    """Thirty clips of eight frames whose appeal rises."""
    return [
        Sample(GREY, np.nan, i % 8 / 8, f"clip {i // 8}", f"clip {i // 8}", UNKNOWN, f"frame {i}") for i in range(240)
    ]


def test_a_frame_is_seen_with_its_difference_from_its_clip(frames: list[Sample]) -> None:
    pooled = np.random.default_rng(1).normal(size=(240, 3))
    alone, against = views(pooled, frames, against_clip=False), views(pooled, frames, against_clip=True)
    np.testing.assert_array_equal(alone, pooled)
    np.testing.assert_array_equal(against[:, :3], pooled)
    np.testing.assert_allclose(against[8:16, 3:6], pooled[8:16] - pooled[8:16].mean(0))
    np.testing.assert_allclose(against[8:16, 6:], np.tile(pooled[8:16].std(0), (8, 1)))


@pytest.mark.parametrize("against_clip", [False, True])
def test_an_order_within_clips_is_learnt_and_holds_for_others(frames: list[Sample], against_clip: bool) -> None:
    random = np.random.default_rng(2)
    pooled = random.normal(0, 0.1, (240, 20))
    pooled[:, :5] += np.array([[frame.appeal] for frame in frames])
    held = np.arange(240) >= 200
    scores = rank(pooled, frames, held, 3, against_clip=against_clip)
    assert np.mean([spearmanr(range(8), scores[start : start + 8]).statistic for start in range(200, 240, 8)]) > 0.8
