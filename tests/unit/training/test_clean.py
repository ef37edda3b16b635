from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.training.judge import clean as module
from models.training.judge.classical import Array, averaged
from models.training.judge.clean import (
    ALONE,
    LIMIT,
    Judges,
    clean,
    compare,
    held_back,
    normal_scores,
    prelabel,
    rank_correlation,
)

PICTURES = 80

random = np.random.default_rng(5)
TRUTH: Array = random.permutation(np.linspace(0.05, 0.95, PICTURES))
WRONG = int(TRUTH.argsort()[-5])
"""A good picture with the label of a bad one."""

LABEL = TRUTH.copy()
LABEL[WRONG] = 0.06


def opinion(spread: float) -> Array:
    return np.asarray(TRUTH + random.normal(0, spread, PICTURES), np.float64)


def judged() -> Judges:
    return {"people": LABEL, "niqe": np.exp(9 * opinion(0.08)), "brisque": opinion(0.1) * 100 - 500}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_only_ranks_matter_and_equal_values_stay_equal() -> None:
    values = np.array([3.0, 1.0, np.nan, 2.0, 2.0])
    scores = normal_scores(values)
    assert np.isnan(scores[2])
    assert scores[3] == scores[4] == pytest.approx(0)
    assert scores[0] == pytest.approx(-scores[1])
    np.testing.assert_array_equal(scores, normal_scores(np.exp(values)))


def test_rank_correlation_is_of_what_both_know() -> None:
    first = np.array([1.0, 2, 3, 4, np.nan])
    assert rank_correlation(first, np.array([1.0, 8, 9, 20, -5])) == pytest.approx(1)
    assert rank_correlation(first, -first) == pytest.approx(-1)
    assert np.isnan(rank_correlation(first, np.ones(5)))


def test_a_wrong_label_is_disputed_and_extremes_alone_are_not() -> None:
    found = compare(judged(), ["people"], ["niqe", "brisque", "nobody"])
    assert found.disputed[WRONG]
    assert found.apart.argmax() == WRONG
    assert found.between[WRONG] == "people / niqe + brisque"
    extremes = TRUTH.argsort()[[0, 1, -2, -1]]
    assert not found.disputed[extremes].any()
    kept = found.weight[~found.disputed]
    assert ((kept >= 0.5) & (kept <= 1)).all()


def test_two_judges_of_a_label_are_compared_with_each_other() -> None:
    second = opinion(0.03)
    found = compare({"a": LABEL, "b": second}, ["a", "b"], [])
    assert found.apart.argmax() == WRONG
    assert found.between[WRONG] == "a / b"
    assert found.apart[WRONG] > LIMIT
    np.testing.assert_allclose(found.label, (LABEL + second) / 2)


@pytest.mark.parametrize("other", ["unrelated", "few", "none"])
def test_who_knows_nothing_of_a_label_cannot_check_it(other: str) -> None:
    known = opinion(0.05)
    opinions = {
        "unrelated": np.cos(np.arange(PICTURES) * 3.0) - TRUTH,
        "few": np.where(np.arange(PICTURES) < 20, known, np.nan),
        "none": np.full(PICTURES, np.nan),
    }
    found = compare({"people": LABEL, "other": opinions[other]}, ["people"], ["other"])
    assert np.isnan(found.apart).all()
    assert not found.disputed.any()
    assert (found.weight == ALONE).all()


def test_a_judge_who_missed_some_pictures_is_done_without_there() -> None:
    judges = judged() | {"folds": np.where(np.arange(PICTURES) % 2, opinion(0.02), np.nan)}
    found = compare(judges, ["people"], ["folds", "niqe", "brisque"])
    assert np.isfinite(found.apart).all()
    assert found.apart.argmax() == WRONG


def test_runs_that_held_back_the_same_picture_are_averaged(tmp_path: Path) -> None:
    for run, score in (("first", 0.2), ("second", 0.4)):
        (tmp_path / run).mkdir()
        text = f"name,quality,appeal,blurred\nshared.jpg,{score},0.5,0\n{run}.jpg,0.7,{score},0\n"
        (tmp_path / run / "held.csv").write_text(text, encoding="utf-8")
    judges = held_back([tmp_path / "first", tmp_path / "second"], ["shared.jpg", "second.jpg", "never.jpg"])
    np.testing.assert_allclose(judges["folds_quality"], [0.3, 0.7, np.nan])
    np.testing.assert_allclose(judges["folds_appeal"], [0.5, 0.4, np.nan])
    assert held_back([], ["shared.jpg"]) == {}


@pytest.fixture
def judges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judges that read what they say off the picture, whose brightness is the truth."""
    said = judged()

    def number(path: Path) -> int:
        return int(np.abs(TRUTH - averaged(path)[..., 1].mean() / 255).argmin())

    def classical(path: Path) -> Mapping[str, float]:
        return {name: float(said[name][number(path)]) for name in ("niqe", "brisque")}

    def shipped(path: Path) -> Mapping[str, float]:
        return {"judge_quality": float(LABEL[number(path)]), "judge_appeal": 0.5}

    monkeypatch.setattr(module, "classical", lambda teachers: classical)
    monkeypatch.setattr(module, "shipped", lambda: shipped)


def paint(folder: Path) -> None:
    folder.mkdir(parents=True)
    for i, truth in enumerate(TRUTH):
        cv2.imwrite(str(folder / f"{i:02}.png"), np.full((6, 8, 3), round(truth * 255), np.uint8))
    (folder / "broken.png").write_bytes(b"no picture")
    (folder / "empty.png").touch()


@pytest.mark.usefixtures("judges")
def test_labels_are_cleaned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    paint(data / "iqa/images")
    (data / "appeal").mkdir()
    lines = [f"{i:02}.png,{label * 100:.4f},20" for i, label in enumerate(LABEL)]
    (data / "iqa/mos.csv").write_text("\n".join(["file,mos,std", *lines, "broken.png,50,20"]), encoding="utf-8")
    (data / "appeal/frames.csv").write_text("file,clip,time,a,b,flags_a,flags_b\n", encoding="utf-8")
    (data / "appeal/pictures.csv").write_text(
        f"picture,a,b,flags_a,flags_b\ndata/iqa/images/{WRONG:02}.png,1.0,5.5,,\n", encoding="utf-8"
    )
    clean(data, tmp_path, [], tmp_path / "out")
    wrong = f"data/iqa/images/{WRONG:02}.png"
    agreed = {row["name"]: row for row in rows_of(tmp_path / "out/agreed.csv")}
    disputed = rows_of(tmp_path / "out/disputed.csv")
    assert disputed[0]["name"] == wrong
    assert disputed[0]["score"] == "quality"
    assert int(disputed[0]["people"]) < 10
    assert int(disputed[0]["niqe"]) > 80
    # Its appeal was not disputed, and is kept.
    assert agreed[wrong]["quality"] == agreed[wrong]["quality_weight"] == ""
    assert float(agreed[wrong]["appeal"]) == pytest.approx(0.25)
    assert float(agreed[wrong]["appeal_weight"]) == ALONE
    assert len(agreed) == PICTURES + 1 - len(disputed)
    assert len(disputed) < 5
    assert cv2.imread(str(tmp_path / "out/sheet-quality.jpg")) is not None
    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if "skipped" in line and "broken.png" in line]
    assert "80 labels, 80 checked" in printed


@pytest.mark.usefixtures("judges")
def test_new_pictures_are_labelled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paint(tmp_path / "new/holiday")
    prelabel(tmp_path / "new", tmp_path, [], tmp_path / "out")
    rows = {row["name"]: row for row in rows_of(tmp_path / "out/prelabels.csv")}
    assert len(rows) == PICTURES
    assert rows[f"new/holiday/{WRONG:02}.png"]["use"] == "person"
    assert sum(row["use"] == "yes" for row in rows.values()) > 0.9 * PICTURES
    assert float(rows["new/holiday/00.png"]["quality"]) == pytest.approx(LABEL[0], abs=1e-4)
    assert {row["appeal_weight"] for row in rows.values()} == {f"{ALONE:.4f}"}
    skipped = [line for line in capsys.readouterr().out.splitlines() if line.startswith("skipped")]
    assert len(skipped) == 2


@pytest.mark.usefixtures("judges")
def test_a_folder_without_pictures_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    with pytest.raises(OSError, match="no picture"):
        prelabel(tmp_path / "new", tmp_path, [], tmp_path / "out")
