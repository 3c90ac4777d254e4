"""From matches to a verdict. Recognisers that are learned will stand beside the rules here."""
