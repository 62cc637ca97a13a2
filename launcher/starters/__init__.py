"""Starter manifests, and the worked example's film, drawn and scored on the spot."""
