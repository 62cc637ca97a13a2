"""The sample film, encoded once."""

from tests.sample import quick_film, sample_film

__all__ = ["quick_film", "sample_film"]
