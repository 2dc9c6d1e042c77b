"""``cordboard demo``: the real engine with phones, a PBX and carriers on loopback, shown at work.

Part of the application: it puts the process together as cordboard/server does, and plays the world around it with user
agents built on our own sip package. Not here: the command line (cordboard/cli/demo).
"""

from cordboard.demo.run import run_demo

__all__ = ["run_demo"]
