"""config/build_subscribers: YAML and CSV together, and what two subscribers must not share."""

from config import values
from routing.model import Limits, SubscriberType
from tests.config.conftest import OPERATOR, Loader, codes


def test_a_subscriber_with_everything(load_text: Loader):
    loaded = load_text(
        OPERATOR
        + """subscribers:
  pbx@op.example:
    customer: k
    type: trunk
    numbers: [43720555, 43720556]
    extension: 0
    max_calls: 30
    allowed_ips: [192.0.2.0/24]
    attributes: {cc: 43, ac: 01}
    auth:
      password: ${env:PW}
      trusted: [{source: 192.0.2.5, transport: udp, from: '^sip:43720555'}]
""".replace("${env:PW}", "'${file:pw}'"),
        {"pw": "hunter2"},
    )
    assert loaded.configuration is not None
    (subscriber,) = loaded.configuration.subscribers.values()
    assert (subscriber.id, subscriber.type, subscriber.extension) == ("pbx@op.example", SubscriberType.TRUNK, "0")
    assert subscriber.numbers == ("43720555", "43720556")
    assert subscriber.limits == Limits(max_calls=30)
    assert subscriber.allowed_ips == ("192.0.2.0/24",)
    assert subscriber.attributes == {"cc": "43", "ac": "01"}
    assert (subscriber.ha1_md5, subscriber.ha1_sha256) == values.ha1("pbx", "op.example", "hunter2")
    (source,) = subscriber.trusted
    assert (source.network, source.transport, source.from_pattern) == ("192.0.2.5", "udp", "^sip:43720555")


def test_the_realm_of_a_password_is_the_domain_in_lower_case(load_text: Loader):
    """R1.3: the realm is the domain as we challenge with it."""
    loaded = load_text(OPERATOR + "subscribers: {u@OP.EXAMPLE: {customer: k, auth: {password: pw}}}\n")
    assert loaded.configuration is not None
    assert loaded.configuration.subscribers["u@op.example"].ha1_md5 == values.ha1("u", "op.example", "pw")[0]


def test_a_written_digest_wins_over_a_password(load_text: Loader):
    text = OPERATOR + f"subscribers: {{u@op.example: {{customer: k, auth: {{password: pw, ha1_md5: {'ab' * 16}}}}}}}\n"
    loaded = load_text(text)
    assert loaded.configuration is not None
    assert loaded.configuration.subscribers["u@op.example"].ha1_md5 == "ab" * 16


def test_digests_are_not_part_of_any_repr(load_text: Loader):
    text = OPERATOR + f"subscribers: {{u@op.example: {{customer: k, auth: {{ha1_md5: {'ab' * 16}}}}}}}\n"
    assert "abab" not in repr(load_text(text))


def test_a_number_belongs_to_one_subscriber_across_files(load_text: Loader):
    text = OPERATOR + "subscribers: {u@op.example: {customer: k, numbers: [431]}}\nsubscribers_from: [s.csv]\n"
    loaded = load_text(text, {"s.csv": "user,domain,customer,numbers\nv,op.example,k,432|431\n"})
    assert codes(loaded) == ["duplicate-number"]
    assert str(loaded.problems[0].at) == "s.csv:2:1"


def test_an_extension_may_be_used_by_another_customer(load_text: Loader):
    text = OPERATOR.replace("customers: {", "customers: {j: {reseller: r, contact: house}, ")
    text += "subscribers: {u@op.example: {customer: k, extension: 1}, v@op.example: {customer: j, extension: 1}}\n"
    assert codes(load_text(text)) == []
