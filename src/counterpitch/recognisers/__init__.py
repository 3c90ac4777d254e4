"""Learned recognisers: what each sentence does, judged in the context of the conversation.

They read the same masked text as the rules, run on the processor, offline, and every
thing they find is a sentence that can be quoted. See docs/decisions/0007-recognisers.md.
"""
