"""The walk through a home: what is found there, how it ends, the keys."""
