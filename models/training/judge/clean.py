"""Compare independent judges: agreement is kept, disagreement goes to a person; new pictures are labelled likewise.

    python -m models.training.judge.clean --data DATA --teachers TEACHERS [--run RUN …] --out OUT
    python -m models.training.judge.clean --pictures FOLDER --teachers TEACHERS [--run RUN …] --out OUT

The first form checks the labels that there are: people's quality against NIQE, BRISQUE and the runs, the two columns
of appeal against each other and their mean against the runs. A run has a say on the pictures of its RUN/held.csv,
which it never saw. The second labels every picture below FOLDER with the judge that ships (and the runs' RUN/judge.pt),
and checks its quality by NIQE and BRISQUE.

Written are, all names being relative to the folder above DATA or FOLDER:

OUT/agreed.csv (first form): `name, quality, appeal` (0–1), `quality_weight, appeal_weight` (0.5–1, see `LIMIT`). A
    score that is disputed or unknown is empty, and its weight too; a picture without any score left is not listed.
OUT/prelabels.csv (second form): the same columns with every score, and `use`: `yes` where quality was checked and
    nothing is disputed, else `person`. The person writes `yes` or `no` there, and may correct a score and its weight;
    the rows with `yes` then continue agreed.csv. An appeal that only one judge has given has the weight `ALONE`.
OUT/disputed.csv: for a person, worst first: `name`, `score` (quality or appeal), `between` whom, `apart` (see
    `LIMIT`), the `label` (0–1), and each judge's percentile among the pictures compared, higher being better.
    What the person is sure of is added to agreed.csv.
OUT/sheet-quality.jpg, OUT/sheet-appeal.jpg: the most disputed pictures, captioned with these percentiles.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.errors import UnreadableMedia
from app.domain.media import Picture
from app.inference.preprocess import Preprocessing
from app.media.pictures import SUFFIXES, read_small
from app.vision.judge import Judge
from models.training.judge.classical import Array, Brisque, Niqe, averaged

LIMIT = 2.5
"""How far apart judges may be, in root mean squares of how far they are; beyond it a label is disputed.

About 1–2 % of the labels are, whatever the judges: as many as a person can look at. What is kept has the weight
1 / (1 + (apart / LIMIT)²): 1 for judges of one mind, 0.5 for those about to dispute. Chosen by us."""

ALONE = 0.5
"""Weight of a label that nobody could check."""

ENOUGH = 30
"""Pictures that judges must have in common before it can be said how far apart they usually are."""

RELATED = 0.2
"""Correlation with a label below which judges cannot check it, as NIQE cannot check drawings."""

CLEANING = {
    "quality": (("people",), ("folds_quality", "niqe", "brisque")),
    "appeal": (("a", "b"), ("folds_appeal",)),
}
"""Whose mean is the label of a score, and who else checks it, where labels are cleaned."""

LABELLING = {
    "quality": (("judge_quality", "folds_quality"), ("niqe", "brisque")),
    "appeal": (("judge_appeal", "folds_appeal"), ()),
}
"""The same where new pictures are labelled."""

LABEL_COLUMNS = ("name", "quality", "appeal", "quality_weight", "appeal_weight")
"""Columns of agreed.csv, and the first of prelabels.csv."""

SHEET = (6, 5)
"""Columns and rows of a sheet."""

Judges = dict[str, Array]
"""What each judge says of N pictures: higher is better, NaN is nothing, the scale is the judge's own."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How judges compare on one score of N pictures.

    Attributes:
        label: 0–1, NaN where there is none.
        normal: each judge's normal scores among the pictures with a label.
        apart: see `LIMIT`; NaN where nobody could check the label.
        between: who is farthest apart; empty where nobody could check.
    """

    label: Array
    normal: Judges
    apart: Array
    between: list[str]

    @property
    def disputed(self) -> npt.NDArray[np.bool_]:
        """Where a person must look."""
        return np.isfinite(self.apart) & (self.apart > LIMIT)

    @property
    def weight(self) -> Array:
        """0–1, NaN where there is no label."""
        weight = np.where(np.isfinite(self.apart), 1 / (1 + (self.apart / LIMIT) ** 2), ALONE)
        return np.where(np.isfinite(self.label), weight, np.nan)


def ranks(values: Array) -> Array:
    """Ranks as shares of the known values, 0–1 without either end; equal values share their mean rank."""
    known = np.sort(values[np.isfinite(values)])
    both = np.searchsorted(known, values, "left") + np.searchsorted(known, values, "right")
    return np.where(np.isfinite(values), both / (2 * max(1, len(known))), np.nan)


def normal_scores(values: Array) -> Array:
    """The values of a standard normal distribution that have the same ranks: no judge's scale matters any more."""
    normal = NormalDist()
    return np.array([normal.inv_cdf(rank) if math.isfinite(rank) else math.nan for rank in ranks(values)])


def rank_correlation(first: Array, second: Array) -> float:
    """Spearman's ρ where both are known; NaN where that is on fewer than three pictures, or one is constant."""
    both = np.isfinite(first) & np.isfinite(second)
    return _correlation(ranks(first[both]), ranks(second[both]))


def _correlation(first: Array, second: Array) -> float:
    if len(first) < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return math.nan
    return float(np.corrcoef(first, second)[0, 1])


def compare(judges: Judges, own: Sequence[str], others: Sequence[str]) -> Comparison:
    """Compare judges on one score.

    Args:
        judges: what they say; a judge who is not there is left out.
        own: those whose mean is the label; their scale is 0–1. Two are compared with each other.
        others: those that the label is checked by.
    """
    own, others = ([name for name in names if name in judges] for names in (own, others))
    said = np.stack([judges[name] for name in own])
    known = np.isfinite(said)
    label = np.where(known, said, 0).sum(0) / np.where(known.any(0), known.sum(0), np.nan)
    normal = {name: normal_scores(np.where(known.any(0), judges[name], np.nan)) for name in (*own, *others)}
    apart = np.full(len(label), np.nan)
    between = np.full(len(label), "", object)
    opponents: list[tuple[str, str, Array]] = []
    if others:
        opponents.append((" + ".join(own), " + ".join(others), _against(label, [normal[name] for name in others])))
    if len(own) == 2 and rank_correlation(*(judges[name] for name in own)) >= RELATED:
        opponents.append((own[0], own[1], _in_deviations(normal[own[0]] - normal[own[1]])))
    for one, other, distance in opponents:
        farther = np.isfinite(distance) & ~(distance <= apart)
        apart[farther] = distance[farther]
        between[farther] = f"{one} / {other}"
    return Comparison(label, normal, apart, list(between))


def _against(label: Array, others: Sequence[Array]) -> Array:
    """How far a label is from what the normal scores of other judges lead one to expect, see `LIMIT`.

    What they lead one to expect is their weighted sum, with the weights of least squares, so that a judge's word
    counts for as much as it predicts; brought to normal scores again, since the sum of weak judges never goes to
    extremes, and extremes alone are no dispute. Each set of judges that know a picture has weights of its own.
    """
    result = np.full(len(label), np.nan)
    scores = np.stack(others)
    known = np.isfinite(scores) & np.isfinite(label)
    for knowing in np.unique(known[:, known.any(0)], axis=1).T:
        common = known[knowing].all(0)
        if common.sum() < ENOUGH:
            continue
        said, wanted = scores[knowing][:, common], normal_scores(label[common])
        expected = normal_scores(_weights(said, wanted) @ said)
        if _correlation(expected, wanted) >= RELATED:
            alike = (known == knowing[:, np.newaxis]).all(0)[common]
            result[np.flatnonzero(common)[alike]] = _in_deviations(wanted - expected)[alike]
    return result


def _in_deviations(gap: Array) -> Array:
    """The size of gaps in root mean squares of all of them; NaN where too few are known to say."""
    known = gap[np.isfinite(gap)]
    usual = math.sqrt(float((known**2).mean())) if len(known) >= ENOUGH else math.nan
    return np.abs(gap) / max(usual, 1e-6)


def _weights(scores: Array, label: Array) -> Array:
    """Least squares of a label on scores (K × N), without negative weights: no judge is right by being wrong."""
    weights = np.zeros(len(scores))
    used = np.ones(len(scores), bool)
    while used.any():
        weights[used] = np.linalg.lstsq(scores[used].T, label, rcond=None)[0]
        if (weights >= 0).all():
            break
        used &= weights > 0
        weights[~used] = 0
    return weights


def labelled(data: Path) -> tuple[list[str], Judges]:
    """Names of all labelled pictures, and what `people`, `a` and `b` say of them, 0–1."""
    said: dict[str, dict[str, float]] = {"people": {}, "a": {}, "b": {}}
    for row in _rows(data / "iqa/mos.csv"):
        said["people"][f"{data.name}/iqa/images/{row['file']}"] = float(row["mos"]) / 100
    appeal = {row["picture"]: row for row in _rows(data / "appeal/pictures.csv")}
    appeal |= {f"{data.name}/appeal/{row['file']}": row for row in _rows(data / "appeal/frames.csv")}
    for name, row in appeal.items():
        for judge in ("a", "b"):
            if row[judge]:
                said[judge][name] = (float(row[judge]) - 1) / 9
    names = sorted(said["people"].keys() | appeal.keys())
    return names, {judge: _column(names, scores) for judge, scores in said.items()}


def held_back(runs: Sequence[Path], names: Sequence[str]) -> Judges:
    """What the runs say of the pictures that they never saw, 0–1; the mean where several never saw one."""
    judges = {}
    for score in ("quality", "appeal"):
        found: dict[str, list[float]] = {}
        for run in runs:
            for row in _rows(run / "held.csv"):
                found.setdefault(row["name"], []).append(float(row[score]))
        judges[f"folds_{score}"] = _column(names, {name: sum(said) / len(said) for name, said in found.items()})
    return judges if runs else {}


def _column(names: Sequence[str], scores: Mapping[str, float]) -> Array:
    return np.array([scores.get(name, math.nan) for name in names])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


Judgement = Callable[[Path], Mapping[str, float]]
"""What one or several judges say of a picture file.

Raises:
    UnreadableMedia: it is not a picture that can be read.
"""


def classical(teachers: Path) -> Judgement:
    """NIQE and BRISQUE, turned round so that higher is better."""
    niqe, brisque = Niqe(teachers), Brisque(teachers)

    def judgement(path: Path) -> Mapping[str, float]:
        image = averaged(path)
        return {"niqe": -niqe(image), "brisque": -brisque(image)}

    return judgement


def shipped() -> Judgement:
    """The judge that ships, 0–1.

    Raises:
        BrokenModel: its file is missing or damaged.
    """
    judge = Judge("cpu")

    def judgement(path: Path) -> Mapping[str, float]:
        verdict = judge.rate(read_small(Picture(0, path)).image)
        return {"judge_quality": verdict.quality / 100, "judge_appeal": verdict.appeal / 100}

    return judgement


def trained(runs: Sequence[Path], teachers: Path) -> Judgement:
    """The mean of the runs' judges, 0–1. Needs PyTorch."""
    # By their names, since PyTorch is not installed where this file is checked and tested.
    torch: Any = importlib.import_module("torch")
    training: Any = importlib.import_module("models.training.judge.train")
    judges = []
    for run in runs:
        config = training.configuration(run / "config.toml")
        judge = training.new_judge(config, teachers)
        judge.load_state_dict(torch.load(run / "judge.pt", weights_only=True, map_location=training.DEVICE))
        judges.append((judge.eval(), Preprocessing(**config["input"])))

    def judgement(path: Path) -> Mapping[str, float]:
        image = read_small(Picture(0, path)).image
        with torch.inference_mode():
            inputs = [torch.from_numpy(prepare.tensor(image)).to(training.DEVICE) for _, prepare in judges]
            scores = [judge(x)[0][0].cpu().numpy() for (judge, _), x in zip(judges, inputs, strict=True)]
        quality, appeal = np.mean(scores, 0)
        return {"folds_quality": float(quality), "folds_appeal": float(appeal)}

    return judgement


def ask(paths: Sequence[Path], judgements: Sequence[Judgement]) -> tuple[list[int], Judges]:
    """What judges say of the pictures that can be read, and which these are; each other one is named in a line."""
    readable, said = [], []
    for number, path in enumerate(paths):
        try:
            said.append({name: score for judgement in judgements for name, score in judgement(path).items()})
        except UnreadableMedia as error:
            print(f"skipped: {error}", flush=True)
            continue
        readable.append(number)
        if len(readable) % 500 == 0:
            print(f"{len(readable)} of {len(paths)} pictures", flush=True)
    return readable, {name: np.array([row[name] for row in said]) for name in (said[0] if said else ())}


def clean(data: Path, teachers: Path, runs: Sequence[Path], out: Path) -> dict[str, Comparison]:
    """Check the labels of `data` and write what the module's description says; one comparison for each score."""
    names, judges = labelled(data)
    judges |= held_back(runs, names)
    readable, measured = ask([data.parent / name for name in names], [classical(teachers)])
    names = [names[i] for i in readable]
    judges = {name: said[readable] for name, said in judges.items()} | measured
    compared = {score: compare(judges, *who) for score, who in CLEANING.items()}
    kept = {score: np.where(found.disputed, np.nan, found.label) for score, found in compared.items()}
    rows = [row for row in _label_rows(names, kept, compared) if row["quality"] or row["appeal"]]
    _write(out / "agreed.csv", rows, LABEL_COLUMNS)
    _report(out, data.parent, names, judges, compared)
    return compared


def prelabel(pictures: Path, teachers: Path, runs: Sequence[Path], out: Path) -> dict[str, Comparison]:
    """Label new pictures and write what the module's description says; one comparison for each score.

    Raises:
        OSError: there is no picture below `pictures` that can be read.
    """
    pictures = pictures.resolve()
    paths = sorted(path for path in pictures.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    judgements = [shipped(), classical(teachers), *([trained(runs, teachers)] if runs else [])]
    readable, judges = ask(paths, judgements)
    if not readable:
        raise OSError(f"{pictures}: no picture that can be read")
    names = [paths[i].relative_to(pictures.parent).as_posix() for i in readable]
    compared = {score: compare(judges, *who) for score, who in LABELLING.items()}
    disputed = np.logical_or.reduce([found.disputed for found in compared.values()])
    sure = np.isfinite(compared["quality"].apart) & ~disputed
    rows = _label_rows(names, {score: found.label for score, found in compared.items()}, compared)
    used = [row | {"use": "yes" if use else "person"} for row, use in zip(rows, sure, strict=True)]
    _write(out / "prelabels.csv", used, [*LABEL_COLUMNS, "use"])
    _report(out, pictures.parent, names, judges, compared)
    print(f"{sure.sum()} may be used, {(~sure).sum()} are for a person")
    return compared


def _label_rows(
    names: Sequence[str], labels: Mapping[str, Array], compared: Mapping[str, Comparison]
) -> list[dict[str, str]]:
    weights = {score: np.where(np.isfinite(labels[score]), compared[score].weight, np.nan) for score in labels}
    return [
        {"name": name}
        | {score: _number(label[i]) for score, label in labels.items()}
        | {f"{score}_weight": _number(weight[i]) for score, weight in weights.items()}
        for i, name in enumerate(names)
    ]


def _number(value: float) -> str:
    return f"{value:.4f}" if math.isfinite(value) else ""


def _report(out: Path, above: Path, names: Sequence[str], judges: Judges, compared: Mapping[str, Comparison]) -> None:
    """Write the disputes and their sheets, and print who agrees with whom and how much is disputed."""
    voices = list(dict.fromkeys(name for found in compared.values() for name in found.normal))
    rows = [row for score, found in compared.items() for row in _dispute_rows(names, score, found)]
    rows.sort(key=lambda row: -float(row["apart"]))
    _write(out / "disputed.csv", rows, [*_ABOUT, *voices])
    for score in compared:
        draw_sheet(out / f"sheet-{score}.jpg", above, [row for row in rows if row["score"] == score])
    print("Rank correlations (pictures in common):")
    for one, other in itertools.combinations(judges, 2):
        common = int((np.isfinite(judges[one]) & np.isfinite(judges[other])).sum())
        if common >= ENOUGH:
            print(f"  {one:14} {other:14} {rank_correlation(judges[one], judges[other]):6.3f}  ({common})")
    for score, found in compared.items():
        given, checked = np.isfinite(found.label).sum(), np.isfinite(found.apart).sum()
        print(f"{score}: {given} labels, {checked} checked, {found.disputed.sum()} disputed")


_ABOUT = ("name", "score", "between", "apart", "label")
"""Columns of disputed.csv before those of the judges."""


def _dispute_rows(names: Sequence[str], score: str, found: Comparison) -> Iterator[dict[str, str]]:
    normal = NormalDist()
    for i in np.flatnonzero(found.disputed).tolist():
        about = (names[i], score, found.between[i], f"{found.apart[i]:.2f}", _number(found.label[i]))
        said = {name: values[i] for name, values in found.normal.items() if np.isfinite(values[i])}
        shares = {name: f"{normal.cdf(value) * 100:.0f}" for name, value in said.items()}
        yield dict(zip(_ABOUT, about, strict=True)) | shares


def _write(path: Path, rows: Sequence[Mapping[str, str]], header: Sequence[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(rows)


def draw_sheet(path: Path, above: Path, disputes: Sequence[Mapping[str, str]]) -> None:
    """Write the first disputes, as in disputed.csv, as captioned pictures; no file where there are none."""
    columns, rows = SHEET
    shown = disputes[: columns * rows]
    if not shown:
        path.unlink(missing_ok=True)
        return
    width, height, caption = 280, 210, 54
    sheet = np.full((-(-len(shown) // columns) * (height + caption), columns * width, 3), 255, np.uint8)
    for number, dispute in enumerate(shown):
        image = read_small(Picture(0, above / dispute["name"])).image
        factor = min((width - 6) / image.shape[1], (height - 6) / image.shape[0])
        size = (max(1, int(image.shape[1] * factor)), max(1, int(image.shape[0] * factor)))
        left, top = number % columns * width, number // columns * (height + caption)
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        sheet[top : top + size[1], left : left + size[0]] = small[:, :, ::-1]
        said = [f"{name} {share}" for name, share in dispute.items() if name not in _ABOUT]
        lines = ("/".join(Path(dispute["name"]).parts[-2:])[-40:], f"apart {dispute['apart']}", "  ".join(said))
        for line, text in enumerate(lines):
            below = (left + 2, top + height + 14 + 15 * line)
            cv2.putText(sheet, text, below, cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1, cv2.LINE_AA)
    cv2.imwrite(str(path), sheet, [cv2.IMWRITE_JPEG_QUALITY, 88])


def main() -> None:
    """Read the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--data", type=Path, help="folder with iqa/ and appeal/, whose labels are checked")
    what.add_argument("--pictures", type=Path, help="folder of new pictures, which are labelled")
    parser.add_argument("--teachers", type=Path, required=True, help="folder of the parameters of NIQE and BRISQUE")
    parser.add_argument("--run", type=Path, nargs="+", action="extend", default=[], help="folders of training runs")
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    arguments = parser.parse_args()
    if arguments.data:
        clean(arguments.data.resolve(), arguments.teachers, arguments.run, arguments.out)
    else:
        prelabel(arguments.pictures, arguments.teachers, arguments.run, arguments.out)


if __name__ == "__main__":
    main()
