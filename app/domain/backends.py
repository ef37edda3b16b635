"""What inference may run on; a module of its own, since the command line needs the names before anything else."""

BACKENDS = ("auto", "cpu", "opencl", "vulkan", "cuda", "metal")
"""What a user may ask for; `auto` takes the CPU until a GPU has proven itself."""
