"""``python -m pqpy.e4``: keys, a C2, and devices on the command line."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
