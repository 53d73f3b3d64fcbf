"""One file per thing people do: its operations and its rules."""
