"""The wire of X's API 2, imitated: `routes` is its table of contents."""
