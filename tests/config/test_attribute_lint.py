"""config/attribute_lint: attributes that nobody has (R3.1)."""

import pytest

from tests.config.conftest import OPERATOR, Loader, codes

REWRITE = "rewrite: {w: {caller_out: [['^0', '${caller_cc}1${caller_cc}']]}}\n"


@pytest.mark.parametrize(
    ("domain", "subscriber", "expected"),
    [
        ("", "", ["unknown-attribute"]),
        (", attributes: {cc: 43}", "", []),
        ("", ", attributes: {cc: 43}", []),
        (", attributes: {ac: 1}", ", attributes: {cd: 1}", ["unknown-attribute"]),
    ],
)
def test_r3_1_an_attribute_is_a_subscribers_or_a_domains(
    load_text: Loader, domain: str, subscriber: str, expected: list[str]
):
    """Told once for a replacement, however often that names it."""
    text = OPERATOR.replace("op.example: {reseller: r", "op.example: {reseller: r, rewrite: w" + domain)
    text += f"subscribers: {{u@op.example: {{customer: k{subscriber}}}}}\n" + REWRITE
    assert codes(load_text(text)) == expected


def test_nobody_is_said_to_lack_it_while_subscribers_may_be_missing(load_text: Loader):
    text = OPERATOR + "subscribers: {u@op.example: {customer: nobody, attributes: {cc: 43}}}\n" + REWRITE
    assert codes(load_text(text)) == ["dangling-name"]
