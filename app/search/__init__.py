"""Type-ahead: which unit is meant by what somebody types at the desk."""
