"""The commands that link approaches into campaigns, list them, and judge them."""
