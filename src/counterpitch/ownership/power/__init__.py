"""How much a holder can decide: voting power as distinct from share."""
