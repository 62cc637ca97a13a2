"""The wire of Reddit's API, imitated: `routes` is its table of contents."""
