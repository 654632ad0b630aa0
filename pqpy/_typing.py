"""Types that the annotations need and Python 3.10 does not have yet."""

import sys
from typing import TYPE_CHECKING, Any

__all__ = ["Array", "Booleans", "Buffer", "Self"]

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from typing_extensions import Buffer, Self

    Array = NDArray[np.uint8]
    Booleans = NDArray[np.bool_]
else:  # numpy is not imported for its types
    Array = Booleans = Any

if sys.version_info >= (3, 12):
    from collections.abc import Buffer
    from typing import Self
elif not TYPE_CHECKING:
    Self = Any

    class Buffer:
        """Any object that gives out its memory, as ``collections.abc.Buffer``: for annotations."""
