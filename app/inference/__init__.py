"""Running models through MNN: the manifest, sessions, backends, and pre-processing that travels with the model."""

from app.inference.choice import open_session
from app.inference.manifest import ModelEntry, load_manifest
from app.inference.session import Session

__all__ = ["ModelEntry", "Session", "load_manifest", "open_session"]
