"""The networks are tested where the packages that train them are installed."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") and find_spec("tflite") else ["test_*network.py"]
