"""The recommendation itself: assessing, ranking, variety; one generator yields events."""

from app.covers.clock import Stopwatch
from app.covers.recommend import recommend

__all__ = ["Stopwatch", "recommend"]
