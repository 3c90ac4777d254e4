"""After an erasure: no word of what was erased stays in the folder of campaigns."""

from collections.abc import Iterable

import msgspec

from counterpitch.campaigns.judgements import read
from counterpitch.campaigns.state import JUDGEMENTS
from counterpitch.cases.linking.place import WAIT_SECONDS, folder_of, name_of, replace, working
from counterpitch.cases.linking.run import forgotten
from counterpitch.cases.store import Store


def forget(store: Store, approaches: Iterable[int]) -> None:
    """Take what was linked away, and the reasons of judgements about ``approaches``.

    The judgements themselves stay: they name numbers only. The next run links what is left.
    """
    gone = {name_of(each) for each in approaches}
    if not gone or not folder_of(store).is_dir():
        return
    with working(store, wait=12 * WAIT_SECONDS) as folder:
        forgotten(folder)
        path = folder / JUDGEMENTS
        if not path.is_file():
            return
        kept = (
            msgspec.structs.replace(each, why="") if gone & {*each.one, *each.other} else each
            for each in read(path)
        )
        replace(path, b"".join(msgspec.json.encode(each) + b"\n" for each in kept))
