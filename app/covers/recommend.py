"""One generator that recommends covers: `recommend`."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator

from app.covers.assess import Candidate, completed, framed, glance
from app.covers.clock import Stopwatch
from app.covers.feed import Feed
from app.covers.framing import Framer
from app.covers.refine import RADIUS, Neighbourhood
from app.covers.variety import choose
from app.domain.cover import Cover
from app.domain.errors import NoFrames
from app.domain.media import Frame, Kind, Place
from app.domain.recommendation import (
    BetterFound,
    Done,
    Event,
    FrameScored,
    Options,
    Progress,
    Recommendation,
    Warned,
)
from app.media import Source
from app.media.source import Stop, never
from app.vision.judge import NAME, Judge

SURVEY_SHARE = 0.4
"""Share of the time budget for looking at a video as a whole; a set of pictures may use all of it."""

REFINE_SHARE = 0.7
"""Share of the time budget after which no more neighbours are searched. The rest is a reserve: a packet that is being
decoded cannot be interrupted, and the last scores come in after the last frame."""

_EARLY = 4
"""Frames that must be scored before a first answer, if the source has as many."""

_MANY, _EACH = 32, 16
"""From the first number of frames on, the answer is looked at anew after so many frames only: to rank takes time in
proportion to their number, and would take most of it in a folder of hundreds of pictures."""


def recommend(
    source: Source, options: Options, cancel: Stop = never, clock: Stopwatch | None = None
) -> Generator[Event, None, None]:
    """Recommend covers of an open source.

    The source is looked at coarse before fine in a thread, while this generator scores; then the exact neighbours of
    the leaders are searched for a better instant. Every yield is a place to cancel, by closing the generator or by
    `cancel`, which is asked between frames; a cancelled run ends without `Done`.

    Args:
        source: what to choose from; nothing else may use it meanwhile.
        options: what the covers should be like.
        cancel: true ends the run.
        clock: counts the stages; a new one when left out.

    Yields:
        Events, the last of which is `Done`.

    Raises:
        NoFrames: nothing could be decoded.
        BrokenModel: the installation is damaged.
    """
    yield from _Run(source, options, cancel, clock or Stopwatch()).events()


class _Run:
    """One recommendation in the making."""

    def __init__(self, source: Source, options: Options, cancel: Stop, clock: Stopwatch) -> None:
        self._source = source
        self._options = options
        self._cancel = cancel
        self._clock = clock
        # Loading the judge, slow for the first time in a process, is not the video's fault.
        self._begun = math.inf
        self._candidates: dict[Place, Candidate] = {}
        self._considered = 0
        self._first: Candidate | None = None
        self._shown: tuple[Cover, ...] = ()
        self._searched: set[Place] = set()
        self._framer = Framer(options.backend)
        self._framing = False

    def events(self) -> Iterator[Event]:
        """All events."""
        video = self._source.info.kind is Kind.VIDEO
        survey = self._feed(self._source.survey, SURVEY_SHARE if video else 1.0)
        with survey:
            with self._clock.stage("load"):
                judge = Judge(self._options.backend)
            self._begun = time.perf_counter()
            if judge.notice is not None:
                yield Warned(judge.notice)
            for frame in survey:
                if self._cancel():
                    return
                yield from self._score(frame, judge)
        if self._cancel():
            return
        if not self._candidates:
            raise self._nothing()
        # Crops and faces last: they cost most, and a frame that a better neighbour replaces needs none.
        for self._framing in (False, True):
            yield from self._answer(judge)
            while not self._cancel() and (leader := self._next_leader()) is not None:
                yield from self._search(leader, judge)
            if self._cancel():
                return
        for message in self._source.warnings:
            yield Warned(message)
        yield Progress(1.0)
        yield Done(self._recommendation(), judge.backend, {NAME: judge.version, **self._framer.versions})

    def _used(self) -> float:
        """The share of the budget that is used; negative until the judge is ready."""
        return (time.perf_counter() - self._begun) / self._options.budget

    def _feed(self, make: Callable[[Stop], Iterator[Frame]], share: float) -> Feed:
        """Frames of the source until a share of the budget is used."""

        def frames(closed: Stop) -> Iterator[Frame]:
            return make(lambda: closed() or self._cancel() or self._used() > share)

        return Feed(frames, self._clock, "extract")

    def _score(self, frame: Frame, judge: Judge) -> Iterator[Event]:
        """Score a frame of the survey, and answer when the answer changes."""
        with self._clock.stage("score"):
            candidate = glance(frame, judge)
            if self._first is None:
                # What the covers are compared with is judged as they are.
                candidate = self._first = completed(candidate, judge)
        self._considered += 1
        self._candidates[frame.place] = candidate
        yield FrameScored(frame, candidate.assessment)
        yield Progress(min(0.99, max(0.0, self._used())))
        if self._considered >= _EARLY and (self._considered < _MANY or self._considered % _EACH == 0):
            yield from self._answer(judge)

    def _answer(self, judge: Judge) -> Iterator[Event]:
        """The recommendation so far, if it is another one."""
        yield from self._settle(judge)
        if self._cancel():
            return
        covers = tuple(self._cover(candidate) for candidate in self._choose())
        if covers == self._shown:
            return
        self._shown = covers
        self._clock.mark_first()
        yield BetterFound(self._recommendation())

    def _settle(self, judge: Judge) -> Iterator[Event]:
        """Most frames get no more than a glance; look in full at what would be chosen by it, until nothing is left."""
        while rough := [candidate for candidate in self._choose() if self._rough(candidate)]:
            for candidate in rough:
                if self._cancel():
                    return
                with self._clock.stage("score"):
                    full = completed(candidate, judge)
                if self._framing:
                    with self._clock.stage("crop"):
                        full = self._framed(full)
                self._candidates[full.frame.place] = full
                yield FrameScored(full.frame, full.assessment)

    def _rough(self, candidate: Candidate) -> bool:
        """Whether more is to be known of a candidate."""
        return candidate.glance is not None or (self._framing and candidate.framing is None)

    def _framed(self, candidate: Candidate) -> Candidate:
        aspect = self._options.aspect
        return framed(candidate, self._framer.frame(candidate.frame, aspect, 1), aspect.ratio is not None)

    def _choose(self) -> list[Candidate]:
        with self._clock.stage("rank"):
            return choose(list(self._candidates.values()), self._options.top)

    def _next_leader(self) -> Candidate | None:
        """The best leader whose neighbours were not searched yet; None once time is up or all were."""
        if self._source.info.kind is not Kind.VIDEO:
            return None
        if self._used() > REFINE_SHARE:
            return None
        return next((one for one in self._choose() if one.frame.place not in self._searched), None)

    def _search(self, leader: Candidate, judge: Judge) -> Iterator[Event]:
        """Search the neighbours of a leader, and put the better instant in its place."""
        self._searched.add(leader.frame.place)
        near = Neighbourhood(leader)

        def around(stop: Stop) -> Iterator[Frame]:
            return self._source.around(leader.frame.place, RADIUS, stop)

        with self._feed(around, REFINE_SHARE) as feed:
            for frame in feed:
                near.add(frame)
        with self._clock.stage("score"):
            best = near.best(judge)
        del self._candidates[leader.frame.place]
        self._candidates[best.frame.place] = best
        self._searched.add(best.frame.place)
        self._considered += len(near.thumbs)
        yield FrameScored(best.frame, best.assessment)
        yield from self._answer(judge)

    def _cover(self, candidate: Candidate) -> Cover:
        """A candidate with its crop: the largest in the middle for an early answer, and from then on the best."""
        frame, framing = candidate.frame, candidate.framing
        if framing is None:
            return Cover(frame, self._options.aspect.largest_in(frame.size), candidate.assessment)
        return Cover(frame, framing.crops[0].box, candidate.assessment, framing.faces)

    def _recommendation(self) -> Recommendation:
        first = self._first.score if self._first is not None else None
        return Recommendation(self._source.info, self._shown, first, self._considered, self._clock.timing())

    def _nothing(self) -> NoFrames:
        """Why there is no answer: the first thing that went wrong, if anything was noted."""
        return NoFrames(self._source.info.path, "no_frames")
