"""Start Bestframe: the window without arguments or with paths, else the command line."""

import sys

from app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
