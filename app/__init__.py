"""What happened, what it means, where it is kept. Nothing below here knows that there is a window."""

VERSION = "0.1.0"  # as in pyproject.toml
