"""What carries action ids between processes. None of it is needed for safety: the journal alone gives that."""
