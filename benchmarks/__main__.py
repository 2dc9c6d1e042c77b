"""``python -m benchmarks``: all of them, the north star first; JSON lines.

``--quick`` leaves out the table of a million prefixes and makes fewer rounds.
"""

import sys

from benchmarks import calls, decide, messages, transport

QUICK = "--quick" in sys.argv[1:]

decide.main(["--sizes", "1000,100000", "--rounds", "2"] if QUICK else [])
messages.main(["--rounds", "2"] if QUICK else [])
transport.main(["--rounds", "1"] if QUICK else [])
calls.main(["--rounds", "1", "--calls", "400"] if QUICK else [])
