"""The wire of Vimeo's API 3.4, imitated: `routes` is its table of contents."""
