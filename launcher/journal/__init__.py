"""The journal: the truth about every launch, on SQLite or PostgreSQL."""
