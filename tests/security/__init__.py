"""Threats, and what holds them: docs/security.md names each of these tests."""
