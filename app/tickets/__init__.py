"""Slips: facts to blocks (layout), to dots (raster), to bytes (escpos), to paper (printer)."""
