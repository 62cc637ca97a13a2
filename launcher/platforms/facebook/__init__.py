"""A Facebook Page: `adapter.py` is what the launch path sees, the rest what it is made of."""
