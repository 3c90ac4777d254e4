"""Linking over a store: its approaches as campaigns, kept in a folder beside the database.

The verbs::

    link_store(store, *, actor, facts=None, firms=None, jobs=1, say=...) -> Run
    begin(store, *, actor) -> bool                    # the same in a process of its own
    last_run(store) -> Run | None                     # also one that is under way
    opened(store) -> Linked | None                    # to be asked; None before the first run
    judge_campaigns(store, act, ..., actor=, reason=) # same, different, merge, split, undo
    forget(store, approaches)                         # after an erasure
"""
