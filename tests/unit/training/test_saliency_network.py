"""The saliency network and its loss; run where the training's packages are installed."""

from __future__ import annotations

import pytest
import torch

from models.training.judge.train import configuration
from models.training.saliency.losses import divergence
from models.training.saliency.network import Gazer
from models.training.saliency.train import CONFIG

WHOLE = torch.tensor([[0.0, 0.0, 1.0, 1.0]])


@pytest.fixture
def gazer() -> Gazer:
    torch.manual_seed(1)
    return Gazer(configuration(CONFIG)).eval()


def test_a_map_has_a_cell_for_8_pixels_each_way_and_1_where_it_is_highest(gazer: Gazer) -> None:
    with torch.inference_mode():
        density = gazer(torch.rand(2, 3, 96, 160) * 2 - 1)
    assert density.shape == (2, 1, 12, 20)
    assert torch.allclose(density.amax((1, 2, 3)), torch.ones(2))
    assert (density >= 0).all()


def test_the_prior_of_a_cut_is_the_cut_of_the_prior(gazer: Gazer) -> None:
    with torch.inference_mode():
        whole = gazer.prior(WHOLE, 20, 40)
        cut = gazer.prior(torch.tensor([[0.25, 0.5, 0.5, 0.5]]), 10, 20)
    assert torch.allclose(cut[0], whole[0, 10:, 10:30], atol=1e-5)


def test_what_is_seen_is_standardised(gazer: Gazer) -> None:
    picture = torch.rand(1, 3, 128, 128) * 2 - 1
    gazer.standardise([picture])
    with torch.inference_mode():
        for maps, mean, scale in zip(gazer.seen(picture), gazer.means, gazer.scales, strict=True):
            values = ((maps - mean) * scale).flatten(2)[0]
            assert values.mean(1).abs().max() < 1e-3
            assert values.std(1).max() < 1.001


def test_the_divergence_is_0_for_the_density_itself() -> None:
    density = torch.softmax(torch.randn(3, 60), 1).view(3, 6, 10)
    assert float(divergence(density.log() + 5, density)) == pytest.approx(0, abs=1e-5)
    assert float(divergence(density.flip(0).log(), density)) > 0.1


def test_only_what_is_not_frozen_is_trained(gazer: Gazer) -> None:
    trained = {id(parameter) for parameter in gazer.trained_backbone()}
    early = {id(parameter) for parameter in gazer.backbone.blocks[: gazer.frozen].parameters()}
    assert trained
    assert not trained & early
