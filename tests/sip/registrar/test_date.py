"""RFC 3261 20.17."""

import pytest

from sip.registrar.date import sip_date


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1289690940.9, "Sat, 13 Nov 2010 23:29:00 GMT"),
        (951782400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (4102444799.999, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ],
)
def test_dates_are_written_as_the_rfc_prints_them(moment: float, text: str) -> None:
    assert sip_date(moment) == text
