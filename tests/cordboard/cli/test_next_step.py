"""A refusal says what to do next: one sentence about the step that refused."""

import re

import pytest

from tests.cordboard.operator_file import SMALL, written


@pytest.fixture
def advice(cordboard, tmp_path):
    """The line after ``next``, with the place of the file left out; None when there is none."""

    def ask(*arguments, text=SMALL):
        path = written(tmp_path, text=text)
        result = cordboard("explain", *arguments, "-c", path)
        assert result.exit_code == 0, result.output
        lines = [line for line in result.stdout.splitlines() if line.startswith("next ")]
        return lines[0].removeprefix("next     ").replace(str(path), "FILE") if lines else None

    return ask


def test_a_call_that_is_routed_needs_no_advice(advice):
    assert advice("alice@home.example", "4399") is None
    assert advice("alice@home.example", "4311") is None


def test_r1_3_a_challenge_names_who_is_missing(advice):
    assert advice("bob@home.example", "4399").startswith("home.example has no subscriber bob: add it to subscribers")


def test_r1_4_a_stranger_may_have_an_address(advice):
    assert advice("x@carrier.example", "4399").startswith("say with --source where the call comes from")
    assert advice("x@carrier.example", "4399", "--source", "9.9.9.9").startswith(
        "if this is a carrier, give one of its servers"
    )


def test_r1_a_subscriber_outside_its_addresses(advice):
    told = advice("guarded@other.example", "4399", "--source", "198.51.100.77")
    assert told == "if calls from there are welcome, add the address to allowed_ips of the subscriber at FILE:18:3"


def test_r2_the_inbound_rule_that_refused(advice):
    told = advice("anonymous@x.example", "4311", "--source", "192.0.2.11")
    assert told == "if this peer should get through, change what stands at FILE:30:9"


def test_r2_4_a_group_that_never_calls_us(advice):
    text = SMALL.replace("    priority: 9\n", "    priority: 9\n    accepts_calls: no\n")
    told = advice("x@carrier.example", "4311", "--source", "2001:db8::9", text=text)
    assert told == "if this peer should get through, change what stands at FILE:35:3"


def test_r4_4_a_peers_call_to_nobody_of_ours(advice):
    told = advice("x@carrier.example", "4399", "--source", "192.0.2.11")
    assert told == "give 4399 to a subscriber, or let the group's calls out again with relay: yes at FILE:23:3"


def test_r3_3_a_number_that_no_rewrite_brought_to_normal_form(advice):
    told = advice("x@carrier.example", "+4311", "--source", "192.0.2.11")
    assert told.startswith(
        "+4311 is not in normal form (E.164 digits without +), a callee_in rewrite of the caller may lack; "
    )


def test_r4_5_a_foreign_domain(advice):
    assert (
        advice("alice@home.example", "bob@else.example") == "if such calls are welcome, change the domain at FILE:7:3"
    )


def test_r4_5_a_peers_call_to_a_foreign_domain(advice):
    told = advice("x@carrier.example", "4311@else.example", "--source", "192.0.2.11")
    assert told == "call one of our domains"


def test_r1_4_an_unknown_caller_reaches_only_our_subscribers(advice):
    text = SMALL.replace("other.example: {reseller: us}", "other.example: {reseller: us, accept_unknown_callers: yes}")
    told = advice("x@carrier.example", "4399@other.example", text=text)
    assert told == "give 4399 to a subscriber"
    told = advice("x@carrier.example", "4311@other.example", text=text)
    assert told == "if such calls are welcome, change the domain at FILE:7:3"


def test_r5_the_entry_that_bars(advice):
    assert advice("alice@home.example", "900123") == "if 900123 may be called, change the entry at FILE:41:9"


def test_r6_6_no_rule_takes_the_number(advice):
    told = advice("alice@home.example", "4399", text=SMALL.replace('prefix: ""', "prefix: 1"))
    assert told == "the R6 lines say what each rule lacks; a rule for 4399 must match it"


def test_r6_6_without_any_peering(advice):
    text = re.sub(r"(?ms)^peering:\n.*?(?=^routing:)", "", SMALL)
    assert advice("alice@home.example", "4399", text=text) == (
        "add a group to peering, with a server and a rule that matches 4399"
    )


def test_r1_1_a_server_that_wants_its_port(advice):
    text = SMALL.replace("weight: 3}", "weight: 3, match_port: yes}").replace("sip:192.0.2.11", "sip:192.0.2.11:5080")
    told = advice("x@carrier.example", "4311", "--source", "192.0.2.11", text=text)
    assert told == "if this is one/a, say the port and the transport it calls from with --source and --transport"
    assert advice("x@carrier.example", "4311", "--source", "192.0.2.11:5080", text=text) is None


def test_r8_the_limit_of_a_caller(advice):
    text = SMALL.replace("customers: {house: {", "customers: {house: {max_calls: 0, ")
    told = advice("alice@home.example", "4399", text=text)
    assert told == "if house may have calls, change the limit of 0 at FILE:9:13"


def test_r7_4_every_server_is_skipped(advice):
    told = advice("alice@home.example", "4399", "--down", "a", "--down", "b", "--down", "z")
    assert told.startswith("every server of these pools is skipped: the R7 lines say why")
