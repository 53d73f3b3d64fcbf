"""A day that was written down as a file, one action a line, done again at desks of its own."""
