"""The gift counter: who may have what, what is left, who got what today."""
