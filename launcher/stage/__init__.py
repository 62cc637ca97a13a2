"""The stage: five platforms imitated on loopback, from their own documents and not from launcher's adapters."""
