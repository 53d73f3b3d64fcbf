"""The log: what an entry is, how entries are ordered, how they become a state."""
