"""Who is calling: peering server, trusted source, digest, or refused, in this order (R1, R2).

A digest itself is checked elsewhere (sip/auth); here is said that it is needed, and what follows once it succeeded.
"""

from routing.arrival import Arrival
from routing.attempt import Caller, CallerKind, IdentifiedBy, peer_caller, subscriber_caller, unknown_caller
from routing.decision import Challenge, Refuse
from routing.directory import Subscriber
from routing.inbound import NotAccepted, accepting_server
from routing.model import Refusal
from routing.notes import Note, Notes, Verdict
from routing.peering import Server
from routing.table import Table, Trust

NOBODY = Refusal(403, "Forbidden")
WRONG_ADDRESS = Refusal(403, "Unauthorized IP detected")


def identify(arrival: Arrival, table: Table, notes: Notes | None = None) -> Caller | Challenge | Refuse:
    """Who sent a request outside a dialog, as far as its source says; else what must be asked or answered."""
    return by_source(arrival, table, notes) or by_domain(arrival, table, notes)


def by_domain(arrival: Arrival, table: Table, notes: Notes | None = None) -> Caller | Challenge | Refuse:
    """R1.3, R1.4: what becomes of a request whose source address says nothing."""
    home = table.domain(arrival.from_domain)
    if home is not None:  # R1.3
        if notes is not None:
            notes.append(Note("R1", home.name, Verdict.YES, "the From domain is ours: digest", home.at))
        return Challenge(home.name)
    return _stranger(arrival, table, notes)  # R1.4


def by_source(arrival: Arrival, table: Table, notes: Notes | None = None) -> Caller | Refuse | None:
    """R1.1, R1.2: whom the source address makes known. None: nobody."""
    servers = peers_at(arrival, table, notes)
    if servers:
        found = accepting_server(servers, arrival, notes)  # R2
        if isinstance(found, NotAccepted):
            return _refused_peer(found, servers, arrival, notes)
        _note_peers([found], arrival, notes)
        return peer_caller(found, arrival)
    trust = trusted_at(arrival, table, notes)
    return subscriber_caller(trust.subscriber, IdentifiedBy.TRUSTED) if trust is not None else None


def _refused_peer(found: NotAccepted, servers: list[Server], arrival: Arrival, notes: Notes | None) -> Refuse:
    """R2.5: refused, but no stranger."""
    if found.server is not None:
        caller = peer_caller(found.server, arrival)
        _note_peers([found.server], arrival, notes)
    else:
        caller = Caller(CallerKind.PEER, None, arrival.from_uri, IdentifiedBy.SOURCE)
        _note_peers(servers, arrival, notes)
    return Refuse(found.refusal.status, found.refusal.reason, caller=caller)


def _note_peers(servers: list[Server], arrival: Arrival, notes: Notes | None) -> None:
    if notes is not None:
        because = f"peering server at {arrival.source}"
        notes.extend(Note("R1", server.id, Verdict.YES, because, server.at) for server in servers)


def authenticated(
    subscriber: Subscriber, arrival: Arrival, table: Table, notes: Notes | None = None
) -> Caller | Refuse:
    """After a digest succeeded, for REGISTER too: may this subscriber authenticate from this address? (R1)"""
    if not subscriber.allows(arrival.source):
        if notes is not None:
            because = f"{arrival.source} is in none of its allowed_ips"
            notes.append(Note("R1", subscriber.id, Verdict.NO, because, subscriber.at))
        return Refuse(WRONG_ADDRESS.status, WRONG_ADDRESS.reason)
    if notes is not None:
        notes.append(Note("R1", subscriber.id, Verdict.YES, "authenticated by digest", subscriber.at))
    return subscriber_caller(subscriber, IdentifiedBy.DIGEST)


def peers_at(arrival: Arrival, table: Table, notes: Notes | None = None) -> list[Server]:
    """R1.1: the servers that this may be: most specific network first, then the one of this source port."""
    found: list[Server] = []
    for servers in table.peer_sources.owners(arrival.source):
        fitting = []
        for server in servers:
            misfit = _misfit(server, arrival)
            if misfit is None:
                fitting.append(server)
            elif notes is not None:
                notes.append(Note("R1", server.id, Verdict.NO, misfit, server.at))
        found.extend(sorted(fitting, key=lambda server: server.port != arrival.port))
    return found


def _misfit(server: Server, arrival: Arrival) -> str | None:
    """Why a request from the server's address is not the server's."""
    if server.transport is not None and server.transport != arrival.transport:
        return f"its address, but it comes over {server.transport}, not {arrival.transport}"
    if server.match_port and server.port_or_default != arrival.port:
        return f"its address, but match_port wants source port {server.port_or_default}, not {arrival.port}"
    return None


def trusted_at(arrival: Arrival, table: Table, notes: Notes | None = None) -> Trust | None:
    """R1.2: the entry that claims this request: most specific network, with a pattern before without, file order."""
    uri = arrival.pai_uri if arrival.anonymous else arrival.from_uri
    for entries in table.trusted_sources.owners(arrival.source):
        for trust in entries:  # compile has put those with a pattern first
            objection = _objection(trust, arrival, uri)
            if notes is not None:
                verdict = Verdict.YES if objection is None else Verdict.NO
                because = objection or f"trusted source {trust.source.network}"
                notes.append(Note("R1", trust.subscriber.id, verdict, because, trust.at))
            if objection is None:
                return trust
    return None


def _objection(trust: Trust, arrival: Arrival, uri: str) -> str | None:
    transport = trust.source.transport
    if transport is not None and transport != arrival.transport:
        return f"trusted source for {transport} only"
    if trust.from_pattern is not None and not trust.from_pattern.found(uri):
        return f"from {trust.from_pattern.text} not found in {uri or 'empty text'}"
    return None


def _stranger(arrival: Arrival, table: Table, notes: Notes | None) -> Caller | Refuse:
    called = table.domain(arrival.ruri_domain)
    if called is not None and called.accept_unknown_callers:
        if notes is not None:
            notes.append(Note("R1", called.name, Verdict.YES, "accept_unknown_callers: yes", called.at))
        return unknown_caller(arrival)
    if notes is not None:
        source = f"{arrival.source} is no peer and no trusted source" if arrival.source else "no source was given"
        because = f"{source}, and {arrival.from_domain} is not ours"
        notes.append(Note("R1", arrival.from_uri, Verdict.NO, because, None))
    return Refuse(NOBODY.status, NOBODY.reason)
