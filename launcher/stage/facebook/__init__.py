"""The wire of the Graph API of a Page, imitated: `routes` is its table of contents."""
