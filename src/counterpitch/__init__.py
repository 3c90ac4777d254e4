"""counterpitch recognises covert approaches made under professional cover.

The program proposes and shows its reasons; a person judges. Nothing here opens
a link, resolves a name or sends anything anywhere.
"""

from counterpitch.silence import keep_silent

__version__ = "0.1.0"

keep_silent()
