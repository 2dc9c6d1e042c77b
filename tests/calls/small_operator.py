"""A small operator for tests of whole calls, on a recorded port.

alice and bob register and authenticate; pbx is trusted by its address; carriers alpha (two servers) and beta.
"""

import random
from dataclasses import replace

from cordboard.engine.active import Active
from cordboard.engine.core import Core
from cordboard.engine.health import EngineHealth
from routing.compile import compile_table
from routing.model import (
    Configuration,
    Contact,
    Contract,
    Credentials,
    Customer,
    Domain,
    InboundField,
    InboundRule,
    Listen,
    OutboundRule,
    PeeringGroup,
    PeeringServer,
    Refusal,
    Reseller,
    RewriteRule,
    RewriteSet,
    RoutingSettings,
    Security,
    Subscriber,
    SubscriberType,
    Timers,
    TrustedSource,
)
from routing.problems import Position
from sip.addressing import Flow, Listener
from sip.auth.answer import answer as digest_answer
from sip.auth.answer import choose
from sip.auth.ha1 import Algorithm, ha1
from tests.ladder import START, UDP, Ladder, RecordedPort, udp
from tests.messages import field, fields, request

AT = Position("test.yaml", 1)
DOMAIN = "sip.example"
PASSWORD = "wonder land"

ALICE = udp("192.0.2.1")
BOB = udp("192.0.2.2")
PBX = udp("192.0.2.5")
STRANGER = udp("203.0.113.66")
ALPHA_1 = udp("198.51.100.1")
ALPHA_2 = udp("198.51.100.2")
BETA = udp("198.51.100.3")


def subscriber(user: str, **more) -> Subscriber:
    md5, sha256 = (ha1(user, DOMAIN, PASSWORD, algorithm) for algorithm in (Algorithm.MD5, Algorithm.SHA256))
    return Subscriber(user, DOMAIN, "acme", AT, ha1_md5=md5, ha1_sha256=sha256, **more)


def server(name: str, host: str, **more) -> PeeringServer:
    return PeeringServer(name, f"sip:{host}", host, None, None, AT, **more)


def everything(name: str = "all", **more) -> OutboundRule:
    return OutboundRule(name, "", None, None, True, False, AT, **more)


PLUS = RewriteSet("plus", (), (), (RewriteRule("^([1-9])", r"+\1", AT),), (RewriteRule("^([1-9])", r"+\1", AT),), AT)
E164 = RewriteSet("e164", (RewriteRule(r"^\+", "", AT),), (RewriteRule(r"^(\+|00)", "", AT),), (), (), AT)


def configuration(**changes) -> Configuration:
    """The small operator, with some sections exchanged."""
    made = Configuration(
        file="test.yaml",
        listen=(Listen("udp", UDP.host, UDP.port, AT),),
        advertise=None,
        routing=RoutingSettings(),
        timers=Timers(),
        security=Security(),
        contacts={"house": Contact("house", "noc@sip.example", AT)},
        contracts={"c": Contract("c", "house", AT)},
        resellers={"r": Reseller("r", "c", AT)},
        domains={DOMAIN: Domain(DOMAIN, "r", AT, rewrite="e164")},
        customers={"acme": Customer("acme", "r", "house", AT)},
        subscribers={
            f"alice@{DOMAIN}": subscriber("alice", numbers=("431700",)),
            f"bob@{DOMAIN}": subscriber("bob", numbers=("431800",)),
            f"pbx@{DOMAIN}": Subscriber(
                "pbx",
                DOMAIN,
                "acme",
                AT,
                SubscriberType.TRUNK,
                ("43720",),
                trusted=(TrustedSource("192.0.2.5", "udp", None, AT),),
            ),
        },
        peering={
            "alpha": PeeringGroup(
                "alpha",
                "c",
                AT,
                priority=1,
                rules=(everything(),),
                servers=(server("a1", "198.51.100.1", weight=1), server("a2", "198.51.100.2", weight=0)),
                inbound=(InboundRule(False, {InboundField.RURI_USER: r"^\+?431"}, Refusal(404, "Not our number"), AT),),
                rewrite="plus",
            ),
            "beta": PeeringGroup(
                "beta", "c", AT, priority=2, rules=(everything(),), servers=(server("b1", "198.51.100.3"),)
            ),
        },
        rewrite={"plus": PLUS, "e164": E164},
        tests=(),
        storage_path="cordboard.sqlite",
        admin_socket="cordboard.sock",
    )
    return replace(made, **changes)


def with_credentials(made: Configuration) -> Configuration:
    """The same, where server a1 wants a password of us."""
    group = made.peering["alpha"]
    first = replace(group.servers[0], credentials=Credentials("us", "secret", None, AT))
    return replace(made, peering={**made.peering, "alpha": replace(group, servers=(first, *group.servers[1:]))})


class Operator(Ladder):
    """The engine of this operator on a ladder."""

    def __init__(
        self,
        made: Configuration | None = None,
        listeners: tuple[Listener, ...] = (UDP,),
        port: RecordedPort | None = None,
    ) -> None:
        port = port or RecordedPort()
        self.core = Core(
            port,
            listeners,
            Active(compile_table(made or configuration()), EngineHealth()),
            instance="test",
            key=b"k" * 32,
            started=START,
            uniform=random.Random(1).random,
        )
        super().__init__(port, self.core.receive)

    def registers(self, user: str, flow: Flow, contact: str | None = None, **more) -> bytes:
        """``>>`` a REGISTER with the right password; returns the answer."""
        text = request(
            "REGISTER",
            f"sip:{DOMAIN}",
            via=f"{flow.host}:{flow.port}",
            caller=f"sip:{user}@{DOMAIN}",
            callee=f"sip:{user}@{DOMAIN}",
            call_id=f"reg-{user}",
            extra=[f"Contact: <{contact or f'sip:{user}@{flow.host}'}>", *more.pop("extra", ())],
            **more,
        )
        return self.authenticates(text, user, flow)

    def authenticates(self, text: str, user: str, flow: Flow, password: str = PASSWORD) -> bytes:
        """``>>`` the request, ``<<`` its challenge, ``>>`` it with credentials; returns the next message out."""
        self.receives(text, flow)
        challenged = self.sends("SIP/2.0 40", flow)
        self.receives(self.with_password(text, challenged, user, password), flow)
        data, _ = self.port.sent.pop(0)
        return data

    def with_password(self, text: str, challenged: bytes, user: str, password: str = PASSWORD) -> str:
        """``text`` again, as a new transaction, with the answer to the challenge in ``challenged``."""
        method, uri, _ = text.split("\r\n")[0].split(" ")
        name = "WWW-Authenticate" if method == "REGISTER" else "Proxy-Authenticate"
        challenge = choose(fields(challenged, name))
        assert challenge is not None
        value = digest_answer(challenge, method=method, uri=uri, user=user, password=password, cnonce="c")
        header = "Authorization" if method == "REGISTER" else "Proxy-Authorization"
        number = int(field(text, "CSeq").split()[0])
        again = text.replace(f"CSeq: {number} ", f"CSeq: {number + 1} ").replace(";branch=z9hG4bK", ";branch=z9hG4bKa")
        return again.replace("\r\nCall-ID:", f"\r\n{header}: {value}\r\nCall-ID:")
