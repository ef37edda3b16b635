"""The manifest, and the models that it lists."""

import os
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import BrokenModel
from app.inference import ModelEntry, Session, load_manifest
from app.inference.manifest import MODELS

ENTRIES = list(load_manifest().values())


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the models, to be damaged."""
    for entry in ENTRIES:
        (tmp_path / entry.path.name).write_bytes(entry.path.read_bytes())
    (tmp_path / "manifest.json").write_bytes((MODELS / "manifest.json").read_bytes())
    return tmp_path


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.name))
def test_each_model_is_what_the_manifest_says_and_has_a_card(entry: ModelEntry) -> None:
    entry.verify()
    card = entry.card.read_text(encoding="utf-8")
    assert entry.version in card
    assert entry.licence in card
    assert entry.size < 30e6


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.name))
@pytest.mark.parametrize("size", [(256, 448), (448, 256), (352, 352)])
def test_each_model_runs_on_every_shape_and_gives_finite_numbers(entry: ModelEntry, size: tuple[int, int]) -> None:
    outputs = Session(entry).run(entry.tensors(np.zeros((*size, 3), np.uint8)))
    assert set(outputs) == set(entry.outputs)
    if "scores" in outputs:
        assert outputs["scores"].shape == (1, len(entry.labels))
    assert all(np.isfinite(values).all() for values in outputs.values())


def test_the_same_picture_gives_the_same_numbers_with_any_number_of_threads() -> None:
    tensors = ENTRIES[0].tensors(np.random.default_rng(1).integers(0, 256, (256, 448, 3), np.uint8))
    one, two = (Session(ENTRIES[0], threads=threads).run(tensors)["scores"] for threads in (1, 2))
    assert np.allclose(one, two, atol=1e-3)


@pytest.mark.parametrize("wanted", ["cpu", "opencl", "vulkan", "cuda", "metal"])
def test_the_backend_that_is_reported_is_the_one_that_runs(wanted: str) -> None:
    # MNN falls back in silence; asked for its own backend, the session must not repeat the wish.
    reported = Session(ENTRIES[0], wanted).backend
    assert reported in {"cpu", wanted}


def test_a_run_that_fails_is_an_error_and_no_wrong_number(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(ENTRIES[0])

    class Failing:
        def __getattr__(self, name: str) -> object:
            return (lambda _session: 3) if name == "runSession" else getattr(real, name)

    real = session._interpreter
    monkeypatch.setattr(session, "_interpreter", Failing())
    with pytest.raises(RuntimeError, match="error 3"):
        session.run(ENTRIES[0].tensors(np.zeros((256, 448, 3), np.uint8)))


def test_loading_a_model_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    Session(ENTRIES[0], "opencl")
    assert capfd.readouterr().out == ""


def test_standard_output_is_back_afterwards(capfd: pytest.CaptureFixture[str]) -> None:
    Session(ENTRIES[0])
    os.write(1, b"still here")
    assert capfd.readouterr().out == "still here"


def test_a_damaged_model_is_refused(copied: Path) -> None:
    entry = load_manifest(copied)[ENTRIES[0].name]
    data = bytearray(entry.path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    entry.path.write_bytes(data)
    with pytest.raises(BrokenModel, match="missing or damaged"):
        Session(entry)


def test_a_missing_model_is_refused(copied: Path) -> None:
    entry = load_manifest(copied)[ENTRIES[0].name]
    entry.path.unlink()
    with pytest.raises(BrokenModel, match="missing or damaged"):
        Session(entry)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"models": [{"name": "judge"}]}', "not json"])
def test_a_manifest_that_says_too_little_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(BrokenModel):
        load_manifest(tmp_path)


def test_the_manifest_names_its_figures() -> None:
    judges = [entry for entry in ENTRIES if entry.name.startswith("judge-")]
    assert len(judges) == 2
    for entry in judges:
        assert entry.figures["both_quality_srcc"] >= 0.75
        assert entry.figures["both_picture_srcc"] >= 0.78
        assert entry.figures["both_clip_srcc"] >= 0.4
    assert sum(entry.figures["megabytes"] for entry in judges) < 30
