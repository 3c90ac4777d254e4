"""Questions for the parties: what would settle each thing that is not known."""
