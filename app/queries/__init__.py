"""The questions that screens and reports ask; each returns plain rows."""
