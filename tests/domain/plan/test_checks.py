"""Rules across the lines of a report."""

from domain.plan.checks import find_odd_lines, read_checks
from domain.plan.yaml_reader import FileFault, open_text

CODES = ("1.1", "1.5a", "3.3a", "3.3b")
TEXT = """
checks:
  - {marks: 1.5a, when: [1.1 = 0, 1.5a.joined > 0], says: no meeting but members}
  - {marks: 3.3b, when: [3.3a = no, 3.3b = yes], says: no computer}
"""


def test_a_line_is_marked_where_all_conditions_hold() -> None:
    top = open_text(TEXT, [])
    assert top is not None
    checks = read_checks(top, CODES)
    odd = find_odd_lines(checks, {"1.1": {"count": 0}, "1.5a": {"joined": 2, "left": 0}})
    assert odd == {"1.5a": "no meeting but members"}
    assert find_odd_lines(checks, {"1.1": {"count": 0}, "1.5a": {"joined": 0, "left": 1}}) == {}
    assert find_odd_lines(checks, {"3.3a": {"yes": 0}, "3.3b": {"yes": 1}}) == {
        "3.3b": "no computer"
    }
    assert find_odd_lines(checks, {"3.3a": None, "3.3b": {"yes": 1}}) == {}


def test_faults_are_named() -> None:
    faults: list[FileFault] = []
    top = open_text("checks: [{marks: 9.9, when: [1.1 about 0], says: what}]", faults)
    assert top is not None
    read_checks(top, CODES)
    assert [(f.field, f.message) for f in faults] == [
        ("checks[9.9].marks", "9.9 is no indicator of this plan"),
        ("checks[9.9].when", 'cannot be read: "1.1 about 0"'),
    ]
