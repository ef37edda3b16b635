"""What is to be found out about covers, so that all of the session can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.cover import Cover
from app.domain.geometry import Aspect
from app.domain.look import Look
from app.domain.media import Frame
from app.store.settings import Overlay
from app.ui.state.looked import Inspection, Rating

if TYPE_CHECKING:
    from app.ui.state.session import Session

_LOOKED = {Overlay.FACES, Overlay.HEAT, Overlay.CROPS}
"""Overlays of what has to be looked for in the picture."""


def wanted_looks(session: Session) -> tuple[Inspection, ...]:
    """The covers to be looked at, most urgent first.

    The choice while an overlay is on; and all candidates in a shape that was not analysed, in the kept ones the
    choice. But while better ones are still looked for, only what the user chose.
    """
    chosen, aspect = session.chosen, session.aspect
    if chosen is None or (session.analysing and not session.chosen_by_hand):
        return ()
    shown = bool(_LOOKED & {*session.overlays})
    looks = [Inspection(chosen, aspect)] if shown or _crop_missing(session, chosen, aspect) else []
    kept = (shape.aspect for shape in session.edits.kept)
    looks += [Inspection(chosen, other) for other in kept if _crop_missing(session, chosen, other)]
    if not session.analysing:
        others = (cover for cover in session.offered if cover.place != chosen.place)
        looks += [Inspection(cover, aspect) for cover in others if _crop_missing(session, cover, aspect)]
    return tuple(look for look in looks if not session.looked.knows(look))


def _crop_missing(session: Session, cover: Cover, aspect: Aspect) -> bool:
    """Whether nobody has looked for the crops of a cover in a shape; the picture's own needs no looking for."""
    if aspect.ratio is None or session.cropped_by_analysis(cover.place, aspect):
        return False
    proposals = session.project_now.proposals
    return all((proposal.place, proposal.aspect) != (cover.place, aspect) for proposal in proposals)


def wanted_rating(session: Session) -> Rating | None:
    """The crop to be rated: where the user placed that of the choice, and nobody knows how good it is."""
    chosen, edits = session.chosen, session.edits
    if chosen is None or edits.crop(chosen.place, session.shape) is None or not edits.look(chosen.place).upright:
        return None
    rating = Rating(chosen, session.aspect, session.crop_of(chosen))
    return None if session.looked.knows_rating(rating) else rating


def wanted_judging(session: Session) -> tuple[Frame, Look] | None:
    """The choice, as it is in the source, and its look, where nobody knows how good it is with that."""
    chosen = session.chosen
    if chosen is None:
        return None
    look = session.edits.look(chosen.place)
    known = look.neutral or session.looked.knows_adjusted(chosen.place, look)
    return None if known else (chosen.frame, look)
