"""Record linkage and identifiers, measured on public truth."""
