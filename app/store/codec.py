"""Frozen values as JSON and back, by the types of their fields.

Reading is strict where it matters (types, ranges, missing values) and lenient where versions differ: names that are not
known are left out, and a field with a default may be missing. So a field with a default can be added to any value that
is stored without a new version of the file.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import io
import math
import types
import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import numpy as np

from app.domain.geometry import Aspect, Box, Size
from app.domain.media import WORKING_SIDE, Image

T = TypeVar("T")

_MOST = 2**63
"""No whole number of ours is larger, time stamps included."""

_LONGEST = 1_000_000
"""No side of a picture has more pixels."""

_QUALITY = 90
"""Of small pictures as JPEG: what is seen and scored of them stays the same."""


def encode(value: Any) -> Any:
    """What `json.dumps` takes, for a value of domain types.

    Raises:
        TypeError: there is no form for it.
    """
    for family, write in _WRITERS.items():
        if isinstance(value, family):
            return write(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"no form for {type(value).__name__}")


def decode(kind: type[T], data: Any) -> T:
    """The value of a type that a JSON document describes.

    Args:
        kind: the type.
        data: what `json.loads` gave.

    Raises:
        ValueError: it describes none.
    """
    try:
        return typing.cast("T", _decode(kind, data))
    except (TypeError, ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _decode(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in {types.UnionType, typing.Union}:
        return _decode_union(get_args(kind), data)
    if origin is not None and origin is not np.ndarray:
        return _decode_collection(origin, get_args(kind), data)
    if kind in {str, bool, int, float, type(None)}:
        return _decode_plain(kind, data)
    plain = np.ndarray if origin is np.ndarray else kind
    for family, read in _READERS.items():
        if issubclass(plain, family):
            return read(kind, data)
    return _decode_fields(kind, data)


def _decode_plain(kind: Any, data: Any) -> Any:
    """A text, truth value or number; a whole number is a number too, NaN and infinity are none."""
    if kind is float and type(data) is int:
        data = float(data)
    if type(data) is not kind:
        raise ValueError(f"{kind.__name__} expected, not {type(data).__name__}")
    if kind is float and not math.isfinite(data):
        raise ValueError("a number expected")
    if kind is int and not -_MOST <= data < _MOST:
        raise ValueError("the number is too large")
    return data


def _decode_union(kinds: tuple[Any, ...], data: Any) -> Any:
    """The first of the types that fits; those that we store have different fields or values."""
    if data is None and type(None) in kinds:
        return None
    problems = []
    for kind in kinds:
        if kind is not type(None):
            try:
                return _decode(kind, data)
            except (ValueError, TypeError, ArithmeticError) as error:
                problems.append(str(error))
    raise ValueError("; ".join(problems))


def _decode_collection(origin: Any, kinds: tuple[Any, ...], data: Any) -> Any:
    if issubclass(origin, Mapping):
        if not isinstance(data, dict):
            raise ValueError("an object expected")
        return {key: _decode(kinds[1], item) for key, item in data.items()}
    if not isinstance(data, list):
        raise ValueError("a list expected")
    return origin(_decode(kinds[0], item) for item in data)


def _decode_fields(kind: Any, data: Any) -> Any:
    if not isinstance(data, dict):
        raise ValueError(f"an object expected for {kind.__name__}")
    values = {}
    for name, (field_kind, required) in _fields(kind).items():
        if name in data:
            values[name] = _decode(field_kind, data[name])
        elif required:
            raise ValueError(f"{kind.__name__} without {name}")
    return kind(**values)


@functools.cache
def _fields(kind: type) -> dict[str, tuple[Any, bool]]:
    """Type of each field of a dataclass, and whether it has no default."""
    kinds = typing.get_type_hints(kind)
    missing = dataclasses.MISSING
    return {
        field.name: (kinds[field.name], field.default is missing and field.default_factory is missing)
        for field in dataclasses.fields(kind)
    }


def _whole_numbers(data: Any, count: int) -> list[int]:
    """A list of so many whole numbers."""
    if not isinstance(data, list) or len(data) != count:
        raise ValueError(f"{count} numbers expected")
    return [typing.cast("int", _decode_plain(int, item)) for item in data]


def _decode_box(_kind: type, data: Any) -> Box:
    box = Box(*_whole_numbers(data, 4))
    if box.width < 1 or box.height < 1:
        raise ValueError("a box needs positive sides")
    return box


def _decode_size(_kind: type, data: Any) -> Size:
    size = Size(*_whole_numbers(data, 2))
    if max(size.width, size.height) > _LONGEST:
        raise ValueError("the size is too large")
    return size


def _decode_fraction(_kind: type, data: Any) -> Fraction:
    numerator, denominator = _whole_numbers(data, 2)
    return Fraction(numerator, denominator)


def _decode_time(_kind: type, data: Any) -> datetime:
    time = datetime.fromisoformat(_decode_plain(str, data))
    if time.tzinfo is None:
        raise ValueError("a time without its zone")
    return time


def _encode_picture(picture: Image) -> str:
    import PIL.Image

    buffer = io.BytesIO()
    PIL.Image.fromarray(picture).save(buffer, "JPEG", quality=_QUALITY)
    return base64.b64encode(buffer.getvalue()).decode()


def _decode_picture(_kind: type, data: Any) -> Image:
    """A small picture; larger ones are not read, so that no file can fill the memory."""
    import PIL.Image

    content = base64.b64decode(_decode_plain(str, data), validate=True)
    try:
        with PIL.Image.open(io.BytesIO(content), formats=["JPEG"]) as picture:
            if max(picture.size) > 2 * WORKING_SIDE:
                raise ValueError("the picture is too large")
            return np.array(picture.convert("RGB"))
    except (OSError, PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning) as error:
        raise ValueError(str(error)) from error


_WRITERS: dict[type, Callable[[Any], Any]] = {
    Enum: lambda value: value.value,
    type(None): lambda value: value,
    bool: lambda value: value,
    int: lambda value: value,
    float: lambda value: value,
    str: lambda value: value,
    np.generic: lambda value: value.item(),
    Mapping: lambda value: {str(key): encode(item) for key, item in value.items()},
    tuple: lambda value: [encode(item) for item in value],
    frozenset: lambda value: sorted(encode(item) for item in value),
    Path: str,
    Aspect: str,
    Box: Box.as_list,
    Size: lambda size: [size.width, size.height],
    Fraction: lambda value: [value.numerator, value.denominator],
    datetime: datetime.isoformat,
    np.ndarray: _encode_picture,
}
"""How values are written, by family; an enumeration of texts is an enumeration first."""

_READERS: dict[type, Callable[[Any, Any], Any]] = {
    Enum: lambda kind, data: kind(data),
    Path: lambda _, data: Path(_decode_plain(str, data)),
    Aspect: lambda _, data: Aspect.parse(_decode_plain(str, data)),
    Box: _decode_box,
    Size: _decode_size,
    Fraction: _decode_fraction,
    datetime: _decode_time,
    np.ndarray: _decode_picture,
}
"""How values are read that are neither plain, nor a collection, nor made of fields."""
