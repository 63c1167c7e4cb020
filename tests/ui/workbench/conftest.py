"""The window and the site of the window's own tests."""

from tests.ui.window.conftest import opened, root, window  # noqa: F401 - fixtures
