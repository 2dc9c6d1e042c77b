"""Names of servers, looked up at load (R1.1)."""

from dataclasses import replace

from cordboard.server import names
from tests.calls.small_operator import configuration, server


def test_only_names_are_looked_up_and_one_without_address_is_no_error(monkeypatch):
    answers = {"carrier.example": [(2, 2, 17, "", ("198.51.100.9", 0)), (2, 2, 17, "", ("198.51.100.8", 0))]}

    def getaddrinfo(name, port, type):
        if name not in answers:
            raise OSError("no such name")
        return answers[name]

    monkeypatch.setattr(names.socket, "getaddrinfo", getaddrinfo)
    made = configuration()
    servers = (
        server("a", "carrier.example"),
        server("b", "gone.example"),
        server("c", "198.51.100.1"),
        server("d", "10.0.0.0/8"),
    )
    made = replace(made, peering={"alpha": replace(made.peering["alpha"], servers=servers)})
    assert names.addresses_of(made) == {"carrier.example": ["198.51.100.8", "198.51.100.9"], "gone.example": ()}
