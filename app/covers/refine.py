"""The exact neighbours of a leader: is it in a transition, and is there a better instant beside it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.covers.assess import Candidate, assess, in_transition
from app.domain.media import Frame
from app.vision import similarity
from app.vision.judge import Judge
from app.vision.signals import sharpness_of

RADIUS = 1.0
"""Seconds before and behind a leader that are searched."""

_TRIED = 3
"""How many of the sharpest neighbours the judge is asked about."""

_NEIGHBOURHOOD = 0.86
"""Similarity to the leader that a neighbour needs, so that a leader is replaced by the same picture only sharper."""


@dataclass
class Neighbourhood:
    """The frames around a leader, collected one by one; only the sharpest are kept as pictures."""

    leader: Candidate
    thumbs: list[similarity.Thumb] = field(default_factory=list)
    places: list[object] = field(default_factory=list)
    sharpest: list[tuple[float, int, Frame]] = field(default_factory=list)

    def add(self, frame: Frame) -> None:
        """Take the next frame in order of time."""
        number = len(self.thumbs)
        self.thumbs.append(similarity.thumb(frame.image))
        self.places.append(frame.place)
        self.sharpest.append((sharpness_of(frame.image), -number, frame))
        self.sharpest.sort(key=lambda entry: entry[:2], reverse=True)
        del self.sharpest[4 * _TRIED :]

    def best(self, judge: Judge) -> Candidate:
        """The leader, or the neighbour that is better; marked when all of it is a transition."""
        here = self.places.index(self.leader.frame.place) if self.leader.frame.place in self.places else None
        leader = self.leader
        if here is not None and similarity.in_transition(self.thumbs, here):
            leader = in_transition(leader)
        rivals = [leader]
        for _, negative, frame in self._spread():
            if frame.place == leader.frame.place or similarity.in_transition(self.thumbs, -negative):
                continue
            rival = assess(frame, judge)
            if similarity.similarity(rival.signature, leader.signature) >= _NEIGHBOURHOOD:
                rivals.append(rival)
        return max(rivals, key=lambda candidate: candidate.score)

    def _spread(self) -> Iterable[tuple[float, int, Frame]]:
        """The sharpest frames, not all from the same tenth of a second."""
        taken: list[tuple[float, int, Frame]] = []
        for entry in self.sharpest:
            if len(taken) == _TRIED:
                break
            if all(abs(entry[1] - other[1]) > 3 for other in taken):
                taken.append(entry)
        return taken
