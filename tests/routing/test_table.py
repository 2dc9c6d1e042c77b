"""What calls ask of the table."""

from tests.routing import makers


def test_r4_1_ours_are_our_domains_and_our_addresses():
    table = makers.table(advertise="edge.example")
    asked = (makers.HOME, "192.0.2.250", "edge.example", "far.example", "")
    assert [table.is_ours(host) for host in asked] == [True, True, True, False, False]


def test_a_trusted_entry_knows_where_it_is_written():
    table = makers.table(subscribers=[makers.subscriber(trusted=(makers.trusted("192.0.2.9"),))])
    (((trust),),) = table.trusted_sources.owners("192.0.2.9")
    assert trust.at == makers.AT


def test_subscribers_and_domains_are_found():
    table = makers.table()
    assert table.subscriber("office", "premium.example").id == makers.PREMIUM
    assert table.domain("far.example") is None
