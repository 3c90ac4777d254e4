"""Due-diligence sheets: a form's fields filled from the data, its gaps listed."""
