"""What a request learns on arrival, and where its answers go (RFC 3261 18.2.1, 18.2.2, RFC 3581 4)."""

import re

from sip import grammar
from sip.addressing import Flow
from sip.header_values import Via
from sip.message import Request, field_value

_PARAMETER = re.compile(grammar.PARAMETER, re.DOTALL)


def stamp(request: Request, flow: Flow) -> None:
    """Write into the top Via where the request really came from; what the sender claims there is taken out."""
    via = request.top_via
    parameters = via.parameters
    wants_port = "rport" in parameters
    if not wants_port and "received" not in parameters and via.host == flow.host:
        return
    text = via.text
    if wants_port or "received" in parameters:
        text = _without_claims(text)
    if wants_port:
        text += f";rport={flow.port}"
    if wants_port or via.host != flow.host:
        text += f";received={flow.host}"
    at = request.fields["via"][0]
    request.lines[at] = f"Via: {field_value(request.lines[at]).replace(via.text, text, 1)}"


def _without_claims(text: str) -> str:
    """The text of a Via, which was read before, without what only its receiver may write."""
    at = text.find(";")
    kept = text[:at]
    while match := _PARAMETER.match(text, at):
        if match[1].lower() not in ("received", "rport"):
            kept += match[0]
        at = match.end()
    return kept


def answer_flow(via: Via, flow: Flow) -> Flow:
    """Where answers to a request with this top Via go that arrived by ``flow``.

    ``maddr`` is not followed: nobody may have our answers sent to a third party.
    """
    if flow.listener.reliable or "rport" in via.parameters:
        return flow
    port = via.port or 5060
    return flow if port == flow.port else Flow(flow.listener, flow.host, port)
