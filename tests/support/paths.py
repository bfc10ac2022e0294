"""Where the repository's own files are."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "plans"
PLAN_FILE = PLANS / "326-KH-BTV.yaml"
DAYS_OFF_FILE = PLANS / "days-off.yaml"
