"""Owner lists as sales systems export them: files in, households out."""
