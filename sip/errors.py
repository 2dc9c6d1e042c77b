"""What can go wrong in the sip package.

SipError
├── MalformedMessage       the peer's fault; carries the status to answer with
│   └── UnreadableMessage  bytes that are no message (sip/parser); carries what could be read of a request
├── MalformedUri           a URI that is none; becomes a MalformedMessage, or a problem of a configuration
└── ListenError            a local address that cannot be listened on (sip/transport/listening); the operator's to mend
"""


class SipError(Exception):
    """Base of all errors of this package."""


class MalformedUri(SipError):
    """Text that is no URI (RFC 3261 25.1)."""


class MalformedMessage(SipError):
    """A message that cannot be processed (RFC 3261 16.3 step 1).

    ``status`` and ``reason`` are the answer that a request deserves; a response is dropped.
    """

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
