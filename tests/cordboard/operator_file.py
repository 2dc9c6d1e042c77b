"""A small operator's file for tests that start from a file, and the question that can be put to it."""

from pathlib import Path

from cordboard.check import check
from cordboard.question import Respondent

ROOT = Path(__file__).parents[2]

SMALL = r"""version: 1
listen: [udp://192.0.2.1:5060]
contacts: {us: {email: us@example.net}}
contracts: {ours: {contact: us}}
resellers: {us: {contract: ours}}
domains:
  home.example: {reseller: us, rewrite: plain}
  other.example: {reseller: us}
customers: {house: {reseller: us, contact: us}}
subscribers:
  alice@home.example:
    customer: house
    numbers: [4311]
    auth: {ha1_md5: 5e5d6c64a2e0a6d54d2b3b3a6d0f1c11}
  pbx@home.example:
    customer: house
    auth: {trusted: [{source: 198.51.100.5, transport: udp, from: '^sip:4312\d*@'}]}
  guarded@other.example:
    customer: house
    allowed_ips: [203.0.113.0/24]
    auth: {ha1_md5: 5e5d6c64a2e0a6d54d2b3b3a6d0f1c11}
peering:
  one:
    contract: ours
    rules: [{id: all, prefix: ""}]
    servers:
      - {name: a, uri: "sip:192.0.2.11", weight: 3}
      - {name: b, uri: "sip:192.0.2.12", weight: 1}
    inbound:
      - {id: known, refuse: {from_user: '^anonymous$'}, with: 433 Anonymity Disallowed}
  two:
    contract: ours
    rules: [{id: all, prefix: ""}]
    servers: [{name: a, uri: "sip:192.0.2.21", weight: 1}]
  last:
    contract: ours
    priority: 9
    rules: [{id: all, prefix: ""}]
    servers: [{name: z, uri: "sip:[2001:db8::9]:5060", weight: 1}]
routing:
  bar: [{id: premium-rate, prefix: 900, with: 403 Barred}]
rewrite:
  plain: {callee_in: [['^\+([1-9]\d+)$', '\1']]}
"""


def written(directory: Path, tests: str = "", text: str = SMALL) -> Path:
    """The file in ``directory``; ``tests`` are the lines of its section of that name."""
    path = directory / "routing.yaml"
    path.write_text(text + (f"tests:\n{tests}\n" if tests else ""))
    return path


def respondent(directory: Path, text: str = SMALL) -> Respondent:
    result = check(written(directory, text=text))
    assert result.configuration is not None
    assert result.table is not None, result.problems
    return Respondent(result.configuration, result.table)
