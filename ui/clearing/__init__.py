"""Clearing: finance's list of households that are here and wait."""
