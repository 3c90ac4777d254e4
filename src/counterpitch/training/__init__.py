"""Training: from labelled conversations to the recognisers and weights that ship.

Needs the extra ``train`` (torch and the encoder's starting weights); nothing else in the
program imports this package.
"""
