"""The lottery: the list that is closed, the numbers that are drawn, the stage for the hall."""
