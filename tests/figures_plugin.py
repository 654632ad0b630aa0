"""Counts the known-answer figures that a test run reproduced, and says so at its end.

conftest.py imports both names below; that is what registers them.
"""

from collections.abc import Callable

import pytest

PROPERTY = "known answer"


@pytest.fixture
def reproduced(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Call ``reproduced(figure, backend)`` after its assertion; it counts if the test passes."""

    def note(figure: str, backend: str) -> None:
        record_property(PROPERTY, f"{figure} on {backend}")

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many distinct figures came out, and how often over all backends."""
    noted = {
        value
        for report in terminalreporter.stats.get("passed", [])
        for name, value in report.user_properties
        if name == PROPERTY
    }
    if noted:
        figures = {value.rpartition(" on ")[0] for value in noted}
        terminalreporter.write_line(
            f"{len(figures)} known-answer figures reproduced, {len(noted)} times over all backends"
        )
