"""What the tests of videos share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import UnreadableMedia
from app.domain.media import Image
from app.media import open_source


def grain(number: int) -> Image:
    return np.random.default_rng(number).integers(0, 256, (96, 160, 3), dtype=np.uint8)


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableMedia) as caught:
        open_source([path])
    assert caught.value.path == path
    return caught.value.message.id
