"""Whether frames are better judged against their own clip than one by one; a part of `compare.py`.

On the pooled features of a backbone, a small network is trained on pairs of frames of one clip: once it sees a frame
alone, once also the frame's difference from the mean of its clip and how far the clip's frames lie apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from models.training.judge.data import Sample
from models.training.judge.losses import pair_loss

COMPONENTS = 64
"""Principal components of the features that the small networks see: there are some hundred clips to learn from."""

HIDDEN, DROPOUT, BATCH, EPOCHS, RATE, DECAY, SHARPNESS = 32, 0.3, 128, 40, 1e-3, 0.1, 8.0


def views(pooled: np.ndarray, samples: Sequence[Sample], *, against_clip: bool) -> np.ndarray:
    """What a small network sees of each frame: N × D features, alone or with two more of the same size.

    Args:
        pooled: N × D, features of the frames.
        samples: the frames.
        against_clip: whether the difference from the mean of the clip, and its frames' deviation, come with them.
    """
    if not against_clip:
        return pooled
    clips = np.array([sample.clip for sample in samples])
    difference, spread = np.empty_like(pooled), np.empty_like(pooled)
    for clip in np.unique(clips):
        here = clips == clip
        difference[here] = pooled[here] - pooled[here].mean(0)
        spread[here] = pooled[here].std(0)
    return np.concatenate([pooled, difference, spread], 1)


def rank(
    pooled: np.ndarray, samples: Sequence[Sample], held: np.ndarray, seed: int, *, against_clip: bool
) -> np.ndarray:
    """Train on the frames that are not held back; scores (N) of all frames.

    Args:
        pooled: N × D, features of the frames.
        samples: the frames, of known appeal.
        held: N, true for frames that are not to be learnt from.
        seed: of what is drawn at random.
        against_clip: see `views`.
    """
    torch.manual_seed(seed)
    z = (pooled - pooled[~held].mean(0)) / (pooled[~held].std(0) + 1e-3)
    axes = np.linalg.svd(z[~held], full_matrices=False)[2][:COMPONENTS]
    z = z @ axes.T
    seen = views(z / z[~held].std(), samples, against_clip=against_clip)
    inputs = torch.from_numpy(seen.astype(np.float32))
    labels = torch.tensor([sample.appeal for sample in samples], dtype=torch.float32)
    clips = _numbers([sample.clip for sample in samples])
    network = nn.Sequential(
        nn.Dropout(DROPOUT),
        nn.Linear(inputs.shape[1], HIDDEN),
        nn.Hardswish(),
        nn.Dropout(DROPOUT),
        nn.Linear(HIDDEN, 1),
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    learned = torch.from_numpy(np.flatnonzero(~held))
    for _ in range(EPOCHS):
        for batch in learned[torch.randperm(len(learned))].split(BATCH):
            # Whole clips would be few a batch; chance brings enough pairs of one clip together.
            same = clips[batch][:, None] == clips[batch][None, :]
            loss = pair_loss(network(inputs[batch])[:, 0], labels[batch], same, SHARPNESS)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
    network.eval()
    with torch.inference_mode():
        return np.asarray(network(inputs)[:, 0].numpy())


def _numbers(names: Sequence[str]) -> Tensor:
    return torch.from_numpy(np.unique(names, return_inverse=True)[1])
