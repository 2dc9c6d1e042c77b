"""The messages of RFC 4475, RFC 5118 and published advisories, as far as a reader can judge them.

MANIFEST.tsv says for each what the whole engine must make of it; here we look at what is decided before any policy: by
``parse``, ``check_mandatory`` and ``check_syntax``. The files are binary: never through text tools.
"""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from sip.errors import MalformedMessage
from sip.framing import KeepAlive, StreamSplitter
from sip.message import Message, Request, check_mandatory, check_syntax
from sip.parser import Limits, UnreadableMessage, parse
from sip.replies import reply
from sip.writer import Draft

HERE = Path(__file__).parent
READERS_ANSWERS = {"400", "416", "501", "505", "513"}

LEFT_TO_OTHERS = {
    "advisories/scanner_friendly.dat": "nothing is wrong with it but its sender (cordboard/engine/admission)",
    "advisories/auth_no_params.dat": "credentials are read by whoever asks for them (sip/auth)",
    "advisories/auth_two_headers.dat": "credentials are read by whoever asks for them (sip/auth)",
    "rfc4475/badbranch.dat": "a branch that is only the cookie is matched as RFC 2543 did (sip/transaction/key)",
    "rfc4475/unksm2.dat": "To of another scheme matters to a registrar only (sip/registrar)",
    "rfc4475/bcast.dat": "a proper response to nobody (sip/transaction/table)",
}
"""Preferred answer is a refusal or silence, but the message can be read: who decides."""


@dataclass(frozen=True)
class Case:
    name: str
    outcomes: tuple[str, ...]
    octets: int
    digest: str

    @property
    def data(self) -> bytes:
        return (HERE / self.name).read_bytes()


def cases() -> list[Case]:
    found = []
    for manifest, folder in (("MANIFEST.tsv", ""), ("advisories/MANIFEST.tsv", "advisories/")):
        with (HERE / manifest).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                outcomes = tuple(row["outcome"].split("|"))
                found.append(Case(folder + row["file"], outcomes, int(row["octets"]), row["sha256_16"]))
    return found


CASES = cases()
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def read(data: bytes) -> Message:
    """What every message goes through before anyone decides about it."""
    message = parse(data)
    if isinstance(message, Request):
        check_mandatory(message)
        check_syntax(message)
        message.max_forwards  # noqa: B018  # reading is the check
    else:
        message.top_via, message.cseq, message.call_id, message.to  # noqa: B018
    return message


def judged(data: bytes) -> set[str]:
    """The tokens of the manifest that fit what the readers say: empty when they let the message pass."""
    try:
        read(data)
    except UnreadableMessage as problem:
        return {str(problem.status)} if problem.request else {"DROP"}
    except MalformedMessage as problem:
        return {str(problem.status)} if isinstance(parse(data), Request) else {"DROP"}
    return set()


def case_named(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def test_every_file_has_a_case_and_every_case_a_file() -> None:
    assert {case.name for case in CASES} == {str(path.relative_to(HERE)) for path in HERE.rglob("*.dat")}


@each_case
def test_the_files_are_those_of_the_manifest_octet_by_octet(case: Case) -> None:
    assert (len(case.data), hashlib.sha256(case.data).hexdigest()[:16]) == (case.octets, case.digest)


@each_case
def test_the_readers_say_what_the_manifest_says(case: Case) -> None:
    verdict = judged(case.data)
    assert verdict <= set(case.outcomes)
    if set(case.outcomes) <= READERS_ANSWERS | {"DROP"} and case.name not in LEFT_TO_OTHERS:
        assert verdict, "refused or dropped is the only right outcome"


@each_case
def test_where_a_refusal_is_preferred_we_refuse_or_say_who_does(case: Case) -> None:
    preferred = case.outcomes[0] in READERS_ANSWERS | {"DROP"}
    left = preferred and not judged(case.data)
    assert left == (case.name in LEFT_TO_OTHERS)


@each_case
def test_every_prefix_is_read_or_malformed(case: Case) -> None:
    data = case.data
    for length in range(0, len(data) + 1, 1 if len(data) < 10_000 else 499):
        judged(data[:length])


@each_case
def test_what_is_refused_can_be_answered(case: Case) -> None:
    try:
        message = parse(case.data)
    except UnreadableMessage as problem:
        message = problem.request
    if isinstance(message, Request):
        answer = reply(message, 400, "Bad Request", "t1")
        assert parse(answer, Limits(head=65535)).values("via") == message.values("via")


@each_case
def test_what_is_read_leaves_as_it_came(case: Case) -> None:
    try:
        message = parse(case.data)
    except UnreadableMessage:
        return
    sent = Draft(message).to_bytes()
    assert case.data.startswith(sent)
    assert len(sent) == len(case.data) or message.has("content-length")


@each_case
def test_every_stream_is_split_or_refused(case: Case) -> None:
    whole, pieces = StreamSplitter(), StreamSplitter()
    outcomes = []
    for splitter, size in ((whole, len(case.data)), (pieces, 7)):
        found: list[bytes | KeepAlive | str] = []
        try:
            for at in range(0, len(case.data), size):
                splitter.feed(case.data[at : at + size])
                while (item := splitter.next()) is not None:
                    found.append(item)
        except UnreadableMessage as problem:
            found.append(str(problem.status))
        outcomes.append([item for item in found if not isinstance(item, KeepAlive)])
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize("name", ["ncl", "mcl01"])
def test_on_a_stream_a_bad_length_is_answered_before_the_end(name: str) -> None:
    """RFC 4475 3.1.2.3, 3.3.9."""
    splitter = StreamSplitter()
    splitter.feed(case_named(f"rfc4475/{name}.dat").data)
    with pytest.raises(UnreadableMessage) as refusal:
        splitter.next()
    assert refusal.value.status == 400
    assert refusal.value.request is not None


def test_on_a_stream_a_short_body_is_waited_for() -> None:
    """RFC 4475 3.1.2.2: who owns the connection ends the waiting."""
    splitter = StreamSplitter()
    splitter.feed(case_named("rfc4475/clerr.dat").data)
    assert splitter.next() is None
    assert splitter.pending == 498


def test_on_a_stream_two_requests_are_two() -> None:
    """RFC 4475 3.1.1.8."""
    splitter = StreamSplitter()
    splitter.feed(case_named("rfc4475/dblreq.dat").data)
    found = [splitter.next() for _ in range(3)]
    assert [item[:8] if isinstance(item, bytes) else item for item in found] == [
        b"REGISTER",
        KeepAlive.PONG,
        b"INVITE s",
    ]


def test_the_tortuous_invite_is_understood() -> None:
    """RFC 4475 3.1.1.1."""
    message = read(case_named("rfc4475/wsinv.dat").data)
    assert isinstance(message, Request)
    assert (message.top_via.host, message.top_via.branch) == ("192.0.2.2", "390skdjuw")
    assert message.from_.display == 'J Rosenberg \\"'
    assert (message.to.tag, message.from_.tag) == ("1918181833n", "98asjd8")
    assert (message.max_forwards, message.cseq.number) == (68, 9)
    assert message.value("newfangledheader") == "newfangled value continued newfangled value"
    assert message.value("unknownheaderwithunusualvalue") == ";;,,;;,;"
    assert len(message.body) == 150


def test_unusual_octets_survive() -> None:
    """RFC 4475 3.1.1.2."""
    message = read(case_named("rfc4475/intmeth.dat").data)
    assert message.to.display == "BEL:\x07 NUL:\x00 DEL:\x7f"
    assert message.from_.parameters["fromparam''~+*_!.-%"] == "работающий".encode().decode("latin-1")


def test_a_binary_body_is_kept_whole() -> None:
    """RFC 4475 3.1.1.11."""
    assert len(read(case_named("rfc4475/mpart01.dat").data).body) == 553


def test_an_escaped_method_or_name_is_another_method_or_name() -> None:
    """RFC 4475 3.1.1.5."""
    message = read(case_named("rfc4475/esc02.dat").data)
    assert isinstance(message, Request)
    assert message.method == "RE%47IST%45R"
    assert len(message.values("contact")) == 2


def test_a_spelling_meant_to_slip_past_is_the_same_field() -> None:
    """CVE-2020-28361."""
    for name in ("hdr_case", "hdr_sp_colon"):
        assert read(case_named(f"advisories/{name}.dat").data).has("p-asserted-identity")
