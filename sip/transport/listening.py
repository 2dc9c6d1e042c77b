"""Opening a local address: what an operator can have got wrong, in one line each."""

import errno
from dataclasses import replace

from sip.addressing import Listener, host_port
from sip.errors import SipError

_CAUSES = {
    errno.EADDRINUSE: "the port is in use by another program",
    errno.EACCES: "no right to use this port (below 1024: root, or CAP_NET_BIND_SERVICE)",
    errno.EPERM: "no right to use this port (below 1024: root, or CAP_NET_BIND_SERVICE)",
    errno.EADDRNOTAVAIL: "this address is not one of this machine's",
    errno.EAFNOSUPPORT: "this machine has no IPv6, or no IPv4",
    errno.EMFILE: "too many files are open (ulimit -n, LimitNOFILE=)",
    errno.ENFILE: "too many files are open on this machine (fs.file-max)",
}


class ListenError(SipError):
    """A local address cannot be listened on; the operator's to put right. The text is one line and complete."""

    def __init__(self, listener: Listener, cause: str) -> None:
        super().__init__(
            f"cannot listen on {listener.transport.value}:{host_port(listener.host, listener.port)}: {cause}"
        )
        self.listener = listener


def refused(listener: Listener, error: OSError | ListenError) -> ListenError:
    """What ``error`` means for the operator."""
    if isinstance(error, ListenError):
        return error
    cause = _CAUSES.get(error.errno or 0) or error.strerror or str(error)
    return ListenError(listener, cause)


def with_port(listener: Listener, port: int) -> Listener:
    """``listener`` on the port it really has: itself, unless it left the choice to the system (port 0)."""
    if listener.port == port:
        return listener
    name, _, _ = listener.sent_by.rpartition(":")
    return replace(listener, port=port, sent_by=f"{name}:{port}")
