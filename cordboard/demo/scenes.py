"""The calls that the demonstration shows, and how each of them must end."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Scene:
    """One call, or one registration when ``dialled`` is None.

    ``tried`` are those who must get the INVITE, in order; the last of them must see these numbers (users of
    Request-URI and From) and be the one who answers. Nobody else may get it.
    """

    title: str
    actor: str
    dialled: str | None
    status: int
    reason: str = "OK"
    tried: tuple[str, ...] = ()
    number_seen: str = ""
    caller_seen: str = ""
    challenged: bool = False


SCENES = (
    Scene("A phone registers, and proves its password by digest", "anna", None, 200, challenged=True),
    Scene(
        "A regular subscriber calls a mobile: Austria goes to carrier alpha",
        "anna",
        "06641234567",
        200,
        tried=("alpha/a1",),
        number_seen="+436641234567",
        caller_seen="+431900100",
        challenged=True,
    ),
    Scene(
        "A premium subscriber calls the same mobile: it goes to the premium carrier",
        "ben",
        "06641234567",
        200,
        tried=("premium/p1",),
        number_seen="+436641234567",
        caller_seen="+431900200",
        challenged=True,
    ),
    Scene(
        "The carrier for Germany answers 503: the next one gets the call, the caller hears nothing of it",
        "anna",
        "004930123456",
        200,
        tried=("beta/b1", "world/w1"),
        number_seen="+4930123456",
        caller_seen="+431900100",
        challenged=True,
    ),
    Scene(
        "The carrier for Switzerland says nothing: after timers.no_response the next one gets the call",
        "anna",
        "0041441234567",
        200,
        tried=("gamma/g1", "world/w1"),
        number_seen="+41441234567",
        caller_seen="+431900100",
        challenged=True,
    ),
    Scene(
        "A PBX is trusted by its address, and calls without a password",
        "pbx",
        "00436641234567",
        200,
        tried=("alpha/a1",),
        number_seen="+436641234567",
        caller_seen="+431900300",
    ),
    Scene(
        "A carrier calls the registered phone",
        "alpha/a1",
        "+431900100",
        200,
        tried=("anna",),
        number_seen="anna",
        caller_seen="+4930123456",
    ),
    Scene(
        "A carrier calls a number that is not ours: its inbound rule refuses",
        "alpha/a1",
        "+4930123456",
        404,
        "Not our number",
    ),
    Scene(
        "A number that nobody may call: barred before any carrier is asked",
        "anna",
        "0900123456",
        403,
        "Destination barred",
        challenged=True,
    ),
)

BURST = Scene(
    "Calls of the PBX, one after another",
    "pbx",
    "00436641234567",
    200,
    tried=("alpha/a1",),
    number_seen="+436641234567",
    caller_seen="+431900300",
)
