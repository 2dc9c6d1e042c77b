"""config/models/parties: limits (R8) are None when nobody wrote them."""

from config.findings import Findings
from config.models.parties import Limited
from config.nodes import Table, Text, text
from config.reading import Reading
from routing.model import NO_LIMITS, Limits


def test_r8_limits():
    table = Table("a.yaml", 1, 1)
    table[Text("max_calls")] = text("0", "a.yaml", 1, 13)
    table[Text("max_cps")] = text("10", "a.yaml", 1, 25)
    limited = Limited.model_validate(table, context=Reading(Findings()))
    assert limited.limits() == Limits(max_calls=0, max_cps=10)
    assert Limited.model_validate({}).limits() == NO_LIMITS
