"""Which backend is chosen, what is said of it, and what is remembered."""

from __future__ import annotations

import dataclasses
import functools
import json
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.messages import ABOUT_BACKENDS
from app.inference import choice, engine, load_manifest, open_session, selfcheck
from app.inference.choice import Choice, Examined, choose, examine
from app.inference.manifest import ModelEntry
from app.inference.verdicts import Finding, key_of, verdicts_in, verdicts_path

MODEL = load_manifest()["judge-detail"]
BAD = [Finding.MISSING, Finding.SLOW, Finding.DIFFERS, Finding.CRASHED]
"""What is used under no circumstances."""


class Machine:
    """What a machine's backends are worth; remembers what it was asked."""

    def __init__(self, *, new: bool = True, **findings: Finding) -> None:
        self.asked: list[str] = []
        self._findings = findings
        self._new = new

    def __call__(self, backend: str) -> Examined:
        self.asked.append(backend)
        return Examined(self._findings.get(backend, Finding.MISSING), self._new)


class Trial:
    """A self-check that ends as it is told to."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.made: list[str] = []

    def __call__(self, model: ModelEntry, backend: str) -> Finding:
        self.made.append(backend)
        return self.finding


@pytest.fixture(autouse=True)
def _another_process() -> Iterator[None]:
    """Nothing is known from another test."""
    yield
    verdicts_in.cache_clear()


def look(trial: Trial, model: ModelEntry = MODEL, backend: str = "vulkan") -> Examined:
    """Examine a backend as a program that has just started would."""
    verdicts_in.cache_clear()
    return examine(model, backend, lambda _: True, trial)


@pytest.mark.parametrize(
    ("system", "order"),
    [
        ("linux", ["cuda", "vulkan", "opencl"]),
        ("win32", ["cuda", "vulkan", "opencl"]),
        ("darwin", ["metal", "vulkan", "opencl"]),
    ],
)
def test_auto_goes_through_what_the_system_can_have(system: str, order: list[str]) -> None:
    machine = Machine()
    assert choose("auto", machine, system) == Choice("cpu")
    assert machine.asked == order


def test_auto_takes_the_first_that_is_good_and_asks_no_further() -> None:
    machine = Machine(vulkan=Finding.GOOD, opencl=Finding.GOOD)
    assert choose("auto", machine, "linux") == Choice("vulkan")
    assert machine.asked == ["cuda", "vulkan"]


@pytest.mark.parametrize("wanted", ["vulkan", "metal"])
def test_what_is_asked_for_by_name_is_used_when_it_is_good(wanted: str) -> None:
    machine = Machine(vulkan=Finding.GOOD, metal=Finding.GOOD)
    assert choose(wanted, machine, "linux") == Choice(wanted)
    assert machine.asked == [wanted]


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("finding", BAD)
def test_who_asks_by_name_is_told_every_time_that_it_is_the_cpu(finding: Finding, new: bool) -> None:
    chosen = choose("vulkan", Machine(vulkan=finding, new=new), "linux")
    assert chosen.backend == "cpu"
    assert chosen.notice is not None
    assert chosen.notice.id in ABOUT_BACKENDS
    assert chosen.notice.data == {"wanted": "vulkan", "actual": "cpu"}
    assert str(chosen.notice).endswith("; using cpu")


def test_a_slow_one_is_left_out_by_auto_and_used_when_asked_for_by_name() -> None:
    machine = Machine(vulkan=Finding.NO_FASTER)
    assert choose("auto", machine, "linux").backend == "cpu"
    assert choose("vulkan", machine, "linux") == Choice("vulkan")


def test_each_finding_is_told_in_words_of_its_own() -> None:
    said = {str(choose("vulkan", Machine(vulkan=finding), "linux").notice) for finding in BAD}
    assert len(said) == len(BAD)


@pytest.mark.parametrize("finding", BAD)
def test_auto_tells_only_what_a_check_has_just_found(finding: Finding) -> None:
    notice = choose("auto", Machine(opencl=finding), "linux").notice
    assert (notice is None) is (finding is Finding.MISSING)
    assert choose("auto", Machine(opencl=finding, new=False), "linux").notice is None


def test_auto_tells_what_is_used_in_the_end() -> None:
    chosen = choose("auto", Machine(cuda=Finding.CRASHED, opencl=Finding.GOOD), "linux")
    assert chosen.backend == "opencl"
    assert chosen.notice is not None
    assert chosen.notice.data == {"wanted": "cuda", "actual": "opencl"}


def test_the_cpu_is_not_examined() -> None:
    machine = Machine()
    assert choose("cpu", machine, "linux") == Choice("cpu")
    assert machine.asked == []


def test_a_build_without_the_backend_costs_no_process_and_no_file() -> None:
    trial = Trial(Finding.GOOD)
    assert examine(MODEL, "vulkan", lambda _: False, trial).finding is Finding.MISSING
    assert trial.made == []
    assert not verdicts_path().exists()


@pytest.mark.parametrize("finding", list(Finding))
def test_a_check_is_made_once(finding: Finding) -> None:
    trial = Trial(finding)
    assert look(trial) == Examined(finding, new=True)
    assert look(trial) == Examined(finding, new=False)
    assert trial.made == ["vulkan"]
    assert [file.name for file in verdicts_path().parent.iterdir()] == ["backends.json"], "no temporary file is left"


def test_each_backend_is_checked_for_itself() -> None:
    assert look(Trial(Finding.GOOD)).finding is Finding.GOOD
    assert look(Trial(Finding.CRASHED), backend="opencl").finding is Finding.CRASHED
    assert look(Trial(Finding.SLOW)).finding is Finding.GOOD


@pytest.mark.parametrize("change", ["MNN", "model", "machine"])
def test_what_has_changed_is_checked_again(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    look(Trial(Finding.CRASHED))
    model = dataclasses.replace(MODEL, sha256="0" * 64) if change == "model" else MODEL
    with monkeypatch.context() as other:
        if change == "MNN":
            other.setattr(engine, "identity", lambda: "3.7.0 1")
        elif change == "machine":
            other.setattr(platform, "node", lambda: "another")
        assert look(Trial(Finding.GOOD), model) == Examined(Finding.GOOD, new=True)
    assert look(Trial(Finding.SLOW)) == Examined(Finding.CRASHED, new=False), "the other one is still known"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1, "b": ["good"]}', b"\xff\xfe", "[" * 100_000])
def test_a_damaged_memory_is_an_empty_one(content: str | bytes) -> None:
    verdicts_path().parent.mkdir(parents=True)
    verdicts_path().write_bytes(content.encode() if isinstance(content, str) else content)
    assert look(Trial(Finding.GOOD)) == Examined(Finding.GOOD, new=True)
    assert list(json.loads(verdicts_path().read_text(encoding="utf-8")).values()) == ["good"]


def test_what_cannot_be_written_is_known_until_the_process_ends(tmp_path: Path) -> None:
    verdicts_path().parent.parent.mkdir(parents=True, exist_ok=True)
    verdicts_path().parent.write_text("a file in the way")
    trial = Trial(Finding.GOOD)
    assert look(trial).new
    assert examine(MODEL, "vulkan", lambda _: True, trial) == Examined(Finding.GOOD, new=False)
    assert trial.made == ["vulkan"]


def test_a_session_on_the_usual_build_needs_no_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "examine", functools.partial(examine, could_drive=lambda _: False))
    monkeypatch.setattr(selfcheck, "run_check", lambda *_: pytest.fail("a process was started"))
    session, notice = open_session(MODEL)
    assert (session.backend, notice) == ("cpu", None)
    session, notice = open_session(MODEL, "opencl")
    assert session.backend == "cpu"
    assert str(notice) == "opencl is not available here; using cpu"
    assert not verdicts_path().exists()


ELSEWHERE = "cuda" if sys.platform == "darwin" else "metal"
"""A backend that this system cannot have."""


@pytest.mark.parametrize("wanted", ["auto", ELSEWHERE])
def test_a_backend_that_has_gone_since_its_check_is_replaced(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "possible_gpus", lambda _: (ELSEWHERE,))
    monkeypatch.setattr(choice, "examine", lambda _model, _backend: Examined(Finding.GOOD, new=False))
    session, notice = open_session(MODEL, wanted)
    assert session.backend == "cpu"
    assert str(notice) == ("None" if wanted == "auto" else f"{ELSEWHERE} is not available here; using cpu")


class Gpu:
    """A session that says it runs on a GPU, and fails or not."""

    def __init__(self, backend: str, error: BaseException | None) -> None:
        self.backend = backend
        self._error = error

    def run(self, _tensors: object) -> None:
        if self._error is not None:
            raise self._error


@pytest.fixture
def good_gpu(monkeypatch: pytest.MonkeyPatch) -> dict[str, BaseException | None]:
    """A machine with a Vulkan backend that was good when it was checked; its session raises the `error` given."""
    failing: dict[str, BaseException | None] = {"error": None}
    monkeypatch.setattr(choice, "possible_gpus", lambda _: ("vulkan",))
    monkeypatch.setattr(choice, "examine", lambda _model, _backend: Examined(Finding.GOOD, new=False))
    monkeypatch.setattr(choice, "Session", lambda _model, backend, *_: Gpu(backend, failing["error"]))
    verdicts_in.cache_clear()
    verdicts_in(verdicts_path()).put(key_of(MODEL, "vulkan"), Finding.GOOD)
    return failing


def _remembered() -> Finding | None:
    verdicts_in.cache_clear()
    return verdicts_in(verdicts_path()).get(key_of(MODEL, "vulkan"))


def test_a_gpu_that_still_works_stays_good(good_gpu: dict[str, BaseException | None]) -> None:
    assert open_session(MODEL)[0].backend == "vulkan"
    assert _remembered() is Finding.GOOD


def test_a_gpu_that_fails_since_its_check_is_replaced_and_not_tried_again(
    good_gpu: dict[str, BaseException | None],
) -> None:
    good_gpu["error"] = RuntimeError("error 3")
    assert open_session(MODEL)[0].backend == "cpu"
    assert _remembered() is Finding.CRASHED


def test_a_gpu_that_takes_the_program_down_is_not_tried_again(good_gpu: dict[str, BaseException | None]) -> None:
    good_gpu["error"] = SystemExit(139)
    with pytest.raises(SystemExit):
        open_session(MODEL)
    assert _remembered() is Finding.CRASHED
