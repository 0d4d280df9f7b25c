"""Breaks things on purpose, one at a time, and counts how often the contract tests notice."""
