"""Numbers that may not be called (R5)."""

import pytest

from routing.barring import NOTHING_BARRED, Bar, BarList
from routing.model import Refusal
from routing.pattern_set import Pattern
from tests.routing.makers import AT


def bar(prefix="", pattern=None, status=403):
    return Bar(None, prefix, Pattern(pattern) if pattern else None, Refusal(status, "Barred"), AT)


@pytest.mark.parametrize(
    ("number", "status"),
    [("43900123", 481), ("43901", None), ("43999", 482), ("49999", 483), ("4931", None), ("", None)],
)
def test_r5_the_first_entry_whose_prefix_and_pattern_fit_refuses(number, status):
    bars = BarList([bar("43900", status=481), bar("43", "9{3}$", 482), bar(pattern="999", status=483)])
    hit = bars.first_hit(number)
    assert (hit.refusal.status if hit is not None else None) == status


def test_an_empty_list_bars_nothing():
    assert NOTHING_BARRED.first_hit("43") is None


def test_an_entry_without_a_name_is_called_by_what_it_bars():
    assert [bar("43").name, bar(pattern="9$").name] == ["prefix 43", "pattern 9$"]
