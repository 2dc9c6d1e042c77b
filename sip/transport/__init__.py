"""Sockets: the only asyncio of the sip package."""
