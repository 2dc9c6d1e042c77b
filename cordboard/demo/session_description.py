"""Session descriptions for calls without media (RFC 4566, RFC 3264): everything is agreed, nothing is sent.

A softphone that is pointed at the demonstration gets an answer it can live with, and hears silence.
"""

import re

_MEDIA = re.compile(r"m=([a-z]+) [0-9]+(?:/[0-9]+)? ([A-Z/]+) ([^\r\n]+)")
_FORMATS = ("0", "8")
"""PCMU and PCMA (RFC 3551): every telephone knows them."""
DISCARD = 9


def offer(host: str) -> str:
    """An offer of one audio stream on which nothing will be sent."""
    return _session(host, [f"m=audio {DISCARD} RTP/AVP {' '.join(_FORMATS)}", "a=inactive"])


def answer(offered: str, host: str) -> str:
    """The answer: the first plain audio stream is taken, every other one refused, in their order (RFC 3264 6)."""
    media: list[str] = []
    taken = False
    for kind, profile, formats in _MEDIA.findall(offered):
        common = [each for each in formats.split(" ") if each in _FORMATS]
        if taken or kind != "audio" or profile != "RTP/AVP" or not common:
            media.append(f"m={kind} 0 {profile} {formats}")
        else:
            taken = True
            media += [f"m=audio {DISCARD} RTP/AVP {common[0]}", "a=inactive"]
    return _session(host, media)


def _session(host: str, media: list[str]) -> str:
    lines = ["v=0", f"o=cordboard 1 1 IN IP4 {host}", "s=demo", f"c=IN IP4 {host}", "t=0 0", *media]
    return "".join(f"{line}\r\n" for line in lines)
