"""Every test works with a cache and a state folder of its own, never with the user's."""

import os
import tempfile

_OWN = tempfile.mkdtemp(prefix="counterpitch-tests-")
os.environ["COUNTERPITCH_CACHE"] = os.path.join(_OWN, "cache")
os.environ["COUNTERPITCH_STATE"] = os.path.join(_OWN, "state")
os.environ["COUNTERPITCH_DATA"] = os.path.join(_OWN, "data")
