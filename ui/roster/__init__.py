"""The owner list in the window: its versions, bringing one in, what is missing, mending a code."""
