"""Getting a login by a platform's own consent page; one file a platform."""
