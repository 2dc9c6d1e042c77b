"""One word per command, one file per word."""
