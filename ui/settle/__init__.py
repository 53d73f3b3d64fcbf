"""The screen of things to settle."""
