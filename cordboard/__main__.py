"""``python -m cordboard`` is ``cordboard``."""

from cordboard.cli.main import main

main(prog_name="cordboard")
