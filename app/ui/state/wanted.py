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
        looks += [Inspection(cover, aspect) for cover in _in_turn(session)[1:] if _crop_missing(session, cover, aspect)]
    return tuple(look for look in looks if not session.looked.knows(look))


def _crop_missing(session: Session, cover: Cover, aspect: Aspect) -> bool:
    """Whether nobody has looked for the crops of a cover in a shape; the picture's own needs no looking for."""
    if aspect.ratio is None or session.cropped_by_analysis(cover.place, aspect):
        return False
    proposals = session.project_now.proposals
    return all((proposal.place, proposal.aspect) != (cover.place, aspect) for proposal in proposals)


def wanted_rating(session: Session) -> Rating | None:
    """The crop to be rated: where the user placed one, and nobody knows how good it is."""
    edits = session.edits
    for cover in _in_turn(session):
        if edits.crop(cover.place, session.shape) is not None and edits.look(cover.place).upright:
            rating = Rating(cover, session.aspect, session.crop_of(cover))
            if not session.looked.knows_rating(rating):
                return rating
    return None


def wanted_judging(session: Session) -> tuple[Frame, Look] | None:
    """A frame, as it is in the source, and its look, where nobody knows how good it is with that."""
    for cover in _in_turn(session):
        look = session.edits.look(cover.place)
        if not look.neutral and not session.looked.knows_adjusted(cover.place, look):
            return cover.frame, look
    return None


def _in_turn(session: Session) -> tuple[Cover, ...]:
    """The choice, then the others, which were worked on before or in a session that was opened again.

    While better ones are still looked for, only the choice.
    """
    chosen = session.chosen
    if chosen is None:
        return ()
    others = () if session.analysing else session.offered
    return (chosen, *(cover for cover in others if cover.place != chosen.place))
