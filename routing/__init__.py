"""The decision: who is calling, where the call may go, and why. Pure: no SIP messages, no files, no I/O."""
