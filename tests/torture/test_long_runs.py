"""Messages of the largest size that are one character again and again, in each place that is read.

None of them may cost more than its length: with an expression that tries a long run in several divisions, these tests
would take minutes to hours. There is nothing else to see in them, so nothing else is asserted but that readers go on
to answer or refuse.
"""

from collections.abc import Callable, Iterator

import pytest

from cordboard.engine.arriving import arrival_of
from cordboard.engine.caller_line import from_value
from sip.addressing import LocalAddresses
from sip.auth.credentials import credentials_for
from sip.errors import SipError
from sip.framing import StreamSplitter
from sip.header_values import parse_auth_parameters, parse_contacts, parse_name_addr, parse_vias, split_values
from sip.message import Request, check_mandatory, check_syntax
from sip.parser import UnreadableMessage, parse
from sip.proxy.route_information import route_information
from sip.proxy.validation import validate
from sip.reception import stamp
from sip.replies import reply
from sip.transaction.key import server_key
from sip.transport.sink import begins_something
from sip.uri import parse_uri
from sip.writer import Draft
from tests.ladder import UDP, udp
from tests.messages import request

LONG = 60_000
"""Octets: nearly the largest datagram. Its head is refused for its size, and read for what can be answered."""
ACCEPTED = 30_000
"""Octets: nearly the largest head that is read."""
RUNS = [" ", "\t", ";", '"', "\\", "<", ",", "%41", "a", "a.", "=", "@", ":", "1", "/", '\\"', '",', "; ", " ;", ";a "]
RUNS += ["<a>", "a ", "\r\n ", "SIP/", "SIP/2.0 ", ";received=1", ";rport", ";branch=a", "Digest a=b,"]
OWN = LocalAddresses([UDP])
FIELDS = {
    "Via": "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx",
    "From": "<sip:alice@sip.example>;tag=a1",
    "To": "<sip:431700@sip.example>",
    "Call-ID": "call-1",
    "CSeq": "1 INVITE",
    "Contact": "<sip:alice@192.0.2.1>",
    "Route": "<sip:192.0.2.100;lr;cb=ab>",
    "Proxy-Authorization": 'Digest username="a", realm="sip.example", nonce="c", uri="sip:d", response="e"',
    "P-Asserted-Identity": "<sip:alice@sip.example>",
    "Proxy-Require": "gold",
    "Content-Length": "0",
    "Max-Forwards": "70",
}
START_LINES = ["{}", "A{}x", "INVITE {}", "INVITE {} SIP/2.0", "INVITE{}sip:a{}SIP/2.0", "INVITE sip:{}@b SIP/2.0"]
START_LINES += ["INVITE sip:a@{} SIP/2.0", "INVITE sip:a@b;x={} SIP/2.0", "INVITE tel:{} SIP/2.0", "SIP/2.0 200 {}"]
START_LINES += [
    "INVITE sip:a SIP/2.{}",
    "INVITE sip:a SIP/2.0{}",
    "INVITE sip:a SIP/2.0{}x",
    "INVITE sip:a@b?{} SIP/2.0",
]


def long(run: str, octets: int) -> str:
    return run * (octets // len(run))


def message(name: str, value: str) -> bytes:
    fields = FIELDS | {name: value}
    lines = ["INVITE sip:431700@sip.example SIP/2.0", *(f"{each}: {text}" for each, text in fields.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def shapes(good: str, run: str) -> Iterator[str]:
    """The run alone, around what is good there, in the middle of it, and before what cannot be read."""
    yield run
    yield good + run
    yield run + good
    yield f"{good[: len(good) // 2]}{run}{good[len(good) // 2 :]}"
    yield f"{good};x={run}\x01"
    yield f'{good} "{run}'
    yield f"<sip:{run}"
    yield f"{good}{run}b\r\n c"


def attempt(read: Callable[[], object]) -> None:
    try:
        read()
    except (SipError, ValueError):
        return


def read_everything(data: bytes) -> None:
    """All that is done to a message before it is routed, and more: each reader goes on where another refused."""
    splitter = StreamSplitter()
    splitter.feed(data)
    attempt(splitter.next)
    begins_something(data)
    try:
        read = parse(data)
    except UnreadableMessage as problem:
        if problem.request is not None:
            reply(problem.request, 400, "Bad Request", "t")
        return
    if isinstance(read, Request):
        read_request(read)


def read_request(read: Request) -> None:
    attempt(lambda: stamp(read, udp("203.0.113.1")))
    attempt(lambda: check_mandatory(read))
    attempt(lambda: check_syntax(read))
    attempt(lambda: validate(read, "z9hG4bKother"))
    attempt(lambda: server_key(read))
    attempt(lambda: route_information(read, OWN))
    attempt(lambda: credentials_for("sip.example", read.values("proxy-authorization")))
    attempt(lambda: arrival_of(read, udp("203.0.113.1")))
    attempt(lambda: from_value(read, "+43"))
    attempt(lambda: parse_contacts(read.values("contact")))
    attempt(lambda: draft(read))
    for name in ("via", "from", "contact", "route"):
        for value in read.values(name):
            for reader in (split_values, parse_name_addr, parse_vias, parse_auth_parameters, parse_uri):
                attempt(lambda reader=reader, value=value: reader(value))


def draft(received: Request) -> None:
    changed = Draft(received)
    changed.remove_first_value("via")
    changed.remove_first_value("route")
    changed.to_bytes()


@pytest.mark.parametrize("run", RUNS)
def test_a_long_run_in_any_header_field_is_read_or_refused(run: str):
    for name, good in FIELDS.items():
        for value in shapes(good, long(run, ACCEPTED)):
            read_everything(message(name, value))


def test_a_head_that_is_too_long_is_read_for_its_answer():
    for run in RUNS:
        read_everything(message("Via", f"SIP/2.0/UDP a{long(run, LONG)}"))


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("octets", [ACCEPTED, LONG])
def test_a_long_run_in_any_start_line_is_read_or_refused(run: str, octets: int):
    rest = request().partition("\r\n")[2]
    for start in START_LINES:
        line = start.replace("{}", long(run, octets // start.count("{}")))
        for data in (f"{line}\r\n{rest}", f"{line}\r\n", line):
            read_everything(data.encode("latin-1"))
