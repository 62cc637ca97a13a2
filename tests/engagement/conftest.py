"""A launch on a stage of its own for each test: the same as for the executor's tests."""

from tests.run.conftest import rig, rig_on

__all__ = ["rig", "rig_on"]
