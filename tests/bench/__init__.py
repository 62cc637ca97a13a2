"""Benchmarks: ratios to a named peer, taken in turns in one run. Nothing here passes or fails."""
