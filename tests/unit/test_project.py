"""The project as a whole: its messages, how light the command line is, and the reasons for its dependencies."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.messages import TEMPLATES, Message

ROOT = Path(__file__).parents[2]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("message_id", TEMPLATES)
def test_every_message_shows_all_of_its_data(message_id: str) -> None:
    data = {name: f"<{name}>" for name in fields(TEMPLATES[message_id])}
    sentence = str(Message(message_id, data))
    assert all(value in sentence for value in data.values())
    assert not re.search(r"[{}]", sentence)


@dataclass(frozen=True)
class Use:
    """A call that makes a message: where, which, and the names of its data (None when they cannot be read there)."""

    place: str
    message_id: str
    names: frozenset[str] | None


def core() -> dict[Path, ast.Module]:
    """The program without the window, which has messages of its own."""
    paths = [path for path in sorted((ROOT / "app").rglob("*.py")) if not path.is_relative_to(ROOT / "app/ui")]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def error_names(trees: dict[Path, ast.Module]) -> set[str]:
    """BestframeError and whatever is derived from it, anywhere in the core."""
    classes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names = {"BestframeError"}
    while found := {
        item.name
        for item in classes
        if item.name not in names and any(ast.unparse(base) in names for base in item.bases)
    }:
        names |= found
    return names


def uses() -> Iterator[Use]:
    """Calls as in `Message("id", {"name": …})` and `CannotWrite(path, "id", name=…)`."""
    trees = core()
    errors = error_names(trees)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            match node:
                case ast.Call(func=ast.Name("Message"), args=[ast.Constant(str(message_id))], keywords=[]):
                    yield Use(place, message_id, frozenset())
                case ast.Call(func=ast.Name("Message"), args=[ast.Constant(str(message_id)), ast.Dict(keys=keys)]):
                    yield Use(place, message_id, frozenset(ast.literal_eval(key) for key in keys if key))
                case ast.Call(func=ast.Name(name), args=[_, ast.Constant(str(message_id))], keywords=data) if (
                    name in errors
                ):
                    names = frozenset(item.arg for item in data if item.arg)
                    yield Use(place, message_id, names if all(item.arg for item in data) else None)


def test_every_message_that_the_core_sends_exists_and_gets_its_data() -> None:
    found = list(uses())
    assert found
    for use in found:
        assert use.message_id in TEMPLATES, use
        assert use.names is None or use.names == fields(TEMPLATES[use.message_id]), use


def test_help_comes_without_loading_what_the_work_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "main.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert "recommend" in done.stdout
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "app" in imported
    assert not imported & {"PySide6", "shiboken6", "pyqtgraph", "MNN", "torch", "cv2", "av"}


def test_every_dependency_has_its_reason_and_no_reason_is_left_over() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    dependencies = {re.split(r"[^\w.-]", item, maxsplit=1)[0] for group in groups for item in group}
    record = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### (\S+)$", record, flags=re.MULTILINE)) == dependencies


def test_every_reason_names_a_licence_and_an_alternative() -> None:
    record = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8")
    for section in re.split(r"^### ", record, flags=re.MULTILINE)[1:]:
        assert "Licence:" in section, section
        assert "instead" in section, section
