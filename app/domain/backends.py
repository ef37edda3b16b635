"""What inference may run on; a module of its own, since the command line needs the names before anything else."""

from enum import StrEnum


class Backend(StrEnum):
    """What a user may ask for; `auto` takes the first GPU backend that has proven itself on the machine, or the CPU."""

    AUTO = "auto"
    CPU = "cpu"
    OPENCL = "opencl"
    VULKAN = "vulkan"
    CUDA = "cuda"
    METAL = "metal"


BACKENDS = tuple(backend.value for backend in Backend)
"""Their names."""

SELF_CHECK = "--self-check"
"""The argument with which the program starts itself to try out a backend; not for users."""


def possible_gpus(platform: str) -> tuple[str, ...]:
    """The GPU backends that there can be on a platform, the one to prefer first.

    Args:
        platform: as `sys.platform`.
    """
    return ("metal", "vulkan", "opencl") if platform == "darwin" else ("cuda", "vulkan", "opencl")
