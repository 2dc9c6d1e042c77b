"""``cordboard passwd``: the lines to paste, and a password that nobody sees."""

import json
import os
import pty
import subprocess

import pytest

LINES = """ha1_md5: e273c711dbf0066d19d8f9a308138746
ha1_sha256: a831bf555389530aac659254b603e07962c93f11a184aa6e044790cd06aaa0ef
"""
SUBSCRIBER = "431900100@sip.example.net"


def test_the_first_line_of_a_pipe_is_the_password(cordboard):
    """Those of examples/first.yaml."""
    result = cordboard("passwd", SUBSCRIBER, given="change-me\nand more\n")
    assert (result.exit_code, result.stdout, result.stderr) == (0, LINES, "")


@pytest.mark.parametrize("given", ["change-me", "change-me\r\n"])
def test_the_line_end_is_no_part_of_it(cordboard, given):
    assert cordboard("passwd", SUBSCRIBER, given=given).stdout == LINES


def test_spaces_are_part_of_it(cordboard):
    assert cordboard("passwd", SUBSCRIBER, given=" change-me\n").stdout != LINES


def test_the_realm_is_the_domain_in_lower_case(cordboard):
    assert cordboard("passwd", "431900100@SIP.Example.NET", given="change-me\n").stdout == LINES


def test_json(cordboard):
    told = json.loads(cordboard("passwd", "--json", SUBSCRIBER, given="change-me\n").stdout)
    assert told == {"subscriber": SUBSCRIBER, **dict(line.split(": ") for line in LINES.splitlines())}


@pytest.mark.parametrize("given", ["", "\n"])
def test_no_password_could_not_run(cordboard, given):
    result = cordboard("passwd", SUBSCRIBER, given=given)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize(("who", "hint"), [("alice", "USER@DOMAIN"), ("sip:a@b.example", "Did you mean a@b.example?")])
def test_who_is_no_subscriber(cordboard, who, hint):
    result = cordboard("passwd", who, given="x\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


PROMPTS = (f"Password of {SUBSCRIBER}: ".encode(), b"The same again: ")


def answer(running, *passwords):
    """Types each password when it is asked for. Returns all that was said meanwhile."""
    said = b""
    for password in passwords:
        heard = b""
        while not heard.endswith(PROMPTS):  # the last space comes when the terminal shows nothing any more
            octet = running.stderr.read(1)
            assert octet, said + heard
            heard += octet
        os.write(running.terminal, password.encode() + b"\n")
        said += heard
    return said.decode()


@pytest.fixture
def typing(process):
    """``passwd`` with a terminal as its standard input."""
    terminal, inside = pty.openpty()
    running = process("passwd", SUBSCRIBER, stdin=inside, stderr=subprocess.PIPE, start_new_session=True)
    os.close(inside)
    running.terminal = terminal
    yield running
    os.close(terminal)


def test_a_terminal_is_asked_twice_and_shows_nothing(typing):
    answer(typing, "change-me", "change-me")
    assert typing.stdout.read().decode() == LINES
    assert typing.wait(timeout=30) == 0
    os.set_blocking(typing.terminal, False)
    try:
        shown = os.read(typing.terminal, 1000)
    except OSError:  # nothing there, and nobody at the other end
        shown = b""
    assert b"change-me" not in shown


def test_two_different_answers_are_asked_for_again(typing):
    said = answer(typing, "change-me", "change me", "change-me", "change-me")
    assert "do not match" in said
    assert typing.stdout.read().decode() == LINES
