"""What an erasure takes away: originals, words, and what the journal says of them."""
