"""What is known of each model: `models/manifest.json`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from app.domain.cover import Flag
from app.domain.errors import BrokenModel
from app.domain.media import Image
from app.inference.preprocess import Preprocessing, Tensor

MODELS = Path(__file__).resolve().parents[2] / "models"
"""Where the models lie."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the manifest.

    Attributes:
        name: what the program calls it.
        version: of its weights.
        path: the MNN file.
        sha256: of the file, in hexadecimal.
        outputs: names of the output tensors.
        inputs: the input tensors by name, each with how a picture becomes it: a model may look at several sizes of it.
        labels: what the numbers of its first output are called, in order.
        flags: what the numbers of its output `flags` say, in order, each with the probability from which it is said;
            None where it cannot be told reliably. Empty for a model without this output.
        licence: of the weights.
        card: the file that tells what it learnt from, what it is for and how good it is.
        figures: its measured quality, by name.
        threshold: what its score must reach for a finding to be told; 0 for a model that finds nothing.
        numbers: the input tensors that no picture becomes, rows of numbers, by name, each with the row that is taken
            where a caller gives no others.
    """

    name: str
    version: str
    path: Path
    sha256: str
    inputs: dict[str, Preprocessing]
    outputs: tuple[str, ...]
    labels: tuple[str, ...]
    flags: dict[Flag, float | None]
    licence: str
    card: Path
    figures: dict[str, float]
    threshold: float = 0.0
    numbers: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def tensors(self, image: Image) -> dict[str, Tensor]:
        """The inputs by name, for an RGB picture: each 1 × 3 × height × width, and `numbers` as one row."""
        rows = {name: np.array([row], np.float32) for name, row in self.numbers.items()}
        return {name: how.tensor(image) for name, how in self.inputs.items()} | rows

    @property
    def size(self) -> int:
        """Bytes on disk.

        Raises:
            BrokenModel: the file is missing.
        """
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise BrokenModel(self.path, "model_missing", name=self.name) from error

    def verify(self) -> None:
        """Compare the file with its checksum.

        Raises:
            BrokenModel: the file is missing or is not the one that the manifest describes.
        """
        try:
            found = hashlib.sha256(self.path.read_bytes()).hexdigest()
        except OSError as error:
            raise BrokenModel(self.path, "model_missing", name=self.name) from error
        if found != self.sha256:
            raise BrokenModel(self.path, "model_missing", name=self.name)


def load_manifest(folder: Path = MODELS) -> dict[str, ModelEntry]:
    """The models of an installation, by name.

    Raises:
        BrokenModel: the manifest is missing or does not say what it must.
    """
    path = folder / "manifest.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        entries = [_entry(folder, item) for item in document["models"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenModel(path, "model_missing", name="manifest") from error
    return {entry.name: entry for entry in entries}


def _entry(folder: Path, item: dict[str, Any]) -> ModelEntry:
    return ModelEntry(
        item["name"],
        item["version"],
        folder / item["file"],
        item["sha256"],
        {name: Preprocessing(**how) for name, how in item["inputs"].items()},
        tuple(item["outputs"]),
        tuple(item["labels"]),
        _flags(item),
        item["licence"],
        folder / item["card"],
        dict(item["figures"]),
        float(item.get("threshold", 0.0)),
        {name: tuple(map(float, row)) for name, row in item.get("numbers", {}).items()},
    )


def _flags(item: dict[str, Any]) -> dict[Flag, float | None]:
    thresholds = dict(item.get("flags", {}))
    if thresholds and "flags" not in item["outputs"]:
        raise ValueError("flags are named, but the model does not give them")
    return {Flag(name): None if value is None else float(value) for name, value in thresholds.items()}
