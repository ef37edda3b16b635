"""Opening and reading media: videos through PyAV, pictures through Pillow."""

from app.media.open import open_source
from app.media.source import Source

__all__ = ["Source", "open_source"]
