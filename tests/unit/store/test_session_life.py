"""A session from opening to recovery, as the window goes through it: nothing here knows a window."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.commands.editor import Editor
from app.domain.edits import Edits, to_record
from app.domain.geometry import Box
from app.domain.project import Project
from app.store.autosave import Autosave, recoverable
from app.store.decisions import DecisionStore
from app.store.past import ChoiceRate
from app.store.sources import Located, Whereabouts, describe, locate
from tests.project_factory import AT, TALL, WIDE, analysis, cover, moment

COVERS = tuple(cover(moment(pts)) for pts in (1, 2, 3))


class Window:
    """What the window does of all this, without a window."""

    def __init__(self, clip: Path) -> None:
        self.store = DecisionStore.open()
        self.slot = Autosave([clip])
        self.project = Project((describe(clip),), Edits(WIDE), analysis(*COVERS, path=clip))
        self.editor = Editor(self.project.edits)
        self._seen = self.editor.edits

    @property
    def now(self) -> Project:
        return self.project.editing(self.editor.edits)

    def accept(self, **files: Path) -> None:
        shapes = {"wide": WIDE, "tall": TALL}
        chosen = self.now.chosen
        assert chosen is not None
        self.editor.accept(self.now.accepted(AT, {shapes[name]: file for name, file in files.items()}), chosen)
        self.changed()

    def changed(self) -> None:
        decision = to_record(self._seen.decision, self.editor.edits.decision, AT)
        if decision is not None:
            self.store.record(self.now, decision)
        self._seen = self.editor.edits
        self.slot.save(self.now)

    def kill(self) -> None:
        """What the system does to a process that is killed: open files are closed, and nothing else."""
        lock = self.slot._lock
        assert lock._handle is not None
        os.close(lock._handle)
        lock._handle = None


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"a clip")
    return path


def test_open_override_undo_accept_kill_recover(clip: Path) -> None:
    window = Window(clip)
    own = cover(moment(99))
    window.editor.use_frame(own)
    window.editor.keep_shape(TALL)
    for x in range(40):
        window.editor.move_crop(own, TALL, Box(x, 0, 607, 1080))
    window.editor.end_step()
    window.accept()
    assert window.store.choice_rate() == ChoiceRate(own_frame=1)
    for _ in range(4):
        window.editor.undo()
    window.changed()
    assert window.now == window.project
    assert window.store.choice_rate() == ChoiceRate()
    window.accept(wide=clip.with_name("clip-cover.jpg"))
    last = window.now
    window.kill()

    (lost,) = recoverable()
    with Autosave(lost.sources) as slot:
        assert slot.left_over
        stored = slot.load()
        assert stored is not None
        located = locate(stored.project, stored.beside)
        assert located == Located(last, (Whereabouts.SAME,))
        assert located.project.chosen == COVERS[0]
        assert Editor(located.project.edits).history.undo_label is None
    assert recoverable() == ()
    (past,) = window.store.history(last.identity)
    assert [decision.verdict for decision in past.decisions] == ["overridden", "withdrawn", "accepted"]
    assert past.decisions[-1] == last.edits.decision
    assert window.store.choice_rate() == ChoiceRate(first=1)


def test_a_session_whose_video_was_cut_anew_says_so(clip: Path) -> None:
    project = Project((describe(clip),), Edits(WIDE), analysis(cover(moment(1)), path=clip))
    with Autosave([clip]) as slot:
        slot.save(project)
    clip.write_bytes(b"another clip")
    with Autosave([clip]) as slot:
        stored = slot.load()
        assert stored is not None
        assert locate(stored.project, stored.beside).changed == (clip,)
    now = replace(project, sources=(describe(clip),))
    assert now.identity != project.identity, "what was decided before was decided on something else"
