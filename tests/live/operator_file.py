"""The configuration of the live tests: a phone, a trusted PBX with two addresses and two carriers, on one network.

SIPp 3.6.1 answers no SHA-256 and gives up when it is offered first, so the phone has an MD5 hash only.
"""

from hashlib import md5

from tests.live.network import PORT, Network

DOMAIN = "sip.example"
PHONE = "alice"
PHONE_NUMBER = "431700"
PASSWORD = "wonder land"
PBX = "43720"

_FILE = """\
version: 1
listen: ["udp://{engine}:{port}"]
timers: {{no_response: {no_response}}}
contacts: {{house: {{email: noc@sip.example}}}}
contracts: {{c: {{contact: house}}}}
resellers: {{r: {{contract: c}}}}
domains: {{sip.example: {{reseller: r}}}}
customers: {{acme: {{reseller: r, contact: house}}}}
subscribers:
  alice@sip.example:
    customer: acme
    numbers: [431700]
    auth: {{ha1_md5: {ha1}}}
  pbx@sip.example:
    customer: acme
    type: trunk
    numbers: [43720]
    auth:
      trusted:
        - {{source: {pbx}, transport: udp, from: '^sip:43720@'}}
        - {{source: {other_pbx}, transport: udp, from: '^sip:43720@'}}
peering:
  alpha:
    contract: c
    priority: {alpha_priority}
    rewrite: plus
    rules: [{{id: everything, prefix: ""}}]
    servers:
      - {{name: a1, uri: "sip:{alpha_1}:{port}", weight: 1}}
      - {{name: a2, uri: "sip:{alpha_2}:{port}", weight: 0}}
    inbound:
      - {{require: {{ruri_user: '^\\+?4317'}}, with: 404 Not our number}}
  beta:
    contract: c
    priority: 2
    rules: [{{id: everything, prefix: ""}}]
    servers:
      - {{name: b1, uri: "sip:{beta}:{port}"}}
rewrite:
  plus:
    callee_in: [['^\\+', '']]
    caller_in: [['^\\+', '']]
    callee_out: [['^([1-9])', '+\\1']]
    caller_out: [['^([1-9])', '+\\1']]
"""


def operator_file(network: Network, *, no_response: str = "4s", alpha_first: bool = True) -> str:
    """The text of it; ``no_response`` is the silence after which the next server is tried (R7.2)."""
    return _FILE.format(
        port=PORT,
        engine=network.engine,
        pbx=network.pbx,
        other_pbx=network.other_pbx,
        alpha_1=network.alpha_1,
        alpha_2=network.alpha_2,
        beta=network.beta,
        ha1=md5(f"{PHONE}:{DOMAIN}:{PASSWORD}".encode()).hexdigest(),
        no_response=no_response,
        alpha_priority=1 if alpha_first else 3,
    )
