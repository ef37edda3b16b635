"""The branches of a fold are averaged, picture by picture."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from models.training.judge.data import FLAGS, UNKNOWN, Sample
from models.training.judge.folds import BRANCHES, mean_figures, read_folds, seen_flags

GREY = np.zeros((8, 8, 3), np.uint8)


@pytest.fixture
def samples() -> list[Sample]:
    """Two clips of four frames, and four photos."""
    nothing = np.zeros(len(FLAGS), np.float32)
    frames = [
        Sample(GREY, np.nan, i % 4 / 4, f"clip {i // 4}", f"clip {i // 4}", nothing, f"frame {i}") for i in range(8)
    ]
    photos = [Sample(GREY, i / 4, i / 4, "", f"photo {i}", UNKNOWN, f"photo {i}") for i in range(4)]
    return [*frames, *photos]


def _write(run: Path, samples: list[Sample], offset: float) -> None:
    run.mkdir()
    with (run / "held.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "quality", "appeal", *FLAGS])
        for sample in samples:
            writer.writerow(
                [sample.name, np.nan_to_num(sample.quality), sample.appeal + offset, *[offset] * len(FLAGS)]
            )


def test_the_answer_is_the_mean_of_the_branches(samples: list[Sample], tmp_path: Path) -> None:
    for branch, offset in zip(BRANCHES, (0.0, 0.2), strict=True):
        _write(tmp_path / f"{branch}-3", samples, offset)
    folds = read_folds(tmp_path, samples)
    assert list(folds) == [3]
    np.testing.assert_allclose(folds[3].scores[:, 1], [sample.appeal + 0.1 for sample in samples])
    assert mean_figures(folds)["clip_srcc"] == pytest.approx(1)
    assert mean_figures(folds)["gain"] == pytest.approx(1)


def test_a_fold_that_only_one_branch_has_is_left_out(samples: list[Sample], tmp_path: Path) -> None:
    _write(tmp_path / f"{BRANCHES[0]}-1", samples, 0)
    assert read_folds(tmp_path, samples) == {}
    assert list(read_folds(tmp_path, samples, BRANCHES[:1])) == [1]


def test_flags_count_only_where_anybody_was_asked(samples: list[Sample], tmp_path: Path) -> None:
    for branch in BRANCHES:
        _write(tmp_path / f"{branch}-0", samples, 0.5)
    said, seen, groups = seen_flags(read_folds(tmp_path, samples))
    assert said.shape == seen.shape == (8, len(FLAGS))
    assert groups.shape == (8,)
