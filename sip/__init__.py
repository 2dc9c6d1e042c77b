"""RFC 3261 and kin: messages, transactions, proxying, bindings, digests. Knows no peer, no tariff, no file."""
