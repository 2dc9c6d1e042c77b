"""Subscribers in CSV (``subscribers_from``; CONFIG.md, "Files").

Columns: ``user``, ``domain``, ``customer`` and optionally numbers (separated by ``|``), ha1_md5, ha1_sha256, password.
Cells of a subscriber table are quoted in messages only where they are no secrets.
Not here: subscribers in YAML (models, build_subscribers), and names that are taken twice (build_subscribers).
"""

from collections.abc import Callable, Sequence
from typing import Final

from config import endpoints, values
from config.findings import BadValue
from config.reading import Reading
from config.tables import Column, CsvTable, open_table
from routing.model import Subscriber
from routing.problems import Position

REQUIRED: Final = ("user", "domain", "customer")
OPTIONAL: Final = ("numbers", "ha1_md5", "ha1_sha256", "password")


def read_subscribers(path: str, named_at: Position, reading: Reading) -> list[Subscriber]:
    """The subscribers of one table; rows with problems are left out after noting why."""
    table = open_table(path, named_at, REQUIRED, OPTIONAL, reading.findings)
    if table is None or any(table.places[name] < 0 for name in REQUIRED):
        return []
    reader = _TableReader(table, reading)
    found = reader.read()
    reader.warn_of_clear_passwords()
    return found


class _TableReader:
    """The columns of one subscriber table."""

    def __init__(self, table: CsvTable, reading: Reading) -> None:
        self._table = table
        self._reading = reading
        self._clear: list[int] = []  # lines with a password
        self._domain = Column(self._check_domain, required=True)
        self._customer = Column(self._check_customer, required=True)
        self._converters: dict[str, Callable[[str], object]] = {
            "user": endpoints.user,
            "domain": self._domain.__getitem__,
            "customer": self._customer.__getitem__,
            "numbers": _numbers,
            "ha1_md5": _optional(values.md5),
            "ha1_sha256": _optional(values.sha256),
            "password": _optional(_password),
        }

    def read(self) -> list[Subscriber]:
        found = []
        for line, cells in self._table.rows():
            password = cells[self._table.places["password"]]
            if password and not password.startswith("${"):
                self._clear.append(line)
            try:
                found.append(self._subscriber(line, cells))
            except BadValue:
                self._refuse(line, cells)
        return found

    def warn_of_clear_passwords(self) -> None:
        """Once for the table, at the first of them."""
        if not self._clear:
            return
        more = len(self._clear) - 1
        found = "a password in clear text" + (f", and {more} in other rows" if more else "")
        at = self._table.place(self._clear[0], "password")
        self._reading.findings.warning(at, "clear-password", found, "ha1_md5 and ha1_sha256 of cordboard passwd")

    def _subscriber(self, line: int, cells: Sequence[str]) -> Subscriber:
        places = self._table.places
        user = endpoints.user(cells[places["user"]])
        domain = self._domain[cells[places["domain"]]]
        md5, sha256 = cells[places["ha1_md5"]], cells[places["ha1_sha256"]]
        ha1_md5 = values.md5(md5) if md5 else None
        ha1_sha256 = values.sha256(sha256) if sha256 else None
        if password := cells[places["password"]]:
            made_md5, made_sha256 = values.ha1(user, domain, _password(password))
            ha1_md5, ha1_sha256 = ha1_md5 or made_md5, ha1_sha256 or made_sha256
        return Subscriber(
            user,
            domain,
            self._customer[cells[places["customer"]]],
            Position(self._table.path, line),
            numbers=_numbers(cells[places["numbers"]]),
            ha1_md5=ha1_md5,
            ha1_sha256=ha1_sha256,
        )

    def _refuse(self, line: int, cells: Sequence[str]) -> None:
        """Convert again, cell by cell, to say everything that is wrong."""
        for name, convert in self._converters.items():
            try:
                convert(cells[self._table.places[name]])
            except BadValue as bad:
                self._table.refuse(line, name, bad)

    def _check_domain(self, text: str) -> str:
        name = endpoints.domain(text)
        self._reading.refer("domains", name)
        return name

    def _check_customer(self, text: str) -> str:
        self._reading.refer("customers", text)
        return text


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(values.telephone_number(number) for number in text.split("|")) if text else ()


def _optional(convert: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: convert(text) if text else None


def _password(text: str) -> str:
    if text.startswith("${"):
        raise BadValue("bad-secret", "a reference to a secret, which a CSV file cannot hold", "ha1_md5 or ha1_sha256")
    return text
