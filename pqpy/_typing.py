"""Types that the annotations need and Python 3.10 does not have yet."""

import sys
from typing import TYPE_CHECKING, Any

__all__ = ["Buffer", "Self"]

if TYPE_CHECKING:
    from typing_extensions import Buffer, Self
elif sys.version_info >= (3, 12):
    from collections.abc import Buffer
    from typing import Self
else:
    Self = Any

    class Buffer:
        """Any object that gives out its memory, as ``collections.abc.Buffer``: for annotations."""
