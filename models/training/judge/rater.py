"""Train a rater: `python -m models.training.judge.rater --data DATA --teachers TEACHERS --out RUN`.

People gave 929 photos a technical quality. A network that learns nothing else from them, at more pixels, rates new ones
better than the judge can, and is too slow to ship. RUN/told.csv has what it says of every picture in DATA that is no
frame; from that the judge learns quality where no person gave it (distillation; Hinton et al., 2015). RUN/log.csv has a
line an epoch.
"""

from __future__ import annotations

import csv
from pathlib import Path

import torch

from app.inference.preprocess import Preprocessing
from models.training.judge.data import Sample, load, rated
from models.training.judge.train import (
    DEVICE,
    configuration,
    new_judge,
    opinions_of,
    run_arguments,
    train,
    write_configuration,
)

CONFIG = Path(__file__).with_name("rater.toml")


def tell(samples: list[Sample], run: Path, teachers: Path) -> None:
    """Write RUN/told.csv: name and quality, 0–1, of samples, by the rater that was trained there."""
    config = configuration(run / "config.toml")
    rater = new_judge(config, teachers)
    rater.load_state_dict(torch.load(run / "judge.pt", weights_only=True, map_location=DEVICE))
    quality = opinions_of(rater, samples, Preprocessing(**config["input"]))[0][:, 0]
    with (run / "told.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "quality"])
        writer.writerows([sample.name, f"{value:.5f}"] for sample, value in zip(samples, quality, strict=True))


def main() -> None:
    """Read the arguments, train, and tell."""
    parser = run_arguments(__doc__)
    parser.set_defaults(config=CONFIG)
    parser.add_argument("--start", type=Path, help="weights of a pre-trained backbone, from pretrain.py")
    arguments = parser.parse_args()
    samples = load(arguments.data)
    config = configuration(arguments.config, arguments.set)
    train(rated(samples), arguments.teachers, arguments.out, config, arguments.start)
    write_configuration(arguments.out / "config.toml", config)
    tell([sample for sample in samples if not sample.clip], arguments.out, arguments.teachers)


if __name__ == "__main__":
    main()
