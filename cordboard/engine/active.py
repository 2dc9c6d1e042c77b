"""What is in force: the table, and what is known of the servers' health.

A reload replaces the table, one reference at once; a call that has begun keeps the decision it was given.
Health is kept by name, so it outlives the table it was learnt under.
"""

from dataclasses import dataclass

from cordboard.engine.health import EngineHealth
from routing.table import Table


@dataclass(slots=True)
class Active:
    table: Table
    health: EngineHealth
