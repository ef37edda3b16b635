"""What is asked of a map: that it be like the density of the fixations."""

from __future__ import annotations

import torch
from torch import Tensor


def divergence(logarithm: Tensor, density: Tensor) -> Tensor:
    """Mean Kullback-Leibler divergence of maps from the densities of fixations; 0 when they are the same.

    Args:
        logarithm: of the maps, up to a constant each: N × rows × columns.
        density: share of the fixations in each cell: N × rows × columns.
    """
    told = torch.log_softmax(logarithm.flatten(1), 1)
    wanted = density.flatten(1)
    return (wanted * (wanted.clamp(min=1e-9).log() - told)).sum(1).mean()
