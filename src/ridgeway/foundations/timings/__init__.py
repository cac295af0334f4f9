"""Timed counts: how many were right and how many wrong in a time, wherever and however it was counted."""
