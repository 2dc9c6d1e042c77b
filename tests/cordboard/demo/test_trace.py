"""What was seen, by whom."""

from cordboard.demo import trace
from cordboard.demo.trace import Trace
from sip.parser import parse
from tests.messages import request


def message(call_id="call-1"):
    return parse(request(call_id=call_id).encode())


def test_addresses_have_the_names_of_who_lives_there():
    seen = Trace()
    seen.names["192.0.2.1", 5060] = "anna"
    seen.sent("ben", ("192.0.2.1", 5060), message())
    seen.received("ben", ("192.0.2.7", 5080), message())
    assert [(each.sender, each.receiver) for each in seen.sightings] == [("ben", "anna"), ("192.0.2.7:5080", "ben")]
    assert seen.sightings[0].at <= seen.sightings[1].at


def test_a_call_is_found_by_its_call_id():
    seen = Trace()
    for call_id in ("one", "two", "one"):
        seen.sent("ben", ("192.0.2.1", 5060), message(call_id))
    assert [each.message.call_id for each in seen.of_call("one")] == ["one", "one"]


def test_whoever_keeps_serving_does_not_fill_the_memory():
    seen = Trace()
    for _ in range(trace.MOST + 10):
        seen.sent("ben", ("192.0.2.1", 5060), message())
    assert len(seen.sightings) == trace.MOST
