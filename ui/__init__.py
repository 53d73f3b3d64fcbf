"""The desk on a screen: asks app, tells app, decides nothing."""
