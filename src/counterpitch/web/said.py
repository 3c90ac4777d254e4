"""What a page says after something was done: fixed sentences, named in the address."""

from typing import Final

SAID: Final[dict[str, str]] = {
    "judged": "The judgement is kept, with your name and reason.",
    "looked-at": "What you found is kept, with your name.",
    "judged-many": "The judgements are kept, each with your name and reason.",
    "case-opened": "The case is open.",
    "case-added": "The approach is in the case.",
    "status": "The status is changed, with your reason.",
    "task-added": "The task is on the list.",
    "task-done": "The task is done.",
    "note-added": "The note is in the file.",
    "file-added": "The file is kept, byte for byte.",
    "person-added": "The account is ready. Hand the password over in person.",
    "person-changed": "The account is changed; its sessions are closed.",
    "password-set": "The password is changed, and every other session is closed.",
    "second-factor-off": "The second factor is off.",
    "token-revoked": "The token is worth nothing any more.",
    "link-revoked": "The link is worth nothing any more.",
    "finding": "Looking for campaigns. You can go on working.",
    "finding-already": "Somebody is looking already.",
    "campaign-judged": "The judgement is kept, and the campaigns follow it.",
    "logged-out": "You are logged out.",
    "retention": "The retention is set.",
    "erased": "The content is erased; the journal still proves that it was there.",
    "check-noted": "The check is noted.",
    "reported": "Thank you. It is kept, and somebody will look at it.",
}
