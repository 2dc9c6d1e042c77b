"""Files in, settings and routing.model out; every problem with file:line:column."""
