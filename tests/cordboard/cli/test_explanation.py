"""The text of an explanation, whole: it must read well at three in the morning."""

import pytest

from tests.cordboard.cli.conftest import OPERATOR
from tests.cordboard.operator_file import SMALL, written

PEERS = r"""
from     sip:431900100@sip.nordtel.example: subscriber 431900100@sip.nordtel.example, by digest, which is taken as passed
to       06641234567, which becomes 436641234567: sip:436641234567@sip.nordtel.example

R1  yes   431900100@sip.nordtel.example         taken as authenticated by digest  examples/operator.yaml:38:3
R3  yes   at-e164/caller_in                     431900100 becomes 431900100 by ^\+?([1-9]\d+)$  examples/operator.yaml:103:9
R3  yes   at-e164/callee_in                     06641234567 becomes 436641234567 by ^0([1-9]\d+)$  examples/operator.yaml:100:9
R4  no    sip:436641234567@sip.nordtel.example  no subscriber has user name, number or extension 436641234567
R5  no    436641234567                          in no bar list of this caller
R6  no    premium/premium-all                   caller_pattern not found in sip:431900100@sip.nordtel.example  examples/operator.yaml:59:9
R6  yes   alpha-mobile/at-mobile                prefix 436, priority 2: pool 1  examples/operator.yaml:69:9
R6  no    alpha-mobile/de-mobile                prefix 4915 is not the start of 436641234567  examples/operator.yaml:70:9
R6  no    alpha-mobile/de-mobile-old            the rule is disabled  examples/operator.yaml:71:9
R6  yes   beta-europe/at                        prefix 43, priority 2: pool 2  examples/operator.yaml:83:9
R6  no    beta-europe/eu-deck                   5 rows of examples/decks/beta-europe.csv do not match  examples/operator.yaml:84:9
R6  yes   beta-world/world                      any number, priority 5: pool 3  examples/operator.yaml:92:9
R7  skip  beta-europe/b1                        down  examples/operator.yaml:86:9

pool 1   alpha-mobile/a1  first in 60.0%  weight 60  priority 2  prefix 436  rule at-mobile  sip:+436641234567@127.0.0.21
         alpha-mobile/a2  first in 40.0%  weight 40  priority 2  prefix 436  rule at-mobile  sip:+436641234567@127.0.0.22
pool 2   beta-europe/b1                              priority 2  prefix 43   rule at         sip:436641234567@127.0.0.31;transport=tcp
pool 3   beta-world/w1                               priority 5  any number  rule world      sip:436641234567@127.0.0.41

result   tries alpha-mobile/a1, then alpha-mobile/a2, then beta-world/w1
         one draw; the same --seed gives the same order
"""

PEER = """
from     sip:4930@x.example: peer alpha-mobile/a1, by its address at 127.0.0.21
to       431700, which no rewrite changes: sip:431700@127.0.0.1

R1  yes  alpha-mobile/a1               peering server at 127.0.0.21  examples/operator.yaml:73:9
R2  yes  alpha-mobile/inbound-1        content  examples/operator.yaml:76:9
R2  yes  alpha-mobile/inbound-2        content  examples/operator.yaml:77:9
R2  yes  alpha-mobile                  the group accepts the call  examples/operator.yaml:63:3
R4  yes  office@premium.nordtel.example  431700 is its number  examples/operator.yaml:42:3

result   rings the phones of office@premium.nordtel.example
"""

STRANGER = """
from     sip:x@sip.nordtel.example: unknown
to       1

R1  yes  sip.nordtel.example  the From domain is ours: digest  examples/operator.yaml:30:3

result   challenged: 407 Proxy Authentication Required
next     sip.nordtel.example has no subscriber x: add it to subscribers, or say with --source which peer or trusted address calls
"""


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("431900100@sip.nordtel.example", "06641234567", "--seed", "1", "--down", "b1"), PEERS),
        (("4930@x.example", "431700", "--source", "127.0.0.21"), PEER.replace("sion  ", "sion  ")),
        (("x@sip.nordtel.example", "1"), STRANGER),
    ],
)
def test_the_whole_text(cordboard, arguments, text):
    result = cordboard("explain", *arguments, "-c", OPERATOR)
    assert result.stdout.splitlines() == text.strip("\n").splitlines()


def test_what_is_never_tried_is_left_out(cordboard, tmp_path):
    """R7.3: max_attempts bounds a call."""
    path = written(tmp_path, text=SMALL.replace("routing:\n", "routing:\n  max_attempts: 3\n"))
    told = cordboard("explain", "alice@home.example", "4399", "-c", path).stdout
    [result] = [line for line in told.splitlines() if line.startswith("result")]
    assert result.count("/") == 3
    assert "last/z" not in result
    assert "gives up after these 3 (routing.max_attempts)" in told


def test_no_draw_is_mentioned_where_nothing_was_drawn(cordboard, tmp_path):
    told = cordboard("explain", "office@premium.nordtel.example", "+44123456789", "-c", OPERATOR).stdout
    assert "result   tries premium/p1, then beta-world/w1" in told
    assert "draw" not in told
