"""Tall pictures that are no strips: photos, drawings, buildings, posters, each made from a random generator."""

from __future__ import annotations

import cv2
import numpy as np

from app.domain.media import Image
from tests.strips_drawing import Gallery, Random, colour, cropped, resized, scene, words, write


def _tall_size(random: Random) -> tuple[int, int]:
    width = int(random.integers(300, 800))
    return width, int(width * random.uniform(2.2, 4))


def crop(random: Random, gallery: Gallery) -> Image:
    """A tall part of a photo."""
    photo = gallery.photos[int(random.integers(len(gallery.photos)))]
    return cropped(random, photo, *_tall_size(random), least=0.8)


def stretched(random: Random, gallery: Gallery) -> Image:
    """A whole photo, stretched."""
    photo = gallery.photos[int(random.integers(len(gallery.photos)))]
    return resized(photo, *_tall_size(random))


def drawing(random: Random, gallery: Gallery) -> Image:
    """A tall drawing: horizons, floors, doors."""
    return scene(random, *_tall_size(random))


def facade(random: Random, gallery: Gallery) -> Image:
    """A building with storeys, or a bookshelf: lines from side to side at equal distances."""
    width, height = _tall_size(random)
    wall = cropped(random, gallery.photos[int(random.integers(len(gallery.photos)))], width, height)
    image = np.asarray(cv2.addWeighted(wall, 0.3, np.full_like(wall, colour(random, 60, 220)), 0.7, 0), np.uint8)
    storey = int(height / random.integers(4, 10))
    across = int(random.integers(2, 7))
    for y in range(storey // 3, height, storey):
        cv2.rectangle(image, (0, y - 4), (width, y), colour(random, 40, 160), -1)
        for number in range(across):
            x = int((number + 0.2) * width / across)
            corner = (x + int(width / across * 0.6), y + int(storey * 0.65))
            cv2.rectangle(image, (x, y + storey // 6), corner, colour(random, 0, 120), -1)
    return image


def poster(random: Random, gallery: Gallery) -> Image:
    """A photo or drawing that fills the sheet, with a title and lines of text on it."""
    image = gallery.picture(random, *_tall_size(random)).copy()
    width, height = image.shape[1], image.shape[0]
    ink = (255, 255, 255) if image.mean() < 128 else (0, 0, 0)
    title, text = words(random, 3).upper(), words(random, 12)
    y = write(image, title, (width // 12, height // 16), width // 9, ink, width=width * 5 // 6)
    write(image, text, (width // 12, max(y, int(height * 0.8))), width // 20, ink, width=width * 5 // 6)
    return image


def night(random: Random, gallery: Gallery) -> Image:
    """Lights and signs on black, with nothing between them."""
    width, height = _tall_size(random)
    image = np.full((height, width, 3), colour(random, 0, 14), np.uint8)
    for _ in range(int(random.integers(2, 6))):
        at = (int(random.integers(width)), int(random.integers(height)))
        cv2.circle(image, at, int(random.integers(10, width // 4)), colour(random, 60, 255), -1, cv2.LINE_AA)
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), random.uniform(1, 8)), np.uint8)
    return np.clip(image + random.normal(0, 3, image.shape), 0, 255).astype(np.uint8)


def framed(random: Random, gallery: Gallery) -> Image:
    """A tall photo in a white or black frame."""
    photo = crop(random, gallery)
    edge = int(photo.shape[1] * random.uniform(0.02, 0.06))
    return np.pad(photo, ((edge, edge), (edge, edge), (0, 0)), constant_values=int(random.choice([0, 255])))
