"""Cases: what was received, what was found, who judged it, and a journal that proves it."""
