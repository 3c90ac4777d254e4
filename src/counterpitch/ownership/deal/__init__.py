"""A planned deal: who crosses which threshold, by economics and by law."""
