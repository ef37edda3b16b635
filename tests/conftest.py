"""What every test gets: folders of its own for settings and logs, and no thread left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import hypothesis
import pytest

from app.media.sample import SampleClip, build_sample

# How long an example takes says more about the machine than about the code; tests/benchmarks measure that.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _private_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings, caches, logs and pictures go to a folder of this test."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("XDG_PICTURES_DIR", str(home / "Pictures"))


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """A thread of ours that outlives its test is a failure."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in set(threading.enumerate()) - before if thread.name.startswith("feed-")]
    assert not left, f"threads left behind: {left}"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleClip:
    """The sample clip, whose good moments are known."""
    return build_sample(tmp_path_factory.mktemp("sample"))
