"""The evening's report: facts → figures → workbook and text (report.md)."""
