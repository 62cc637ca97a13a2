"""The wire of YouTube's Data API v3, imitated: `routes` is its table of contents."""
