"""A4 forms: facts to pages of simple HTML, without a window; `ui/forms` draws them on paper or as PDF."""
