"""What the verbs of the store take and return: frozen structs, one module a noun."""
