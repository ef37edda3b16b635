"""The exact neighbours of a leader: is it in a transition, and is there a better instant beside it?"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.covers.assess import Candidate, assess, in_transition
from app.domain.cover import Flag
from app.domain.media import Frame, Moment, Place
from app.vision import similarity
from app.vision.judge import Judge
from app.vision.signals import sharpness_of

RADIUS = 1.0
"""Seconds before and behind a leader that are searched."""

_TRIED = 3
"""How many of the sharpest neighbours the judge is asked about."""

_SPACING = 0.06
"""Seconds between the neighbours whose sharpness is measured; nearer ones are nearly the same."""

_SAME_PICTURE = 10.0
"""Mean distance of colours (Lab, in a coarse layout) up to which a neighbour is the leader's picture, a moment earlier
or later. The judge's feature is of no use here: it changes with the blur that is to be got rid of."""


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """A frame near the leader: its number among the neighbours and its sharpness."""

    number: int
    sharpness: float
    frame: Frame


@dataclass
class Neighbourhood:
    """The frames around a leader, collected one by one; only the sharpest are kept as pictures.

    Attributes:
        leader: the frame that is looked around.
        thumbs: a coarse picture of each frame so far.
        places: where each is.
    """

    leader: Candidate
    thumbs: list[similarity.Thumb] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    _sharpest: list[_Neighbour] = field(default_factory=list)
    _measured: float = float("-inf")

    def add(self, frame: Frame) -> None:
        """Take the next frame in order of time."""
        assert isinstance(frame.place, Moment)
        number = len(self.thumbs)
        self.thumbs.append(similarity.thumb(frame.image))
        self.places.append(frame.place)
        if frame.place.seconds - self._measured < _SPACING:
            return
        self._measured = frame.place.seconds
        self._sharpest.append(_Neighbour(number, sharpness_of(frame.image), frame))
        self._sharpest.sort(key=lambda one: one.sharpness, reverse=True)
        # More than are tried, since some of them will turn out to lie in a transition.
        del self._sharpest[3 * _TRIED :]

    def best(self, judge: Judge) -> Candidate:
        """The leader or a better neighbour; the leader is marked if it lies in a transition and no neighbour is better.

        In place of a leader in a transition any neighbour outside of it may come, else only the same picture.
        """
        leader = self.leader
        if leader.frame.place in self.places and self._mixed(self.places.index(leader.frame.place)):
            leader = in_transition(leader)
        rivals = [leader]
        for neighbour in self._clean():
            rival = assess(neighbour.frame, judge)
            alike = similarity.layout_distance(rival.signature, leader.signature) <= _SAME_PICTURE
            if alike or Flag.TRANSITION in leader.assessment.measured:
                rivals.append(rival)
        return max(rivals, key=lambda candidate: candidate.score)

    def _clean(self) -> list[_Neighbour]:
        """The sharpest neighbours that lie in no transition."""
        others = (one for one in self._sharpest if one.frame.place != self.leader.frame.place)
        return [one for one in others if not self._mixed(one.number)][:_TRIED]

    def _mixed(self, number: int) -> bool:
        return similarity.in_transition(self.thumbs, number)
