"""The flags of a model in the manifest."""

import json
from pathlib import Path

import pytest

from app.domain.cover import Flag
from app.domain.errors import BrokenModel
from app.inference import load_manifest
from app.inference.manifest import MODELS


def manifest(folder: Path, **changes: object) -> Path:
    """A folder with the manifest of one model; None takes a key away."""
    item, *_ = json.loads((MODELS / "manifest.json").read_text(encoding="utf-8"))["models"]
    changed = {key: value for key, value in {**item, **changes}.items() if value is not None}
    (folder / "manifest.json").write_text(json.dumps({"models": [changed]}), encoding="utf-8")
    return folder


def test_flags_keep_their_order_and_their_thresholds(tmp_path: Path) -> None:
    flags = {"text": 0.5, "blurred": None, "clutter": 1}
    (entry,) = load_manifest(manifest(tmp_path, flags=flags, outputs=["scores", "flags", "feature"])).values()
    assert list(entry.flags.items()) == [(Flag.TEXT, 0.5), (Flag.BLURRED, None), (Flag.CLUTTER, 1.0)]


def test_a_model_may_tell_no_flags(tmp_path: Path) -> None:
    (entry,) = load_manifest(manifest(tmp_path, flags=None, outputs=["scores", "feature"])).values()
    assert entry.flags == {}


@pytest.mark.parametrize("flags", [{"ugly": 0.5}, {"text": "half"}, ["text"], {"text": [0.5]}])
def test_flags_that_make_no_sense_are_refused(tmp_path: Path, flags: object) -> None:
    with pytest.raises(BrokenModel):
        load_manifest(manifest(tmp_path, flags=flags, outputs=["scores", "flags", "feature"]))


def test_flags_without_an_output_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenModel):
        load_manifest(manifest(tmp_path, flags={"text": 0.5}, outputs=["scores", "feature"]))
