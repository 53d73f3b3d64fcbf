"""A4 forms on paper, as PDF and on the screen."""
