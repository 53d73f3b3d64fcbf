"""Slips: facts to blocks (layout), blocks to dots (raster), dots to bytes (escpos), bytes to paper (printer)."""
