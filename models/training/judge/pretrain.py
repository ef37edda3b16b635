"""Quality-aware pre-training: `python -m models.training.judge.pretrain --data DATA --teachers TEACHERS --out RUN`.

A picture is sent through a chain that imitates what uploads go through, at two strengths; the judge learns which of the
versions is better (their order is known without labels), and that two patches with the same faults are alike in its
early and middle features while other patches are not (Zhao et al., "Quality-aware pre-trained models", 2023). What the
last layer says of the untouched picture is kept, so that it does not forget what pictures show.
"""

from __future__ import annotations

import copy
import io
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from app.domain.media import Image
from app.inference.preprocess import Preprocessing
from models.training.judge.batches import Batch
from models.training.judge.data import FOLDS, Sample, load, split
from models.training.judge.train import (
    configuration,
    inputs_of,
    new_judge,
    prefetch,
    rate,
    run_arguments,
    write_configuration,
)

PATCH = 192
"""Side of the patches, in pixels."""

PICTURES = 8
"""Pictures in a batch, four patches of each: untouched, slightly worse, worse, and another place of the worse one."""

Random = np.random.Generator
Step = Callable[[Image, float], Image]
"""A degradation with its chance already drawn: a picture and a strength, 0–1, to a worse picture."""


def _blur(random: Random) -> Step:
    radius = random.uniform(1, 4)
    return lambda image, strength: cv2.GaussianBlur(image, (0, 0), 0.2 + radius * strength).astype(np.uint8)


def _motion(random: Random) -> Step:
    angle, length = random.uniform(0, 180), random.uniform(6, 24)

    def step(image: Image, strength: float) -> Image:
        side = 2 * max(1, round(length * strength / 2)) + 1
        line = np.zeros((side, side), np.float32)
        line[side // 2] = 1
        kernel = cv2.warpAffine(line, cv2.getRotationMatrix2D((side / 2 - 0.5, side / 2 - 0.5), angle, 1), (side, side))
        return cv2.filter2D(image, -1, kernel / kernel.sum()).astype(np.uint8)

    return step


def _noise(random: Random) -> Step:
    sigma, seed, coloured = random.uniform(10, 45), int(random.integers(2**31)), random.random() < 0.5

    def step(image: Image, strength: float) -> Image:
        grain = np.random.default_rng(seed).standard_normal((*image.shape[:2], 3 if coloured else 1), np.float32)
        return np.clip(image + grain * sigma * strength, 0, 255).astype(np.uint8)

    return step


def _jpeg(random: Random) -> Step:
    worst = random.uniform(4, 25)

    def step(image: Image, strength: float) -> Image:
        encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(90 - (90 - worst) * strength**0.5)])[1]
        return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)

    return step


def _recompress(random: Random) -> Step:
    worst = random.uniform(34, 48)
    return lambda image, strength: through_h264(image, round(22 + (worst - 22) * strength))


def _scale(random: Random) -> Step:
    worst = random.uniform(0.15, 0.5)

    def step(image: Image, strength: float) -> Image:
        height, width = image.shape[:2]
        factor = 1 - (1 - worst) * strength
        small = cv2.resize(image, (round(width * factor), round(height * factor)), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)

    return step


def _expose(random: Random) -> Step:
    stops = random.uniform(1, 3)

    def step(image: Image, strength: float) -> Image:
        # Away from the middle: more light makes a dark picture better, not worse.
        sign = -1 if image.mean() < 118 else 1
        curve = (np.clip((np.arange(256) / 255.0) ** 2.2 * 2 ** (sign * stops * strength), 0, 1) ** (1 / 2.2)) * 255
        return np.asarray(cv2.LUT(image, curve.astype(np.uint8)), np.uint8)

    return step


STEPS: tuple[Callable[[Random], Step], ...] = (_blur, _motion, _noise, _jpeg, _recompress, _scale, _expose)


def through_h264(image: Image, crf: int) -> Image:
    """A picture after it was a frame of an H.264 video of a given constant rate factor (0–51, higher is worse)."""
    height, width = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(25), options={"crf": str(crf), "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image[:height, :width]), format="rgb24")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as container:
        decoded = next(container.decode(video=0)).to_ndarray(format="rgb24")
    return np.asarray(cv2.resize(decoded, image.shape[1::-1]) if decoded.shape != image.shape else decoded, np.uint8)


def chain(random: Random) -> Step:
    """Two to four steps of an upload's way, drawn once, to be taken at any strength."""
    chosen = [STEPS[i](random) for i in random.permutation(len(STEPS))[: random.integers(2, 5)]]
    shares = random.uniform(0.4, 1, len(chosen))

    def step(image: Image, strength: float) -> Image:
        for one, share in zip(chosen, shares, strict=True):
            image = one(image, strength * share)
        return image

    return step


def _patch(random: Random, image: Image) -> tuple[slice, slice]:
    top = int(random.integers(image.shape[0] - PATCH + 1))
    left = int(random.integers(image.shape[1] - PATCH + 1))
    return slice(top, top + PATCH), slice(left, left + PATCH)


def patches(samples: list[Sample], prepare: Preprocessing, seed: tuple[int, ...], count: int) -> Iterator[Batch]:
    """`count` batches of 4 × `PICTURES` patches; `groups` numbers the pictures, `order` has how good a version is."""
    random = np.random.default_rng(seed)
    large = [sample.image for sample in samples if min(sample.image.shape[:2]) >= PATCH]
    for _ in range(count):
        rows = []
        for _ in range(PICTURES):
            image = large[random.integers(len(large))]
            degrade = chain(random)
            slight, strong = random.uniform(0.15, 0.45), random.uniform(0.65, 1)
            worse, worst = degrade(image, slight), degrade(image, strong)
            here, there = _patch(random, image), _patch(random, image)
            rows += [image[here], worse[here], worst[here], worst[there]]
        order = np.tile(np.array([1, 0.7, 0.3, np.nan], np.float32), PICTURES)
        yield Batch(
            np.concatenate([_tensor(row, prepare) for row in rows]),
            np.full((len(rows), 2), np.nan, np.float32),
            np.stack([order, order], 1),
            np.repeat(np.arange(PICTURES), 4),
            True,
            np.zeros((len(rows), 0), np.float32),
        )


def _tensor(image: Image, prepare: Preprocessing) -> np.ndarray:
    """A patch as it is, without scaling: how large a pixel is belongs to its quality."""
    planes = np.ascontiguousarray(image.transpose(2, 0, 1), dtype=np.float32)
    return ((planes - prepare.mean) * prepare.scale)[np.newaxis]


class Student(nn.Module):
    """A backbone with what pre-training needs: a score and a projection, read from the maps of all blocks."""

    def __init__(self, judge: nn.Module, width: int) -> None:
        super().__init__()
        self.judge = judge
        self.norm = nn.LayerNorm(width)
        self.score = nn.Linear(width, 1)
        self.project = nn.Sequential(nn.Linear(width, 128), nn.ReLU(), nn.Linear(128, 64))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores (N), unit projections (N × 64), and the mean of the last map (N × features)."""
        pooled, last = self.judge.features(x)
        z = self.norm(pooled)
        return self.score(z)[:, 0], functional.normalize(self.project(z), dim=1), last


def order_loss(scores: Tensor) -> Tensor:
    """Logistic loss on the three known pairs of each picture's versions; scores come as 4 × `PICTURES`."""
    fine, worse, worst = scores.reshape(-1, 4)[:, :3].unbind(1)
    return functional.softplus(torch.stack([worse - fine, worst - worse, worst - fine])).mean()


def contrast_loss(projections: Tensor, temperature: float = 0.1) -> Tensor:
    """InfoNCE: a patch with the same faults of the same picture against all other patches of the batch."""
    likeness = projections @ projections.T / temperature
    likeness = likeness.masked_fill(torch.eye(len(likeness), dtype=torch.bool, device=likeness.device), -1e4)
    one = torch.arange(2, len(likeness), 4, device=likeness.device)
    return functional.cross_entropy(torch.cat([likeness[one], likeness[one + 1]]), torch.cat([one + 1, one]))


def pretrain(samples: list[Sample], teachers: Path, out: Path, config: dict[str, Any]) -> None:
    """Pre-train on the pictures that are to be learnt from, whatever their labels, and write RUN/backbone.pt."""
    torch.manual_seed(config["seed"])
    prepare = Preprocessing(**config["input"])
    learned, _ = split(samples, FOLDS, config["validation_fold"])
    settings = config["pretraining"]
    judge = new_judge({**config, "frozen": 0}, teachers)
    teacher = copy.deepcopy(judge).eval()
    width = judge.linear.in_features
    student = Student(judge, width).to(judge.centre.device)
    heads = [*student.norm.parameters(), *student.score.parameters(), *student.project.parameters()]
    optimiser = torch.optim.AdamW(
        [
            {"params": judge.backbone.parameters(), "lr": settings["backbone_rate"]},
            {"params": heads, "lr": settings["head_rate"]},
        ],
        weight_decay=config["weight_decay"],
    )
    total = settings["steps"]
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate(step, total, total // 20))
    out.mkdir(parents=True, exist_ok=True)
    first, checkpoint = 0, out / "pretraining.pt"
    parts = {"student": student, "optimiser": optimiser, "schedule": schedule}
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True, map_location=judge.centre.device)
        for name, part in parts.items():
            part.load_state_dict(state[name])
        first = state["step"]
    every = max(1, total // 10)
    for begin in range(first, total, every):
        started, told = time.perf_counter(), []
        for batch in prefetch(patches(learned, prepare, (config["seed"], begin), min(every, total - begin))):
            x = inputs_of(batch)
            scores, projections, last = student(x)
            with torch.inference_mode():
                wanted = teacher.features(x[::4])[1]
            kept = functional.smooth_l1_loss(last[::4], wanted.clone()) / wanted.square().mean().clone()
            ordered, contrast = order_loss(scores), contrast_loss(projections)
            loss = ordered + settings["contrast"] * contrast + settings["keep"] * kept
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            told.append((ordered.item(), contrast.item(), kept.item()))
        terms = zip(("order", "contrast", "keep"), np.mean(told, 0), strict=True)
        means = "  ".join(f"{name} {value:.3f}" for name, value in terms)
        print(f"{begin + len(told)} of {total}  {means}  {time.perf_counter() - started:.0f} s", flush=True)
        kept_parts = {name: part.state_dict() for name, part in parts.items()}
        torch.save({**kept_parts, "step": begin + len(told)}, checkpoint)
    torch.save(judge.backbone.state_dict(), out / "backbone.pt")


def main() -> None:
    """Read the arguments and pre-train."""
    arguments = run_arguments(__doc__).parse_args()
    config = configuration(arguments.config, arguments.set)
    arguments.out.mkdir(parents=True, exist_ok=True)
    write_configuration(arguments.out / "config.toml", config)
    pretrain(load(arguments.data), arguments.teachers, arguments.out, config)


if __name__ == "__main__":
    main()
