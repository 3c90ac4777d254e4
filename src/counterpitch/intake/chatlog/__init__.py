"""What chat exports have in common: dates, speakers, lines that nobody wrote."""
