"""What would stand in the way of a launch, found before it: one check a file, read only."""
