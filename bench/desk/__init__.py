"""How the desk performs with 100,000 approaches stored."""
