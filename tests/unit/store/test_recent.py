"""What was opened lately."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import CannotWrite
from app.store.recent import KEPT, clear, forget, recent, recent_path, remember

A, B = (Path("/a.mp4"),), (Path("/b.jpg"), Path("/c.jpg"))


def test_the_list_lies_where_the_user_keeps_states(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert recent_path() == tmp_path / "bestframe" / "recent.json"
    assert recent() == ()


def test_the_latest_comes_first_and_each_once() -> None:
    remember(A)
    remember(B)
    assert remember(A) == (A, B)
    assert recent() == (A, B)
    assert forget(A) == (B,)
    clear()
    assert recent() == ()


def test_only_as_many_as_fit_a_menu_are_kept() -> None:
    for index in range(KEPT + 5):
        remember([Path(f"/{index}")])
    assert len(recent()) == KEPT
    assert recent()[0] == (Path(f"/{KEPT + 4}"),)


def test_paths_are_kept_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    remember([Path("clip.mp4")])
    assert recent() == ((tmp_path / "clip.mp4",),)


@pytest.mark.parametrize("content", [b"", b"{}", b"[[]]", b"[[1]]", b'["/a"]', b"\xff", b"[" * 100_000])
def test_a_damaged_list_is_empty_and_can_be_written(content: bytes) -> None:
    recent_path().parent.mkdir(parents=True)
    recent_path().write_bytes(content)
    assert recent() == ()
    assert remember(A) == (A,)


def test_a_list_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CannotWrite):
        remember(A, tmp_path / "file" / "recent.json")
