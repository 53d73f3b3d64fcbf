"""Settings of this laptop, of the site, and of the people who work there."""
