"""The process: sockets, reload, signals, storage, logs."""
