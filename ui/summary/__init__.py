"""The evening: the day's figures, and finishing the day."""
