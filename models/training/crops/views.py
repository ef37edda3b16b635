"""What the frozen parts of a scorer make of pictures, kept, so that an epoch costs only the parts that are trained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from app.domain.media import Image
from app.inference.preprocess import Preprocessing
from models.training.crops.network import Scorer


class Views:
    """The early maps of pictures and of their mirror images, in 16 bits, by name."""

    def __init__(self, scorer: Scorer, images: dict[str, Image], prepare: Preprocessing) -> None:
        """Look at all pictures once."""
        self.maps: dict[str, Tensor] = {}
        scorer.eval()
        for name, image in images.items():
            picture = torch.from_numpy(prepare.tensor(image))
            self.maps[name] = scorer.early(torch.cat([picture, picture.flip(3)])).half()

    def take(self, names: Sequence[str], mirrored: Sequence[bool]) -> Tensor:
        """The maps (B × C × H × W) of pictures whose maps are of one size."""
        return torch.stack([self.maps[name][int(other)] for name, other in zip(names, mirrored, strict=True)]).float()

    def batches(self, names: Sequence[str], size: int, random: np.random.Generator) -> Iterator[list[int]]:
        """The numbers of all names in random order, in batches of at most `size` whose maps are of one size."""
        groups: dict[torch.Size, list[int]] = defaultdict(list)
        for number, name in enumerate(names):
            groups[self.maps[name].shape].append(number)
        found: list[list[int]] = []
        for group in groups.values():
            order = random.permutation(group).tolist()
            found += [order[start : start + size] for start in range(0, len(order), size)]
        for index in random.permutation(len(found)):
            yield found[index]


def mirror(boxes: Tensor) -> Tensor:
    """Boxes (… × 4: left, top, width and height as shares) in the mirror image."""
    return torch.cat([1 - boxes[..., :1] - boxes[..., 2:3], boxes[..., 1:]], -1)
