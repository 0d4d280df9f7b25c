"""Tries the whole project on documents that nobody wrote for it."""
