"""What to do when a call is refused: one sentence, about the step that refused it.

Not here: why it was refused; the notes say that.
"""

from cordboard.question import Question
from routing.attempt import CallerKind
from routing.callee import NOT_FOUND
from routing.decision import Challenge, Refuse
from routing.notes import Note, Notes, Verdict
from routing.octet_text import readable
from routing.question import Answer


def next_step(answer: Answer, question: Question, notes: Notes) -> str | None:
    """The advice, or None when the call is not refused."""
    result = answer.result
    if isinstance(result, Challenge):
        return (
            f"{readable(result.realm)} has no subscriber {readable(answer.arrival.from_user)}: "
            "add it to subscribers, or say with --source which peer or trusted address calls"
        )
    if not isinstance(result, Refuse):
        return None
    if result.form is None:
        return _not_admitted(answer, question, notes)
    if result.pools:
        return "every server of these pools is skipped: the R7 lines say why; mend one, or add a group for this number"
    return _not_routed(answer, result, notes)


def _not_admitted(answer: Answer, question: Question, notes: Notes) -> str:
    """R1, R2."""
    last = notes[-1]
    refusing = next((note for note in notes if note.step == "R2" and note.verdict is Verdict.NO), None)
    if refusing is not None:
        return f"if this peer should get through, change what stands at {refusing.at}"
    misfit = next((note for note in notes if note.step == "R1" and note.object in _servers_at(answer)), None)
    if misfit is not None:
        return f"if this is {misfit.object}, say the port and the transport it calls from with --source and --transport"
    if last.at is not None:
        return f"if calls from there are welcome, add the address to allowed_ips of the subscriber at {last.at}"
    if question.source is None:
        return "say with --source where the call comes from: a peer or a trusted source is known by its address"
    return (
        "if this is a carrier, give one of its servers this address; if it is a PBX, a trusted source of its subscriber"
    )


def _servers_at(answer: Answer) -> set[str]:
    """R1.1: the peering servers of the source address, whatever port and transport they want."""
    owners = answer.table.peer_sources.owners(answer.arrival.source)
    return {server.id for servers in owners for server in servers}


def _not_routed(answer: Answer, result: Refuse, notes: Notes) -> str:
    """R4 to R6, R8."""
    assert result.form is not None
    number, last = readable(result.form.number), notes[-1]
    if last.step == "R5":
        return f"if {number} may be called, change the entry at {last.at}"
    if last.step == "R8":
        return f"if {last.object} may have calls, change the limit of 0 at {last.at}"
    if last.step == "R6" and not answer.table.groups:
        return f"add a group to peering, with a server and a rule that matches {number}"
    if last.step == "R6":
        return f"the R6 lines say what each rule lacks; {_normal_form_hint(number)}a rule for {number} must match it"
    if result.status == NOT_FOUND.status:
        return _nobodys(answer, number, last)
    return f"if such calls are welcome, change the domain at {last.at}" if last.at else "call one of our domains"


def _nobodys(answer: Answer, number: str, last: Note) -> str:
    """R4.1, R4.4: a caller that is none of our subscribers reaches only those."""
    advice = f"{_normal_form_hint(number)}give {number} to a subscriber"
    if answer.caller is not None and answer.caller.kind is CallerKind.PEER:
        advice += f", or let the group's calls out again with relay: yes at {last.at}"
    return advice


def _normal_form_hint(number: str) -> str:
    """R3.3: the usual reason why a number is nobody's."""
    if number.startswith(("+", "0")):
        return f"{number} is not in normal form (E.164 digits without +), a callee_in rewrite of the caller may lack; "
    return ""
