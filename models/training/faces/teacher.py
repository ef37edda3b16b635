"""Label photos by the published detector: `python -m models.training.faces.teacher --data DATA --teachers TEACHERS`.

Each picture is searched at several sizes, mirrored at one of them. What most of the sizes agree on becomes a label;
what only some see becomes a region that training and measuring leave alone (see `labels.agreed`). What every size
saw is written to OUT, one picture a line, so that the rule of agreement can change without searching again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch

from app.domain.media import Image
from app.vision.faces import Found, decode, suppress
from models.training.faces.network import PUBLISHED, FaceNet

SIDES = ((512, False), (704, True), (960, False))
"""Long sides, in pixels, at which a picture is searched, and whether it is mirrored then."""

LEAST = 0.3
"""Score from which a finding is written down."""

FRAMES_PER_CLIP = 3


def photographs(data: Path) -> Iterator[Path]:
    """The photos without boxes of people, and some frames of each clip, spread evenly."""
    for folder in ("gaze/eyecrowd/images", "photos/people", "gaze/osie/images", "photos/clothing", "iqa/images"):
        yield from sorted(path for path in (data / folder).iterdir() if path.suffix in {".jpg", ".png"})
    for clip in sorted(path for path in (data / "appeal/frames").iterdir() if path.is_dir()):
        frames = sorted(clip.iterdir())
        chosen = np.unique(np.linspace(0, len(frames) - 1, FRAMES_PER_CLIP).round().astype(int))
        yield from (frames[number] for number in chosen)


def search(network: FaceNet, image: Image, side: int, *, mirrored: bool, threshold: float = LEAST) -> Found:
    """What a network sees in a picture brought to a long side; boxes in pixels of `image`."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, size, interpolation=method)[:, :: -1 if mirrored else 1, ::-1]
    padded = np.zeros((-(-size[1] // 32) * 32, -(-size[0] // 32) * 32, 3), np.float32)
    padded[: size[1], : size[0]] = small
    with torch.inference_mode():
        tensor = torch.from_numpy(padded.transpose(2, 0, 1)[np.newaxis].copy())
        levels = network(tensor.to(memory_format=torch.channels_last))
    found = suppress(decode([level[0].numpy() for level in levels], threshold))
    boxes = found.boxes / np.array([size[0] / width, size[1] / height] * 2, np.float32)
    if mirrored:
        boxes = np.stack([width - boxes[:, 2], boxes[:, 1], width - boxes[:, 0], boxes[:, 3]], 1)
    return Found(boxes, found.scores, found.frontal)


def published(teachers: Path) -> FaceNet:
    """The published detector, which is the teacher."""
    network = FaceNet(PUBLISHED)
    network.start_from(teachers / "yunet_n_dynamic.onnx")
    return network.eval().to(memory_format=torch.channels_last)


def main() -> None:
    """Read the arguments and label; goes on where it stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--teachers", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="a .jsonl file")
    arguments = parser.parse_args()
    network = published(arguments.teachers)
    done = set()
    if arguments.out.exists():
        done = {json.loads(line)["file"] for line in arguments.out.read_text(encoding="utf-8").splitlines()}
    with arguments.out.open("a", encoding="utf-8") as file:
        for path in photographs(arguments.data):
            name = path.relative_to(arguments.data).as_posix()
            if name in done:
                continue
            image = np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR_RGB), np.uint8)
            seen: list[list[list[float]]] = []
            for side, mirrored in SIDES:
                if len(seen) == 2 and not any(seen):
                    break  # what has no face at two sizes has none
                found = search(network, image, side, mirrored=mirrored)
                rows = zip(found.boxes.tolist(), found.scores.tolist(), strict=True)
                seen.append([[*(round(value) for value in box), round(score, 2)] for box, score in rows])
            size = {"width": image.shape[1], "height": image.shape[0]}
            file.write(json.dumps({"file": name, **size, "seen": seen}, separators=(",", ":")) + "\n")
            file.flush()


if __name__ == "__main__":
    main()
