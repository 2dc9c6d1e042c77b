"""One running engine on real sockets, with its storage on disk."""

import gc

import pytest

from cordboard.check import check
from cordboard.server.problem import CannotRun
from cordboard.server.server import Server
from tests.messages import field, request


@pytest.fixture(autouse=True)
def collector_back_on():
    """A server settles the collector of its process; other tests want theirs."""
    yield
    gc.unfreeze()
    gc.enable()


def register(phone, cseq: int = 1) -> str:
    return request(
        "REGISTER",
        "sip:sip.example",
        caller="sip:pbx@sip.example",
        callee="sip:pbx@sip.example",
        via=f"127.90.0.5:{phone.port}",
        cseq=cseq,
        extra=[f"Contact: <sip:pbx@127.90.0.5:{phone.port}>"],
    )


async def test_a_started_server_answers_and_a_stopped_one_has_let_go_of_its_port(file, phone):
    for _ in range(2):
        server = Server(check(file))
        await server.start()
        phone.send(request("OPTIONS", "sip:127.90.0.1", via=f"127.90.0.5:{phone.port}"))
        assert (await phone.hears()).startswith("SIP/2.0 200 OK")
        await server.stop()


async def test_bindings_are_back_after_a_restart(file, phone):
    first = Server(check(file))
    await first.start()
    phone.send(register(phone))
    assert (await phone.hears()).startswith("SIP/2.0 200")
    await first.stop()
    second = Server(check(file))
    await second.start()
    (binding,) = dict(second.core.locations)["pbx@sip.example"]
    assert binding.contact == f"sip:pbx@127.90.0.5:{phone.port}"
    assert binding.received is not None
    assert binding.received.listener is second.listeners[0]
    await second.stop()


async def test_a_port_in_use_is_one_clear_line_and_leaves_nothing_open(file):
    first = Server(check(file))
    await first.start()
    with pytest.raises(
        CannotRun, match=r"^cannot listen on udp:127\.90\.0\.1:\d+: the port is in use by another program$"
    ):
        await Server(check(file)).start()
    await first.stop()


async def test_storage_that_cannot_be_used_is_one_clear_line(file):
    (file.parent / "bindings.sqlite").write_text("this is no database, and long enough to be sure of it" * 20)
    with pytest.raises(CannotRun, match=r"bindings\.sqlite: it is damaged"):
        Server(check(file))


async def test_a_new_table_is_in_force_at_once(file, phone, caplog):
    server = Server(check(file))
    await server.start()
    file.write_text(
        file.read_text().replace("^sip:pbx@", "^sip:other@").replace("listen: [", "listen: [udp://127.90.0.2:5099, ")
    )
    checked = check(file)
    assert checked.configuration is not None
    assert checked.table is not None
    server.use(checked.configuration, checked.table)
    phone.send(register(phone))
    assert (await phone.hears()).startswith("SIP/2.0 401")
    assert "listen and advertise need a restart" in caplog.text
    await server.stop()


async def test_a_draining_server_refuses_new_calls_and_does_not_wait_for_finished_ones(file, phone):
    server = Server(check(file))
    await server.start()
    phone.send(register(phone))
    await phone.hears()
    await server.drain()
    phone.send(request(uri="sip:1@sip.example", caller="sip:pbx@sip.example", via=f"127.90.0.5:{phone.port}"))
    assert field(await phone.hears(), "Retry-After") == "10"
    await server.stop()
