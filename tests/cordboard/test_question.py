"""Questions as people write them: how they are read, and what is said of those that cannot be asked."""

import pytest

from cordboard.question import Question, QuestionError
from routing.attempt import IdentifiedBy
from routing.decision import Challenge, Refuse, ToPeers, ToSubscriber
from tests.cordboard.operator_file import SMALL, respondent

NOW = 1_767_225_600.0


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    questions = respondent(tmp_path_factory.mktemp("operator"))
    return lambda caller, callee, **more: questions.ask(Question(caller, callee, **more), NOW, lambda: 0.5)


@pytest.mark.parametrize(
    "caller", ["alice@home.example", "sip:alice@home.example", " SIP:alice@Home.Example:5070;x=y "]
)
def test_a_subscribers_own_address_counts_as_authenticated(asked, caller):
    """R1.3."""
    answer = asked(caller, "4399")
    assert (answer.caller.id, answer.caller.by) == ("alice@home.example", IdentifiedBy.DIGEST)
    assert isinstance(answer.result, ToPeers)


@pytest.mark.parametrize(
    ("callee", "number", "uri"),
    [
        ("+4399", "4399", "sip:4399@home.example"),
        ("sip:+4399", "4399", "sip:4399@home.example"),
        ("4399@home.example", "4399", "sip:4399@home.example"),
        ("sip:+4399;phone-context=x@home.example;user=phone", "4399", "sip:4399@home.example"),
        ("sip:%2B4399@home.example", "4399", "sip:4399@home.example"),
        ("4399@192.0.2.1:5060", "4399", "sip:4399@home.example"),
        ("tel:+43-99", "4399", "sip:4399@home.example"),
        ("*31#", "*31#", "sip:*31#@home.example"),
    ],
)
def test_a_callee_is_read_as_a_request_would_be(asked, callee, number, uri):
    """R4.1: without a domain it is in the caller's; so is what is dialled at our address."""
    form = asked("alice@home.example", callee).result.form
    assert (form.number, form.callee_uri) == (number, uri)


def test_r4_5_a_tel_uri_is_in_the_domain_of_from_also_when_that_is_foreign(asked):
    answer = asked("x@carrier.example", "tel:+4311", source="192.0.2.11")
    assert (answer.arrival.ruri_domain, answer.result.status) == ("carrier.example", 403)


@pytest.mark.parametrize("pai", ["sip:4312@x.example", "4312@x.example", "tel:+4312", "SIP:x.example"])
def test_an_asserted_identity_is_a_uri(asked, pai):
    assert isinstance(asked("alice@home.example", "4399", pai=pai).result, ToPeers)


def test_a_foreign_domain_is_kept(asked):
    """R4.5."""
    answer = asked("alice@home.example", "bob@elsewhere.example")
    assert (answer.result.status, answer.result.form.domain) == (403, "elsewhere.example")


def test_letters_outside_ascii_are_read_as_their_octets(asked):
    assert asked("alice@home.example", "büro").arrival.ruri_user == "büro".encode().decode("latin-1")


def test_a_peer_is_known_by_its_source(asked):
    """R1.1; a number alone is dialled at the address of our first listener."""
    answer = asked("+4930@carrier.example", "4311", source="192.0.2.11:5060")
    assert (answer.caller.id, answer.caller.by) == ("one/a", IdentifiedBy.SOURCE)
    assert answer.arrival.ruri_domain == "192.0.2.1"
    assert isinstance(answer.result, ToSubscriber)


def test_a_peers_call_from_one_of_our_domains_stays_there(asked):
    assert asked("x@other.example", "4311", source="192.0.2.11").arrival.ruri_domain == "other.example"


def test_inbound_rules_apply_to_a_peer(asked):
    """R2."""
    answer = asked("anonymous@anonymous.invalid", "4311", source="192.0.2.11")
    assert (answer.result.status, answer.result.reason) == (433, "Anonymity Disallowed")


@pytest.mark.parametrize("caller", ["431299@anything.example", "431299@other.example"])
def test_a_trusted_source_calls_from_its_subscribers_domain(asked, caller):
    """R1.2, R4.1."""
    answer = asked(caller, "4399", source="198.51.100.5")
    assert (answer.caller.id, answer.caller.by) == ("pbx@home.example", IdentifiedBy.TRUSTED)
    assert answer.result.form.callee_uri == "sip:4399@home.example"


def test_a_source_that_is_nobodys_leaves_the_digest(asked):
    """R1: then allowed_ips decides."""
    assert asked("alice@home.example", "4399", source="203.0.113.9").caller.by is IdentifiedBy.DIGEST
    assert asked("guarded@other.example", "4399", source="203.0.113.9").caller.by is IdentifiedBy.DIGEST
    refused = asked("guarded@other.example", "4399", source="198.51.100.77")
    assert refused.caller is None
    assert isinstance(refused.result, Refuse)


def test_nobody_we_know_of_our_own_domain_is_challenged(asked):
    """R1.3."""
    assert isinstance(asked("nobody@home.example", "4399").result, Challenge)


def test_a_stranger_is_refused(asked):
    """R1.4."""
    assert asked("x@carrier.example", "4311").result.status == 403


@pytest.mark.parametrize("down", [("one/a", "one/b"), ("b", "one/a")])
def test_a_server_that_is_down_is_not_tried(asked, down):
    """R7.1."""
    order = asked("alice@home.example", "4399", down=down).result.order
    assert [candidate.server.id for candidate in order] == ["two/a", "last/z"]


def test_a_name_without_its_group_means_each_server_of_that_name(asked):
    order = asked("alice@home.example", "4399", down=("a",)).result.order
    assert [candidate.server.id for candidate in order] == ["one/b", "last/z"]


@pytest.mark.parametrize("source", ["2001:db8::9", "[2001:db8::9]", "[2001:db8::9]:5060", "[2001:0db8:0:0::9]:1"])
def test_an_ipv6_source_may_have_brackets_and_a_port(asked, source):
    assert asked("x@carrier.example", "4311", source=source).caller.id == "last/z"


def test_the_moment_of_a_question_decides_which_rows_are_valid(tmp_path):
    """R6.1."""
    (tmp_path / "deck.csv").write_text("prefix,valid_from,valid_to\n43,2025-01-01,2027-01-01\n")
    text = SMALL.replace(
        '{id: all, prefix: ""}]\n    servers: [{name: z', "{id: deck, prefixes_from: deck.csv}]\n    servers: [{name: z"
    )
    questions = respondent(tmp_path, text)

    def groups(moment):
        question = Question("alice@home.example", "4399", moment=moment)
        return {candidate.server.group.name for candidate in questions.ask(question, NOW, lambda: 0.5).result.order}

    assert groups("2026-06-01T12:00:00+02:00") == {"one", "two", "last"}
    assert groups("2030-06-01") == {"one", "two"}
    assert groups(None) == {"one", "two", "last"}


@pytest.mark.parametrize("listen", ["udp://0.0.0.0:5060", "udp://interface:eth0"])
def test_a_listener_without_an_address_of_its_own_is_still_called(tmp_path, listen):
    questions = respondent(tmp_path, SMALL.replace("udp://192.0.2.1:5060", listen))
    question = Question("x@carrier.example", "4311", source="192.0.2.11")
    assert isinstance(questions.ask(question, NOW, lambda: 0.5).result, ToSubscriber)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (Question("alice", "1"), 'from: "alice" has no domain; expected USER@DOMAIN'),
        (Question("a b@c", "1"), 'from: "a b@c" is no SIP address; expected USER@DOMAIN, with or without sip:'),
        (Question("a@b@c", "1"), 'from: "a@b@c" is no SIP address; expected USER@DOMAIN, with or without sip:'),
        (Question("a@b", ""), 'to: "" is no SIP address; expected USER@DOMAIN or a number'),
        (Question("a@b", "1 2"), 'to: "1 2" is no SIP address; expected USER@DOMAIN or a number'),
        (Question("a@b", "\ud800"), r'to: "\ud800" is no SIP address; expected USER@DOMAIN or a number'),
        (
            Question("a@b", "1", pai="xx"),
            'pai: "xx" is no URI; expected USER@DOMAIN, with or without sip:, or tel:NUMBER',
        ),
        (
            Question("a@b", "1", pai="<x@y>"),
            'pai: "<x@y>" is no SIP address; expected USER@DOMAIN, with or without sip:',
        ),
        (
            Question("a@b", "1", source="1.2.3"),
            'source: "1.2.3"; expected IP, IP:PORT or [IPv6]:PORT, such as 192.0.2.1:5060',
        ),
        (
            Question("a@b", "1", source="1.2.3.4:0"),
            'source: "1.2.3.4:0"; expected IP, IP:PORT or [IPv6]:PORT, such as 192.0.2.1:5060',
        ),
        (
            Question("a@b", "1", source="1.2.3.4:٣"),
            'source: "1.2.3.4:٣"; expected IP, IP:PORT or [IPv6]:PORT, such as 192.0.2.1:5060',
        ),
        (
            Question("a@b", "1", transport="upd"),
            'transport: "upd"; expected one of udp, tcp, tls, ws, wss; did you mean udp?',
        ),
        (
            Question("a@b", "1", moment="noon"),
            'at: "noon"; expected a date such as 2026-01-31 or 2026-01-31T12:00:00+01:00',
        ),
        (
            Question("a@b", "1", down=("one/c",)),
            'down: no server "one/c"; expected SERVER or GROUP/SERVER of the section peering; did you mean one/b?',
        ),
    ],
)
def test_what_cannot_be_asked_is_said_with_its_field_and_what_was_expected(asked, question, said):
    with pytest.raises(QuestionError) as error:
        asked(
            question.caller,
            question.callee,
            source=question.source,
            transport=question.transport,
            pai=question.pai,
            moment=question.moment,
            down=question.down,
        )
    assert str(error.value) == said


def test_any_transport_is_read_in_any_case(asked):
    """R1.2: the trusted source is for UDP only."""
    assert asked("431299@home.example", "1", source="198.51.100.5", transport="UDP").caller.id == "pbx@home.example"
    assert isinstance(asked("431299@home.example", "1", source="198.51.100.5", transport="TCP").result, Challenge)


def test_who_is_anonymous_is_known_by_the_asserted_identity(asked):
    """R1.2."""
    answer = asked("anonymous@anonymous.invalid", "1", source="198.51.100.5", pai="sip:43121@carrier.example")
    assert answer.caller.id == "pbx@home.example"
