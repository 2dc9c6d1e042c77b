"""Who is calling (R1)."""

import pytest

from routing.attempt import Caller
from routing.decision import Challenge, Refuse
from routing.identify import authenticated, identify
from tests.routing import makers
from tests.routing.makers import AT, group, inbound, server, trusted

PEER = "192.0.2.1"
PBX = "198.51.100.5"


def who(table, caller=makers.REGULAR, source="203.0.113.9", **facts):
    """The caller's id, or what is asked or answered instead."""
    found = identify(makers.arrival(caller, source=source, **facts), table)
    return found.id if isinstance(found, Caller) else found


def with_trusted(*sources):
    """A subscriber for each of the lists of trusted sources, named t0, t1, …"""
    return makers.table(
        subscribers=[
            makers.subscriber(f"t{place}@{makers.HOME}", trusted=tuple(each)) for place, each in enumerate(sources)
        ]
    )


def name(found):
    return found.partition("@")[0] if isinstance(found, str) else found


def test_r1_1_a_peering_server_is_known_by_its_source_address_never_by_from():
    table = makers.table(groups=[group("alpha", servers=[server("a1", host=PEER)])])
    assert who(table, source=PEER) == "alpha/a1"
    assert who(table, "a1@192.0.2.1", source="203.0.113.9") == Refuse(403, "Forbidden")


@pytest.mark.parametrize(("transport", "found"), [("udp", False), ("tcp", True)])
def test_r1_1_the_transport_counts_when_the_server_has_one(transport, found):
    table = makers.table(groups=[group("alpha", servers=[server("a1", host=PEER, transport="tcp")])])
    assert (who(table, source=PEER, transport=transport) == "alpha/a1") is found


@pytest.mark.parametrize(("port", "found"), [(5060, True), (5061, False)])
def test_r1_1_the_port_counts_when_the_server_says_match_port(port, found):
    table = makers.table(groups=[group("alpha", servers=[server("a1", host=PEER, match_port=True)])])
    assert (who(table, source=PEER, port=port) == "alpha/a1") is found


def test_r1_1_disabled_servers_and_groups_are_no_peers():
    table = makers.table(
        groups=[
            group("a", servers=[server("a1", host=PEER, enabled=False)]),
            group("b", servers=[server("b1", host=PEER)], enabled=False),
        ]
    )
    assert who(table, source=PEER) == Challenge(makers.HOME)


def test_r1_1_a_network_and_a_resolved_name_are_addresses_too():
    table = makers.table(
        {"carrier.example": ["192.0.2.77"]},
        groups=[
            group("net", servers=[server("n", host="192.0.2.0/28")]),
            group("named", servers=[server("c", host="carrier.example")]),
        ],
    )
    assert [who(table, source=source) for source in ("192.0.2.3", "192.0.2.77")] == ["net/n", "named/c"]


def test_r1_1_of_several_servers_at_one_address_the_one_of_that_port_is_meant():
    table = makers.table(
        groups=[group("alpha", servers=[server("a1", host=PEER, port=5060), server("a2", host=PEER, port=5070)])]
    )
    assert [who(table, source=PEER, port=port) for port in (5060, 5070, 9)] == ["alpha/a1", "alpha/a2", "alpha/a1"]


def test_r1_1_a_peer_is_never_challenged_even_with_one_of_our_domains_in_from():
    table = makers.table(
        groups=[group("alpha", servers=[server("a1", host=PEER)], inbound=[inbound("require", ruri_user="^49")])]
    )
    found = who(table, source=PEER)
    assert (found.status, found.reason) == (403, "Forbidden")


def test_r2_5_a_peer_that_is_refused_is_known_all_the_same():
    groups = [group("alpha", servers=[server("a1", host=PEER)], accepts_calls=False)]
    notes = []
    refused = identify(makers.arrival(source=PEER), makers.table(groups=groups), notes)
    assert (refused.caller.kind, refused.caller.id, refused.caller.by) == ("peer", "alpha/a1", "source")
    assert ("R1", "alpha/a1", "yes", f"peering server at {PEER}", AT) in notes


def test_r2_5_of_several_groups_that_pass_a_call_on_none_is_named():
    groups = [group(name, servers=[server("s", host=PEER)], accepts_calls=False) for name in ("a", "b")]
    notes = []
    refused = identify(makers.arrival(source=PEER), makers.table(groups=groups), notes)
    assert (refused.caller.kind, refused.caller.id, refused.caller.by) == ("peer", None, "source")
    assert [note.object for note in notes if note.step == "R1"] == ["a/s", "b/s"]


@pytest.mark.parametrize(
    ("wants", "because"),
    [
        ({"port": 5080, "match_port": True}, "its address, but match_port wants source port 5080, not 5060"),
        ({"transport": "tcp"}, "its address, but it comes over tcp, not udp"),
    ],
)
def test_r1_1_a_note_says_what_a_server_at_that_address_wants(wants, because):
    notes = []
    table = makers.table(groups=[group("alpha", servers=[server("a1", host=PEER, **wants)])])
    identify(makers.arrival(source=PEER), table, notes)
    assert notes[0] == ("R1", "alpha/a1", "no", because, AT)


def test_r1_the_peer_wins_over_a_trusted_source_of_the_same_address():
    table = makers.table(
        groups=[group("alpha", servers=[server("a1", host=PEER)])],
        subscribers=[makers.subscriber(trusted=(trusted(PEER),))],
    )
    assert who(table, source=PEER) == "alpha/a1"


@pytest.mark.parametrize(
    ("source", "transport", "found"), [(PBX, "udp", "t0"), (PBX, "tcp", None), ("198.51.100.6", "udp", None)]
)
def test_r1_2_a_trusted_source_is_its_subscriber_by_network_and_transport(source, transport, found):
    table = with_trusted([trusted("198.51.100.4/31", transport="udp")])
    answer = who(table, source=source, transport=transport)
    assert name(answer) == (found or Challenge(makers.HOME))


def test_r1_2_any_transport_fits_by_default():
    assert name(who(with_trusted([trusted(PBX)]), source=PBX, transport="tls")) == "t0"


def test_r1_2_the_most_specific_network_wins_even_over_a_pattern():
    table = with_trusted([trusted("198.51.100.0/24", "^sip:43")], [trusted(PBX)])
    assert name(who(table, source=PBX)) == "t1"
    assert name(who(table, source="198.51.100.9")) == "t0"


def test_r1_2_then_an_entry_with_a_pattern_then_the_order_in_the_file():
    table = with_trusted([trusted(PBX)], [trusted(PBX, "^sip:43")], [trusted(PBX, "43")])
    assert name(who(table, source=PBX)) == "t1"
    assert name(who(table, f"49301@{makers.HOME}", source=PBX)) == "t0"


def test_r1_2_a_pattern_that_is_not_found_leaves_the_wider_network_its_turn():
    table = with_trusted([trusted(PBX, "^sip:49")], [trusted("198.51.100.0/24")])
    assert name(who(table, source=PBX)) == "t1"


def test_r1_2_an_anonymous_from_gives_way_to_the_asserted_identity():
    table = with_trusted([trusted(PBX, "^sip:43720@")])
    asserted = {"pai_user": "43720", "pai_domain": makers.HOME}
    assert name(who(table, "anonymous@anonymous.invalid", source=PBX, **asserted)) == "t0"
    assert name(who(table, f"43720@{makers.HOME}", source=PBX)) == "t0"
    assert who(table, "anonymous@anonymous.invalid", source=PBX) == Refuse(403, "Forbidden")
    assert who(table, f"1@{makers.HOME}", source=PBX, **asserted) == Challenge(makers.HOME)


def test_r1_2_the_caller_is_the_owner_whatever_from_says():
    caller = identify(makers.arrival("1@far.example", source=PBX), with_trusted([trusted(PBX)]))
    assert (caller.kind, caller.by, caller.uri) == ("subscriber", "trusted", f"sip:t0@{makers.HOME}")


def test_r1_3_a_from_domain_of_ours_is_challenged_for_that_realm():
    assert who(makers.table(), "nobody@premium.example") == Challenge("premium.example")


@pytest.mark.parametrize(("source", "allowed"), [("192.0.2.7", True), ("203.0.113.9", False)])
def test_r1_3_after_a_digest_the_allowed_addresses_are_checked(source, allowed):
    table = makers.table(subscribers=[makers.subscriber(allowed_ips=("192.0.2.0/24",))])
    arrived = makers.arrival(source=source)
    found = authenticated(table.subscriber("43720100", makers.HOME), arrived, table)
    if allowed:
        assert (found.id, found.by) == (makers.REGULAR, "digest")
    else:
        assert found == Refuse(403, "Unauthorized IP detected")


def test_r1_4_a_stranger_is_refused():
    assert who(makers.table(), "1@far.example") == Refuse(403, "Forbidden")


def test_r1_4_a_domain_may_accept_unknown_callers_for_its_own_subscribers_only():
    table = makers.table(
        groups=[group("alpha", rules=[makers.rule()])],
        domains=[makers.domain(accept_unknown_callers=True), makers.domain("premium.example")],
        subscribers=[makers.subscriber(), makers.subscriber(makers.PREMIUM, numbers=("431",))],
    )
    outcomes = []
    for callee in (makers.REGULAR, f"431@{makers.HOME}", f"49@{makers.HOME}"):
        arrived = makers.arrival("1@far.example", callee)
        caller = identify(arrived, table)
        assert caller.kind == "unknown"
        decision = makers.decide(makers.Attempt(caller, arrived), table, makers.AllWell(), 0.0, makers.halves)
        outcomes.append(getattr(decision, "status", None) or decision.subscriber.id)
    assert outcomes == [makers.REGULAR, 403, 404]
    assert who(table, "1@far.example", callee=makers.PREMIUM) == Refuse(403, "Forbidden")


def test_r1_notes_say_how_the_caller_became_known_and_where_that_is_written():
    notes = []
    table = with_trusted([trusted(PBX, "^sip:49")], [trusted(PBX)])
    identify(makers.arrival(source=PBX), table, notes)
    assert [(note.step, note.object, note.verdict.value, note.because, note.at) for note in notes] == [
        ("R1", "t0@sip.example", "no", "from ^sip:49 not found in sip:43720100@sip.example", AT),
        ("R1", "t1@sip.example", "yes", f"trusted source {PBX}", AT),
    ]
