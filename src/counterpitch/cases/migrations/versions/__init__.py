"""One file a version, ``NNNN_word.py``; the number is the revision."""
