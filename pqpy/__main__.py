"""``python -m pqpy`` is the command ``pqpy``."""

import sys

from .cli import main

sys.exit(main())
