"""The loaded register of companies, as the pages of the desk show it. It is only read."""
