"""Which browser plays the page.

`python -m tests.browser.find` prints it; exit 1 when none is there.
"""

import os
import shutil
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str | None:
    """The path of a Chromium: SOHOI_BROWSER's, the system's, else the one Playwright brought."""
    named = os.environ.get("SOHOI_BROWSER")
    if named:
        return named
    for name in _NAMES:
        found = shutil.which(name)
        # Ubuntu's /usr/bin/chromium-browser may be a stub that only speaks of a snap.
        if found and "snap" not in Path(found).read_bytes()[:2000].decode("latin-1"):
            return found
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    found = browser()
    if found is None:
        sys.exit("no browser was found: install Chromium, or name one in SOHOI_BROWSER")
    sys.stdout.write(f"browser: {found}\n")
