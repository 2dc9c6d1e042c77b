"""Routing latency first; then parse, forward, whole calls."""
