"""Writing files whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.errors import CannotWrite
from app.domain.files import write_whole


def test_the_folder_is_made_and_no_other_file_is_left(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "file.json"
    write_whole(b"old", target)
    write_whole(b"new", target)
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def test_what_it_holds_is_the_users_own(tmp_path: Path) -> None:
    write_whole(b"", tmp_path / "file")
    assert (tmp_path / "file").stat().st_mode & 0o077 == 0


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "file"
    write_whole(b"old", target)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left on device") as caught:
        write_whole(b"new", target)
    assert caught.value.path == target
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_only_what_is_durable_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    monkeypatch.setattr(os, "fsync", waited.append)
    write_whole(b"", tmp_path / "a", durable=False)
    assert waited == []
    write_whole(b"", tmp_path / "b")
    assert len(waited) == 1
