"""Chaos: launchers that are killed, stopped and lied to, and what the platforms hold in the end."""
