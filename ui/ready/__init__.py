"""Ready?: whether the day can begin, looked at in one minute before the doors open."""
