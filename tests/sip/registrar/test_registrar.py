"""What a REGISTER does (RFC 3261 10.3)."""

from collections.abc import Sequence

import pytest

from sip.addressing import Flow, Transport, listener
from sip.message import Request
from sip.parser import parse
from sip.registrar.binding import Binding
from sip.registrar.location_service import LocationService
from sip.registrar.registrar import Answer, Registrar, RegistrarPolicy
from tests.messages import request

NOW = 1_700_000_000.0
AOR = "alice@sip.example"
PHONE = Flow(listener(Transport.UDP, "192.0.2.1", 5060), "192.0.2.7", 40000)
DATE = "Date: Tue, 14 Nov 2023 22:13:20 GMT"


class Office:
    """A registrar and one address of record."""

    def __init__(self, policy: RegistrarPolicy | None = None) -> None:
        self.location_service = LocationService()
        self.registrar = Registrar(self.location_service, policy or RegistrarPolicy())
        self.now = NOW

    def send(self, *lines: str, call_id: str = "call-1", cseq: int = 1, aor: str = AOR) -> Answer:
        """A REGISTER with these additional header field lines."""
        text = request("REGISTER", "sip:sip.example", callee=f"sip:{aor}", call_id=call_id, cseq=cseq, extra=lines)
        message = parse(text.encode("latin-1"))
        assert isinstance(message, Request)
        return self.registrar.register(message, aor, PHONE, self.now)

    def bindings(self, aor: str = AOR) -> Sequence[Binding]:
        return self.location_service.bindings(aor, self.now)

    @property
    def contacts(self) -> list[str]:
        return [binding.contact for binding in self.bindings()]


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_contact_is_bound_and_listed(office: Office) -> None:
    answer = office.send("Contact: <sip:alice@192.0.2.7:5062;line=1>;q=0.5", "Expires: 600", "User-Agent: phone/1")
    assert (answer.status, answer.reason) == (200, "OK")
    assert answer.lines == ("Contact: <sip:alice@192.0.2.7:5062;line=1>;q=0.5;expires=600", DATE)
    expected = Binding("sip:alice@192.0.2.7:5062;line=1", 0.5, NOW + 600, "call-1", 1, "phone/1", PHONE)
    assert office.bindings() == (expected,)
    assert answer.bindings == (expected,), "for the store"


def test_a_fetch_lists_everything_and_changes_nothing(office: Office) -> None:
    """10.3 step 6, 10.2.3."""
    office.send("Contact: <sip:a@x>, <sip:b@x>;expires=120")
    office.now += 100
    answer = office.send("Expires: 0", cseq=2)
    assert answer.status == 200
    assert answer.lines[:-1] == ("Contact: <sip:a@x>;expires=3500", "Contact: <sip:b@x>;expires=20")
    assert answer.bindings is None
    office.now += 20
    assert office.send(cseq=3).lines[:-1] == ("Contact: <sip:a@x>;expires=3480",)


def test_a_fetch_of_nothing_is_an_empty_list(office: Office) -> None:
    assert office.send() == Answer(200, "OK", (DATE,))


@pytest.mark.parametrize(
    ("lines", "expires"),
    [
        (["Contact: <sip:a@x>;expires=90", "Expires: 600"], 90),
        (["Contact: <sip:a@x>", "Expires: 600"], 600),
        (["Contact: <sip:a@x>"], 3600),
        (["Contact: <sip:a@x>;expires=60"], 60),
        (["Contact: <sip:a@x>;expires=00000090"], 90),
        (["Contact: <sip:a@x>;expires=999999"], 43200),
        (["Contact: <sip:a@x>;expires=4294967295"], 43200),
        (["Contact: <sip:a@x>;expires=4294967296"], 3600),
        (["Contact: <sip:a@x>;expires=" + "9" * 5000], 3600),
        (["Contact: <sip:a@x>;expires=-1"], 3600),
        (["Contact: <sip:a@x>;expires=+70"], 3600),
        (["Contact: <sip:a@x>;expires=7_0"], 3600),
        (["Contact: <sip:a@x>;expires=\xb2"], 3600),
        (["Contact: <sip:a@x>;expires"], 3600),
        (['Contact: <sip:a@x>;expires=""', "Expires: 600"], 3600),
        (["Contact: <sip:a@x>", "Expires: Thu, 01 Dec 2033 16:00:00 GMT"], 3600),
        (["Contact: <sip:a@x;expires=70>"], 3600),
    ],
)
def test_how_long_a_binding_lasts(office: Office, lines: Sequence[str], expires: int) -> None:
    """10.3 step 7, 20.10: what is no number of seconds is as if it were not there; the most is what we grant."""
    assert office.send(*lines).status == 200
    assert [binding.expires - NOW for binding in office.bindings()] == [expires]


@pytest.mark.parametrize("lines", [["Contact: <sip:a@x>;expires=59"], ["Contact: <sip:a@x>", "Expires: 1"]])
def test_too_short_is_refused_with_what_is_long_enough(office: Office, lines: Sequence[str]) -> None:
    """10.3 step 7."""
    assert office.send(*lines) == Answer(423, "Interval Too Brief", ("Min-Expires: 60",))
    assert office.contacts == []


def test_an_hour_is_never_too_short() -> None:
    """10.3 step 7: only less than an hour may be refused."""
    office = Office(RegistrarPolicy(min_expires=7200, max_expires=86400))
    assert office.send("Contact: <sip:a@x>;expires=3599").lines == ("Min-Expires: 7200",)
    assert office.send("Contact: <sip:a@x>;expires=3600").status == 200


def test_zero_removes_one_contact(office: Office) -> None:
    """10.2.2."""
    office.send("Contact: <sip:a@x>, <sip:b@x>")
    answer = office.send("Contact: <sip:a@x>;expires=0", cseq=2)
    assert (answer.status, answer.lines) == (200, ("Contact: <sip:b@x>;expires=3600", DATE))
    assert office.send("Contact: <sip:b@x>", "Expires: 0", cseq=3).bindings == ()
    assert len(office.location_service) == 0


def test_removing_what_is_not_there_is_fine(office: Office) -> None:
    assert office.send("Contact: <sip:a@x>;expires=0").status == 200
    assert office.contacts == []


def test_star_removes_everything(office: Office) -> None:
    """10.3 step 6."""
    office.send("Contact: <sip:a@x>, <sip:b@x>")
    office.send("Contact: <sip:c@x>", call_id="call-2", cseq=900)
    answer = office.send("Contact: *", "Expires: 0", cseq=2)
    assert (answer.status, answer.lines, answer.bindings) == (200, (DATE,), ())
    assert office.contacts == []


@pytest.mark.parametrize(
    "lines",
    [
        ["Contact: *"],
        ["Contact: *", "Expires: 1"],
        ["Contact: *", "Expires: 0.0"],
        ["Contact: *", "Expires: -0"],
        ["Contact: *", "Expires: "],
        ["Contact: *;expires=0"],
        ["Contact: *, <sip:b@x>", "Expires: 0"],
        ["Contact: <sip:b@x>", "Contact: *", "Expires: 0"],
        ["Contact: *, *", "Expires: 0"],
    ],
)
def test_star_stands_alone_and_with_expires_0(office: Office, lines: Sequence[str]) -> None:
    """10.3 step 6."""
    office.send("Contact: <sip:a@x>")
    assert office.send(*lines, cseq=2).status == 400
    assert office.contacts == ["sip:a@x"]


@pytest.mark.parametrize("cseq", [1, 4, 5])
@pytest.mark.parametrize(
    "lines",
    [
        ["Contact: <sip:a@x>;expires=600"],
        ["Contact: <sip:a@x>;expires=0"],
        ["Contact: <sip:new@x>, <sip:%61@x>"],
        ["Contact: *", "Expires: 0"],
    ],
)
def test_an_old_request_of_the_same_device_changes_nothing(office: Office, cseq: int, lines: Sequence[str]) -> None:
    """10.3 steps 6 and 7: the same Call-ID and a CSeq that is not higher."""
    office.send("Contact: <sip:a@x>, <sip:b@x>", cseq=5)
    before = office.bindings()
    answer = office.send(*lines, cseq=cseq)
    assert (answer.status, answer.bindings) == (500, None)
    assert office.bindings() == before


def test_a_restarted_device_takes_its_binding_over(office: Office) -> None:
    """10.3 step 7: another Call-ID, whatever its CSeq."""
    office.send("Contact: <sip:a@x>", cseq=900)
    assert office.send("Contact: <sip:a@x>;expires=600", call_id="call-2", cseq=1).status == 200
    assert [(binding.call_id, binding.cseq) for binding in office.bindings()] == [("call-2", 1)]


def test_an_expired_binding_stands_in_nobodys_way(office: Office) -> None:
    office.send("Contact: <sip:a@x>;expires=60", cseq=5)
    office.now += 60
    assert office.send("Contact: <sip:a@x>", cseq=5).status == 200


@pytest.mark.parametrize(
    "bad",
    [
        "<sip:c@x>;expires=10",
        "<sip:c@x>;q=2",
        "<sip:a@x>;q",
        "<http://c.example>",
        "<sip:@x>",
        "sip:c@x?Route=%3Csip:d%3E",
        "<sip:c@x",
        "<sip:c@x:99999>",
        "<sip:" + "c" * 2000 + "@x>",
    ],
)
def test_all_contacts_are_taken_or_none(office: Office, bad: str) -> None:
    """10.3 step 7."""
    office.send("Contact: <sip:a@x>, <sip:b@x>")
    before = office.bindings()
    answer = office.send(f"Contact: <sip:a@x>;expires=0, <sip:d@x>, {bad}", cseq=2)
    assert answer.status in (400, 423)
    assert answer.bindings is None
    assert office.bindings() == before


@pytest.mark.parametrize("q", ["0", "0.", "0.5", "0.123", "1", "1.", "1.000"])
def test_q_values(office: Office, q: str) -> None:
    """25.1 qvalue."""
    assert office.send(f"Contact: <sip:a@x>;q={q}").status == 200
    assert [binding.q for binding in office.bindings()] == [float(q)]


@pytest.mark.parametrize("q", ["", "1.001", "2", "-1", "0.1234", ".5", "nan", "1e-1", "+0.5", '"0,5"', "\xb2"])
def test_what_is_no_q_value(office: Office, q: str) -> None:
    assert office.send(f"Contact: <sip:a@x>;q={q}").status == 400
    assert office.contacts == []


def test_the_most_wanted_contact_is_listed_first(office: Office) -> None:
    office.send("Contact: <sip:low@x>;q=0.1, <sip:old@x>", "Contact: <sip:mid@x>;q=0.5")
    answer = office.send("Contact: <sip:new@x>", call_id="call-2")
    assert [line.split(">")[0] for line in answer.lines[:-1]] == [
        "Contact: <sip:new@x",
        "Contact: <sip:old@x",
        "Contact: <sip:mid@x",
        "Contact: <sip:low@x",
    ]


def test_a_renewed_binding_is_the_most_recent_one(office: Office) -> None:
    office.send("Contact: <sip:a@x>, <sip:b@x>")
    office.send("Contact: <sip:b@x>", cseq=2)
    assert office.contacts == ["sip:b@x", "sip:a@x"]


def test_the_same_contact_is_found_by_uri_rules(office: Office) -> None:
    """10.3 step 7, 19.1.4."""
    office.send("Contact: <sip:alice@phone.example>")
    office.send("Contact: <sip:%61lice@PHONE.example>", cseq=2)
    assert office.contacts == ["sip:%61lice@PHONE.example"]
    office.send("Contact: <sip:alice@phone.example;transport=tcp>", cseq=3)
    assert len(office.contacts) == 2


def test_a_contact_twice_in_one_request_counts_once_and_the_last_wins(office: Office) -> None:
    office.send("Contact: <sip:a@x>;expires=100, <sip:%61@x>;expires=200")
    assert [binding.expires - NOW for binding in office.bindings()] == [200]
    office.send("Contact: <sip:a@x>;expires=0, <sip:a@x>;expires=300", cseq=2)
    assert [binding.expires - NOW for binding in office.bindings()] == [300]
    office.send("Contact: <sip:a@x>;expires=300, <sip:a@x>;expires=0", cseq=3)
    assert office.contacts == []


def test_no_more_contacts_than_allowed(office: Office) -> None:
    many = ", ".join(f"<sip:{number}@x>" for number in range(10))
    assert office.send(f"Contact: {many}").status == 200
    answer = office.send("Contact: <sip:more@x>", cseq=2)
    assert (answer.status, answer.bindings) == (403, None)
    assert len(office.contacts) == 10
    assert office.send("Contact: <sip:more@x>, <sip:0@x>;expires=0", cseq=3).status == 200
    assert office.send(f"Contact: {many.replace('@x', '@y')}, {many.replace('>', '>;expires=0')}", cseq=4).status == 403
    assert len(office.contacts) == 10


def test_a_request_with_very_many_contacts_is_refused_unread(office: Office) -> None:
    many = ", ".join(f"<sip:{number}@x>;expires=0" for number in range(500))
    assert office.send(f"Contact: {many}").status == 403


def test_who_has_too_many_contacts_since_the_limit_was_lowered_may_still_renew_and_remove() -> None:
    office = Office(RegistrarPolicy(max_contacts=3))
    office.send("Contact: <sip:a@x>, <sip:b@x>, <sip:c@x>")
    office.registrar = Registrar(office.location_service, RegistrarPolicy(max_contacts=1))
    assert office.send("Contact: <sip:a@x>, <sip:b@x>", cseq=2).status == 200
    assert office.send("Contact: <sip:d@x>", cseq=3).status == 403
    assert office.send("Contact: <sip:b@x>;expires=0", cseq=4).status == 200
    assert len(office.contacts) == 2


def test_an_unknown_required_extension_is_named(office: Office) -> None:
    """10.3 step 2."""
    answer = office.send("Require: path, nothingSupportsThis", "Require: gruu", "Contact: <sip:a@x>")
    assert answer == Answer(420, "Bad Extension", ("Unsupported: path, nothingSupportsThis, gruu",))
    assert office.contacts == []
    assert office.send("Require: a b").status == 400
    generous = Office(RegistrarPolicy(supported=frozenset({"path"})))
    assert generous.send("Require: Path", "Contact: <sip:a@x>").status == 200


def test_parameters_without_brackets_belong_to_the_header_field(office: Office) -> None:
    """RFC 4475 3.3.12."""
    answer = office.send("Contact: sip:+19725552222@gw1.example.net;unknownparam", "Expires: 60")
    assert office.contacts == ["sip:+19725552222@gw1.example.net"]
    assert answer.lines[0] == "Contact: <sip:+19725552222@gw1.example.net>;expires=60"


def test_parameters_in_brackets_belong_to_the_uri(office: Office) -> None:
    """RFC 4475 3.3.13, 3.3.14."""
    office.send("Contact: <sip:+19725552222@gw1.example.net;unknownparam>")
    assert office.contacts == ["sip:+19725552222@gw1.example.net;unknownparam"]
    office.send(
        "m: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>;expires=0, <sip:u@x?Route=%3Csip:y%3E>", cseq=2
    )
    assert office.contacts[0] == "sip:u@x?Route=%3Csip:y%3E"


def test_users_of_escaped_nuls_are_distinct(office: Office) -> None:
    """RFC 4475 3.1.1.4."""
    office.send("Contact: <sip:%00@host5.example.com>", "Contact: <sip:%00%00@host5.example.com>")
    assert office.contacts == ["sip:%00@host5.example.com", "sip:%00%00@host5.example.com"]


def test_a_header_outside_brackets_is_refused(office: Office) -> None:
    """RFC 4475 3.1.2.13."""
    assert office.send("Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E").status == 400


def test_addresses_of_record_do_not_mix(office: Office) -> None:
    office.send("Contact: <sip:a@x>")
    office.send("Contact: <sip:a@x>;expires=600", aor="bob@sip.example")
    office.send("Contact: *", "Expires: 0", cseq=2, aor="bob@sip.example")
    assert office.contacts == ["sip:a@x"]


def test_what_is_kept_of_a_binding_is_bounded(office: Office) -> None:
    assert office.send("Contact: <sip:a@x>", call_id="c" * 300).status == 400
    assert office.send(f"Contact: <sip:{'a' * 1100}@x>").status == 400
    office.send("Contact: <sip:a@x>", f"User-Agent: {'p' * 5000}")
    assert [len(binding.user_agent) for binding in office.bindings()] == [128]


def test_nothing_that_was_received_can_end_a_line_of_the_answer(office: Office) -> None:
    office.send("Contact: <sip:a%0d%0aX@x>", "Contact: \r\n <sip:b@x\r\n >", cseq=1)
    office.send("Contact: \r\n <sip:b@x>", "Require: ", cseq=2)
    for line in office.send(cseq=3).lines:
        assert "\r" not in line
        assert "\n" not in line
