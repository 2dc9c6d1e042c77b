"""What a figure is from: interpreter, processor, commit (HOUSE-STYLE 45)."""

import platform
import subprocess


def environment() -> dict[str, object]:
    """What a figure is from."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    interpreter = f"{platform.python_implementation()} {platform.python_version()} ({platform.python_compiler()})"
    return {"python": interpreter, "cpu": cpu(), "commit": commit.stdout.strip() or None}


def cpu() -> str:
    """The processor's name, where the system tells."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or "unknown"
