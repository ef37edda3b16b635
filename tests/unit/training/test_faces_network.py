"""The network, and which cells answer for which face; only where PyTorch is installed."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.training.faces.batches import Scene

pytest.importorskip("torch")

torch: Any = importlib.import_module("torch")
network: Any = importlib.import_module("models.training.faces.network")
losses: Any = importlib.import_module("models.training.faces.losses")

SMALL = {"stem": 4, "early": 8, "middle": 8, "late": 8}
WEIGHTS = {"box": 5.0, "object": 1.0, "quality": 1.0, "frontal": 0.3, "doubt": 0.15}
PUBLISHED = Path(__file__).parents[4] / "shared/teachers/yunet_n_dynamic.onnx"
NONE = np.zeros((0, 4), np.float32)


def scene(*faces: tuple[float, float, float, float], doubtful: np.ndarray = NONE) -> Scene:
    boxes = np.array(faces, np.float32).reshape(-1, 4)
    return Scene(np.zeros((64, 64, 3), np.uint8), boxes, np.ones(len(boxes), np.float32), doubtful)


@pytest.mark.parametrize("size", [(64, 64), (96, 160)])
def test_each_level_has_a_cell_for_each_of_its_strides(size: tuple[int, int]) -> None:
    levels = network.FaceNet(SMALL)(torch.zeros(2, 3, *size))
    shapes = [tuple(level.shape) for level in levels]
    assert shapes == [(2, 7, size[0] // stride, size[1] // stride) for stride in (8, 16, 32)]


def test_a_wider_layer_gives_the_published_answer_first() -> None:
    random = np.random.default_rng(1)
    weight, bias = random.normal(size=(3, 2, 1, 1)).astype(np.float32), np.array([1, 2, 3], np.float32)
    layer = network.Scaled(5, 6, 1)
    layer.put(weight, bias)
    given = torch.randn(1, 5, 4, 4)
    wanted = torch.nn.functional.conv2d(given[:, :2], torch.from_numpy(weight), torch.from_numpy(bias))
    assert torch.allclose(layer(given)[:, :3], wanted, atol=1e-5)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="needs the published weights")
@pytest.mark.parametrize("widths", [network.PUBLISHED, {"stem": 16, "early": 64, "middle": 96, "late": 128}])
def test_the_rebuilt_network_starts_with_the_published_answers(widths: dict[str, int]) -> None:
    runtime: Any = pytest.importorskip("onnxruntime")
    rebuilt = network.FaceNet(widths)
    rebuilt.start_from(PUBLISHED)
    given = np.random.default_rng(2).integers(0, 256, (1, 3, 96, 128)).astype(np.float32)
    session = runtime.InferenceSession(str(PUBLISHED))
    names = [output.name for output in session.get_outputs()]
    told = dict(zip(names, session.run(None, {"input": given}), strict=True))
    with torch.inference_mode():
        levels = rebuilt.eval()(torch.from_numpy(given))
    for stride, level in zip((8, 16, 32), levels, strict=True):
        cells = level[0].permute(1, 2, 0).reshape(-1, 7)
        assert np.abs(torch.sigmoid(cells[:, 0]).numpy() - told[f"obj_{stride}"][0, :, 0]).max() < 1e-4
        assert np.abs(torch.sigmoid(cells[:, 1]).numpy() - told[f"cls_{stride}"][0, :, 0]).max() < 1e-4
        assert np.abs(cells[:, 2:6].numpy() - told[f"bbox_{stride}"][0]).max() < 1e-4


def test_cells_near_a_face_answer_for_it() -> None:
    levels = [torch.zeros(1, 7, 64 // stride, 64 // stride) for stride in (8, 16, 32)]
    cells = losses.cells_of(levels)
    faces = torch.tensor([[4.0, 4, 20, 20], [40.0, 40, 60, 62]])
    chosen = losses.assign(cells.told[0], cells.boxes()[0], cells, faces)
    assert set(chosen.tolist()) == {-1, 0, 1}
    for face, (left, top, right, bottom) in enumerate(faces.tolist()):
        middles = (cells.corners + cells.strides[:, None] / 2)[chosen == face]
        assert ((middles[:, 0] > left - 32) & (middles[:, 0] < right + 32)).all()
        assert ((middles[:, 1] > top - 32) & (middles[:, 1] < bottom + 32)).all()


def test_no_face_is_answered_for_by_no_cell() -> None:
    cells = losses.cells_of([torch.zeros(1, 7, 64 // stride, 64 // stride) for stride in (8, 16, 32)])
    assert (losses.assign(cells.told[0], cells.boxes()[0], cells, torch.zeros(0, 4)) == -1).all()


def test_a_box_that_fits_costs_nothing_and_one_farther_away_costs_more() -> None:
    there = torch.tensor([[10.0, 10, 30, 40]])
    near, far = there + 3, there + 30
    assert losses.eiou(there, there) == pytest.approx(0, abs=1e-5)
    assert losses.eiou(near, there) < losses.eiou(far, there)


def test_a_false_alarm_counts_less_in_a_doubtful_region() -> None:
    levels = [torch.full((1, 7, 64 // stride, 64 // stride), -6.0) for stride in (8, 16, 32)]
    levels[0][0, 0, 3, 3] = 6.0  # sure of a face about (28, 28)
    region = np.array([[16, 16, 40, 40]], np.float32)
    clear, told = losses.loss_of(levels, [scene()], WEIGHTS)
    doubtful, _ = losses.loss_of(levels, [scene(doubtful=region)], WEIGHTS)
    assert told["object"] > 5
    assert float(doubtful) < 0.3 * float(clear)


def test_the_network_learns_a_face() -> None:
    torch.manual_seed(0)
    learner = network.FaceNet(SMALL)
    picture = torch.zeros(1, 3, 64, 64)
    picture[:, :, 16:48, 16:48] = 200.0
    optimiser = torch.optim.Adam(learner.parameters(), 1e-2)
    costs = []
    for _ in range(40):
        loss, _ = losses.loss_of(learner(picture / 100), [scene((16, 16, 48, 48))], WEIGHTS)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        costs.append(float(loss.detach()))
    assert costs[-1] < 0.5 * costs[0]
