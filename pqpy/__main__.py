"""``python -m pqpy`` is the command ``pqpy``."""

import sys

from ._families import FAMILIES, not_built, nothing_built

if nothing_built():
    sys.exit(f"pqpy: {not_built(next(iter(FAMILIES)))}")

from .cli import main

sys.exit(main())
