"""How good covers are as they are cropped and look now, as far as that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.cover import Assessment, Cover, Crop

if TYPE_CHECKING:
    from app.ui.state.session import Session


def assessment_of(session: Session, cover: Cover) -> Assessment:
    """How good a cover is as it is cropped and looks now; as recommended, until that is known."""
    rated = _rated(session, cover)
    as_found = rated if rated is not None else cover.assessment
    look = session.edits.look(cover.place)
    adjusted = session.looked.assessment(cover.place, look) if not look.neutral else None
    if adjusted is None:
        return as_found
    # Whoever judged it has loaded this.
    from app.covers.adjusted import as_cover

    return as_cover(adjusted, as_found)


def crop_score(session: Session, cover: Cover) -> float | None:
    """How good the crop of a cover is, among all crops of its picture; None where that is not known."""
    rated = _rated(session, cover)
    if rated is not None:
        return rated.crop
    box = session.crop_of(cover)
    return next((crop.score for crop in _proposed(session, cover) if crop.box == box), None)


def recommended_crop_score(session: Session, cover: Cover) -> float | None:
    """How good the crop is that the program would give a cover; None where that is not known."""
    box = session.project_now.recommended_crop(cover, session.aspect)
    return next((crop.score for crop in _proposed(session, cover) if crop.box == box), None)


def _rated(session: Session, cover: Cover) -> Assessment | None:
    """How good a cover is in the crop that it has now, where somebody rated that one."""
    if not session.edits.look(cover.place).upright:
        return None  # the crop shows something else than it did where it was rated
    return session.looked.rating(cover.place, session.aspect, session.crop_of(cover))


def _proposed(session: Session, cover: Cover) -> tuple[Crop, ...]:
    """Crops of a cover in the shape wanted now whose scores are known, turned as the cover is."""
    look, size = session.edits.look(cover.place), cover.frame.size
    return tuple(Crop(look.crop(crop.box, session.aspect, size), crop.score) for crop in _scored(session, cover))


def _scored(session: Session, cover: Cover) -> tuple[Crop, ...]:
    """The same in the picture as it is in the source."""
    framing = session.looked.framing(cover.place, session.aspect)
    if framing is not None:
        return framing.crops
    for proposal in session.project_now.proposals:
        if (proposal.place, proposal.aspect) == (cover.place, session.aspect):
            return proposal.crops
    if session.aspect == session.scan.aspect and cover.assessment.crop is not None:
        return (Crop(cover.crop, cover.assessment.crop),)
    return ()
