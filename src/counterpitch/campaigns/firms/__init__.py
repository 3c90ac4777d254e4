"""Front firms: contacts' companies that share what independent companies do not."""
