"""Target sets."""

from sip.proxy.target_set import Failure, SingleTarget, Target, Verdict


def test_a_request_inside_a_dialog_has_one_target_and_no_second_try():
    target = Target("sip:gw@198.51.100.1")
    single = SingleTarget(target)
    assert list(single.open(0.0)) == [target]
    assert single.judge(target, Failure(503, None, False), 0.0) is Verdict.STOP
    assert list(single.open(0.0)) == []
    assert single.exhausted() == (408, "Request Timeout")
