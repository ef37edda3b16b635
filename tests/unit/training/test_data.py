"""What the judge learns from: no content on both sides of the split, worse versions in known order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.media import Image
from app.inference.preprocess import Preprocessing
from models.training.judge import decoys
from models.training.judge.batches import Batch, epoch_batches
from models.training.judge.data import FLAGS, UNKNOWN, Sample, agreed, rated, split, taught
from models.training.judge.measure import figures

PREPARE = Preprocessing(pixels=4096, multiple=32, max_aspect=3.0, colour_order="RGB", mean=127.5, scale=1 / 127.5)

RECIPE = {
    "seed": 3,
    "batch": 8,
    "clip_frames": 6,
    "clip_passes": 1,
    "ladders": 6,
    "brighten": 0.2,
    "rubbish": 5,
    "dissolves": 3,
}


def _picture(seed: int) -> Image:
    """Soft shapes of many colours, as large as a small frame."""
    random = np.random.default_rng(seed)
    coarse = random.integers(20, 236, (9, 16, 3)).astype(np.uint8)
    return np.asarray(coarse.repeat(8, 0).repeat(8, 1), np.uint8)


@pytest.fixture
def samples() -> list[Sample]:
    """Twelve photos of known quality, and three clips of six frames."""
    photos = [Sample(_picture(i), i / 12, i / 12, "", f"photo {i}", UNKNOWN, f"photo {i}") for i in range(12)]
    frames = [
        Sample(_picture(50 + i), np.nan, i % 6 / 6, f"clip {i // 6}", f"clip {i // 6}", UNKNOWN, f"frame {i}")
        for i in range(18)
    ]
    return [*photos, *frames]


def _epoch(samples: list[Sample], epoch: int = 0) -> Iterator[Batch]:
    return epoch_batches(samples, PREPARE, RECIPE, epoch)


@pytest.mark.parametrize("fold", range(5))
def test_no_content_lies_on_both_sides_of_the_split(samples: list[Sample], fold: int) -> None:
    learned, held = split(samples, 5, fold)
    assert len(learned) + len(held) == len(samples)
    assert not {sample.content for sample in learned} & {sample.content for sample in held}


def test_every_picture_is_held_back_once(samples: list[Sample]) -> None:
    held = [sample.name for fold in range(5) for sample in split(samples, 5, fold)[1]]
    assert sorted(held) == sorted(sample.name for sample in samples)


def test_the_same_seed_gives_the_same_epoch(samples: list[Sample]) -> None:
    for one, two in zip(_epoch(samples), _epoch(samples), strict=True):
        np.testing.assert_array_equal(one.inputs, two.inputs)
        np.testing.assert_array_equal(one.labels, two.labels)


def test_another_epoch_is_another(samples: list[Sample]) -> None:
    first, second = next(_epoch(samples, 0)), next(_epoch(samples, 1))
    assert first.inputs.shape != second.inputs.shape or not np.array_equal(first.inputs, second.inputs)


def test_a_batch_of_a_clip_has_all_its_frames(samples: list[Sample]) -> None:
    clips = [batch for batch in _epoch(samples) if not batch.ladders and (batch.groups >= 0).all()]
    assert [len(batch.labels) for batch in clips] == [6, 6, 6]


def test_a_ladder_is_ordered_by_its_severity_whatever_the_labels(samples: list[Sample]) -> None:
    unknown = [replace(sample, quality=np.nan, appeal=np.nan) for sample in samples if not sample.clip]
    ladders = [batch for batch in _epoch(unknown) if batch.ladders]
    assert ladders
    for batch in ladders:
        assert np.isnan(batch.labels).all()
        for group in np.unique(batch.groups):
            order = batch.order[batch.groups == group]
            assert (np.diff(order, axis=0) < 0).all()


def test_all_rungs_of_a_ladder_stand_in_one_light() -> None:
    grey = [Sample(np.full((72, 128, 3), 100, np.uint8), 0.5, 0.5, "", f"{i}", UNKNOWN, f"{i}") for i in range(20)]
    recipe = {**RECIPE, "ladders": 20, "brighten": 1.0, "rubbish": 0, "dissolves": 0}
    seen = 0
    for batch in epoch_batches(grey, PREPARE, recipe, 0):
        if batch.ladders:
            for group in np.unique(batch.groups):
                none, first = (np.median(one) * 127.5 + 127.5 for one in batch.inputs[batch.groups == group][:2])
                # 0.8 stops, a tenth more or less, and whole levels.
                assert 2 ** (0.65 / 2.2) < first / none < 2 ** (0.95 / 2.2)
                seen += 1
    assert seen == 20


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_recipe_says_how_many_ladders_are_of_too_much_light(
    samples: list[Sample], share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def counted(_random: np.random.Generator, image: Image, severity: int) -> Image:
        made.append(severity)
        return image

    ways = {counted if way is decoys.brighten else way: flag for way, flag in decoys.DEGRADATIONS.items()}
    monkeypatch.setattr(decoys, "DEGRADATIONS", ways)
    monkeypatch.setattr(decoys, "brighten", counted)
    list(epoch_batches(samples, PREPARE, {**RECIPE, "brighten": share}, 0))
    assert len(made) == round(share * 3 * RECIPE["ladders"])
    assert made.count(1) == round(share * RECIPE["ladders"])


def test_rubbish_is_worth_nothing(samples: list[Sample]) -> None:
    appeal = np.concatenate([batch.labels[:, 1] for batch in _epoch(samples) if not batch.ladders])
    assert (appeal == 0).sum() >= RECIPE["rubbish"]


@pytest.mark.parametrize("way", decoys.DEGRADATIONS)
def test_a_stronger_degradation_is_further_from_the_picture(way: decoys.Degradation) -> None:
    grain = np.random.default_rng(1).normal(128, 120, (252, 448, 3))
    picture = np.clip(cv2.GaussianBlur(grain, (0, 0), 1.5) * 2 - 128, 0, 255).astype(np.uint8)
    chosen = decoys.worsening(way, picture)
    distances = [
        np.abs(chosen(np.random.default_rng(4), picture, severity).astype(int) - picture).mean()
        for severity in range(1, 6)
    ]
    assert all(less < more for less, more in pairwise([0.0, *distances])), distances


def test_more_light_is_not_what_spoils_a_dark_picture() -> None:
    assert decoys.worsening(decoys.brighten, np.full((8, 8, 3), 30, np.uint8)) is decoys.darken
    assert decoys.worsening(decoys.darken, np.full((8, 8, 3), 230, np.uint8)) is decoys.brighten


@pytest.mark.parametrize(("make", "marks"), decoys.RUBBISH)
def test_rubbish_has_the_wanted_shape_and_known_flags(make: object, marks: tuple[str, ...]) -> None:
    assert callable(make)
    picture = make(np.random.default_rng(0), 48, 80)
    assert picture.shape == (48, 80, 3)
    assert picture.dtype == np.uint8
    assert set(marks) <= FLAGS.keys()


@pytest.mark.parametrize("name", decoys.OVERLAYS)
def test_what_is_laid_over_a_picture_leaves_most_of_it(name: str) -> None:
    picture = _picture(2)
    laid = decoys.OVERLAYS[name](np.random.default_rng(0), picture)
    changed = (laid != picture).any(axis=2).mean()
    assert 0 < changed < 0.4


def test_only_agreed_labels_are_learnt_from(samples: list[Sample], tmp_path: Path) -> None:
    path = tmp_path / "agreed.csv"
    path.write_text("name,quality,appeal\nphoto 3,0.5,\nframe 2,,0.25\n", encoding="utf-8")
    kept = agreed(samples, path)
    assert (kept[0].name, kept[0].quality) == ("photo 3", 0.5)
    assert np.isnan(kept[0].appeal)
    assert kept[1].appeal == 0.25


def test_a_rater_learns_from_the_pictures_that_people_rated_and_from_nothing_else(samples: list[Sample]) -> None:
    learned = rated(samples)
    assert [sample.name for sample in learned] == [f"photo {number}" for number in range(12)]
    assert all(np.isnan(sample.appeal) for sample in learned)


def test_what_raters_tell_counts_for_pictures_that_nobody_rated(samples: list[Sample], tmp_path: Path) -> None:
    unrated = [replace(sample, quality=np.nan) if number % 2 else sample for number, sample in enumerate(samples)]
    for number, quality in enumerate((0.2, 0.6)):
        rows = "".join(f"{sample.name},{quality}\n" for sample in samples)
        (tmp_path / f"{number}.csv").write_text("name,quality\n" + rows, encoding="utf-8")
    found = taught(unrated, [tmp_path / "0.csv", tmp_path / "1.csv"])
    assert [sample.quality for sample in found[:12:2]] == [sample.quality for sample in samples[:12:2]]
    assert [sample.quality for sample in found[1:12:2]] == pytest.approx([0.4] * 6)
    assert all(np.isnan(sample.quality) for sample in found[12:])
    assert [sample.appeal for sample in found] == [sample.appeal for sample in samples]


def test_a_picture_of_which_a_rater_tells_nothing_is_an_error(samples: list[Sample], tmp_path: Path) -> None:
    (tmp_path / "told.csv").write_text("name,quality\n", encoding="utf-8")
    with pytest.raises(KeyError):
        taught([replace(sample, quality=np.nan) for sample in samples], [tmp_path / "told.csv"])


def test_figures_of_what_nobody_was_asked_are_unknown(samples: list[Sample]) -> None:
    perfect = np.array([(sample.quality, sample.appeal) for sample in samples])
    of_all = figures(samples, perfect)
    assert of_all == pytest.approx(
        {"quality_srcc": 1, "quality_plcc": 1, "picture_srcc": 1, "clip_srcc": 1, "gain": 1, "worse": 0}
    )
    of_photos = figures(rated(samples[:12]), perfect[:12])
    assert of_photos["quality_srcc"] == pytest.approx(1)
    assert all(np.isnan(of_photos[name]) for name in ("picture_srcc", "clip_srcc", "gain", "worse"))
