"""A second reader: any OpenAI-compatible endpoint that the user names, asked for its opinion.

Nothing imports this package unless an endpoint is named. What it sends is masked; what it
receives is checked against the words that were sent.
"""
