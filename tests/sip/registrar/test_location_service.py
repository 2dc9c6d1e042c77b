"""Bindings in memory: order, expiry, equality, and what they weigh."""

import tracemalloc

import pytest

from sip.addressing import Flow, Transport, listener
from sip.registrar.binding import Binding
from sip.registrar.location_service import LocationService, bound_to

NOW = 1_700_000_000.0
LISTENER = listener(Transport.UDP, "192.0.2.1", 5060)


def binding(contact: str, q: float = 1.0, expires: float = NOW + 3600) -> Binding:
    return Binding(contact, q, expires, "call-1", 1, "phone", Flow(LISTENER, "192.0.2.7", 5060))


def contacts(service: LocationService, now: float = NOW, address_of_record: str = "alice@sip.example") -> list[str]:
    return [each.contact for each in service.bindings(address_of_record, now)]


@pytest.fixture
def service() -> LocationService:
    return LocationService()


def test_the_best_q_comes_first_then_the_most_recent(service: LocationService) -> None:
    """RFC 3261 10.2.1.2."""
    service.replace(
        "alice@sip.example",
        [binding("sip:new@x", 0.5), binding("sip:low@x", 0.1), binding("sip:old@x", 0.5), binding("sip:best@x")],
    )
    assert contacts(service) == ["sip:best@x", "sip:new@x", "sip:old@x", "sip:low@x"]


def test_what_is_stored_comes_back_in_the_same_order(service: LocationService) -> None:
    kept = service.replace("alice@sip.example", [binding("sip:c@x"), binding("sip:a@x", 0.2), binding("sip:b@x")])
    again = LocationService()
    assert again.replace("alice@sip.example", kept) == kept
    assert contacts(again) == contacts(service)


def test_expired_bindings_are_not_handed_out(service: LocationService) -> None:
    service.replace("alice@sip.example", [binding("sip:a@x", expires=NOW + 10), binding("sip:b@x", expires=NOW + 20)])
    assert contacts(service, NOW + 9.99) == ["sip:a@x", "sip:b@x"]
    assert contacts(service, NOW + 10) == ["sip:b@x"]
    assert contacts(service, NOW + 20) == []


def test_nobody_knows_anything_of_strangers(service: LocationService) -> None:
    service.replace("alice@sip.example", [binding("sip:a@x")])
    assert contacts(service, address_of_record="alice@sip.exampl") == []
    assert contacts(service, address_of_record="Alice@sip.example") == []


def test_what_was_handed_out_does_not_change(service: LocationService) -> None:
    service.replace("alice@sip.example", [binding("sip:a@x")])
    held = service.bindings("alice@sip.example", NOW)
    service.replace("alice@sip.example", [])
    assert [each.contact for each in held] == ["sip:a@x"]
    assert len(service) == 0


def test_all_can_be_listed(service: LocationService) -> None:
    service.replace("alice@sip.example", [binding("sip:a@x")])
    service.replace("bob@sip.example", [binding("sip:b@x"), binding("sip:c@x")])
    assert {aor: [each.contact for each in bindings] for aor, bindings in service} == {
        "alice@sip.example": ["sip:a@x"],
        "bob@sip.example": ["sip:b@x", "sip:c@x"],
    }


def test_the_sweep_removes_what_has_expired_and_says_what_is_left(service: LocationService) -> None:
    service.replace("alice@sip.example", [binding("sip:a@x", expires=NOW + 10), binding("sip:b@x", expires=NOW + 900)])
    service.replace("bob@sip.example", [binding("sip:c@x", expires=NOW + 10)])
    assert service.sweep(NOW + 5, 100) == []
    swept = {aor: [each.contact for each in left] for aor, left in service.sweep(NOW + 120, 100)}
    assert swept == {"alice@sip.example": ["sip:b@x"], "bob@sip.example": []}
    assert len(service) == 1
    assert service.sweep(NOW + 120, 100) == []
    assert service.sweep(NOW + 1000, 100) == [("alice@sip.example", ())]
    assert len(service) == 0


def test_the_sweep_does_a_little_at_a_time(service: LocationService) -> None:
    for number in range(100):
        service.replace(f"{number}@sip.example", [binding("sip:a@x", expires=NOW + number % 7)])
    sizes = []
    while swept := service.sweep(NOW + 120, 30):
        sizes.append(len(swept))
    assert sizes == [30, 30, 30, 10]
    assert len(service) == 0


def test_a_binding_that_was_renewed_survives_the_sweep(service: LocationService) -> None:
    service.replace("alice@sip.example", [binding("sip:a@x", expires=NOW + 60)])
    service.replace("alice@sip.example", [binding("sip:a@x", expires=NOW + 3600)])
    assert service.sweep(NOW + 200, 100) == []
    assert contacts(service, NOW + 200) == ["sip:a@x"]
    assert [aor for aor, _ in service.sweep(NOW + 3700, 100)] == ["alice@sip.example"]


def test_a_binding_that_was_shortened_is_swept_at_its_new_time(service: LocationService) -> None:
    service.replace("alice@sip.example", [binding("sip:a@x", expires=NOW + 36000)])
    service.replace("alice@sip.example", [binding("sip:a@x", expires=NOW + 60)])
    assert [aor for aor, _ in service.sweep(NOW + 180, 100)] == ["alice@sip.example"]


def test_what_came_expired_from_the_store_goes_at_the_first_sweep(service: LocationService) -> None:
    service.replace("alice@sip.example", [binding("sip:a@x", expires=NOW - 86400)])
    assert contacts(service) == []
    assert service.sweep(NOW, 100) == [("alice@sip.example", ())]


def test_registering_all_the_time_does_not_pile_up_work(service: LocationService) -> None:
    """One address of record waits in one place, however often and for whatever time it registers."""
    for step in range(1000):
        service.replace("alice@sip.example", [binding("sip:a@x", expires=NOW + (step * 7919) % 40000)])
    service.replace("alice@sip.example", [])
    assert service.sweep(NOW + 10**6, 1) == []
    assert len(service) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sip:alice@x.example", "sip:%61lice@X.EXAMPLE", True),
        ("sip:alice@x.example", "sip:Alice@x.example", False),
        ("sip:alice@x.example", "sip:alice@x.example:5060", False),
        ("sip:alice@x.example", "sip:alice@x.example;transport=udp", False),
        ("sip:alice@x.example;new", "sip:alice@x.example", True),
        ("sip:alice@x.example;transport=TCP;new", "sip:alice@x.example;transport=tcp", True),
        ("sip:alice@x.example", "sips:alice@x.example", False),
        ("sip:%00@x.example", "sip:%00%00@x.example", False),
        ("sip:null-%00-null@x.example", "sip:null-@x.example", False),
        ("sip:alice@[2001:db8::1]", "sip:alice@[2001:DB8:0::1]", True),
        ("sip:alice@x?Route=%3Csip:a%3E", "sip:alice@x", False),
    ],
)
def test_contacts_are_compared_as_uris(one: str, other: str, same: bool) -> None:
    """RFC 3261 19.1.4; RFC 4475 3.1.1.4: an escaped NUL ends nothing."""
    existing = binding(one)
    assert bound_to(other, (binding("sip:someone@else"), existing)) == (existing if same else None)


def test_a_binding_weighs_less_than_a_kibibyte() -> None:
    """DESIGN 6: with its address of record, its flow and its place in the sweep."""
    count = 5000
    tracemalloc.start()
    try:
        service = LocationService()
        before = tracemalloc.get_traced_memory()[0]
        for number in range(count):
            user, host = f"43190{number:07}", f"198.51.{number >> 8 & 255}.{number & 255}"
            flow = Flow(LISTENER, host, 5060 + number)
            contact = f"sip:{user}@{host}:{5060 + number};transport=udp;line={number:08x}"
            agent, call_id = f"Yealink SIP-T46S 66.86.0.{number}", f"1_{number}_{number * 7919}@{host}"
            kept = Binding(contact, 1.0, NOW + 60 + number, call_id, number, agent, flow)
            service.replace(f"{user}@sip.nordtel.example", [kept])
        weight = (tracemalloc.get_traced_memory()[0] - before) / count
    finally:
        tracemalloc.stop()
    assert weight < 1024
