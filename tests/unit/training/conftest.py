"""The network is tested where the packages that train it are installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") and find_spec("tflite") else ["test_network.py"]
