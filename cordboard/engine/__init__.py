"""Where sip meets routing. Pure: no I/O, clock, chance or logging."""
