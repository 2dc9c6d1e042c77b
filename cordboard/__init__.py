"""Cordboard: a SIP call routing engine for operators."""

__version__ = "0.1.0"
