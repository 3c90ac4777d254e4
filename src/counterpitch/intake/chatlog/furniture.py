"""Lines of a WhatsApp chat that nobody wrote, and the marks of files sent along."""

import mimetypes
import re

from counterpitch.intake.chatlog.stamps import MARKS
from counterpitch.model.message import Attachment

_SYSTEM = (
    (
        "encryption",
        r"end-to-end encrypted|end-to-end encryption|Ende-zu-Ende|chiffrés? de bout en bout"
        r"|cifrad[oa]s? de extremo a extremo|сквозным шифрованием|端到端加密|端對端加密"
        r"|crittograf\w+ end-to-end|criptografia de ponta a ponta|security code",
    ),
    (
        "call",
        r"^missed (?:voice|video|group)|^(?:voice|video) call\b|verpasste"
        r"|^appel (?:vocal|vidéo) manqué"
        r"|llamada perdida|пропущенный (?:аудио|видео)|未接",
    ),
    ("number", r"changed (?:their|to a new) (?:phone )?number|Telefonnummer geändert"),
    (
        "group",
        r"created (?:this )?group|were added|added (?:you|\S)|joined using|\bleft$|removed "
        r"|changed (?:the (?:subject|group)|this group)|now an admin|Gruppe"
        r"|groupe|grupo|групп|群组|群聊",
    ),
    (
        "deleted",
        r"^this message was deleted|^you deleted this message|^diese nachricht wurde gelöscht"
        r"|^ce message a été supprimé"
        r"|^(?:se eliminó este mensaje|eliminaste)|^данное сообщение удалено"
        r"|^此消息已被删除|^您已删除",
    ),
    (
        "contact",
        r"is a contact|turned (?:on|off) disappearing|blocked this contact|business account",
    ),
)
_KINDS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _SYSTEM]
_NOTICE_OF_APP = re.compile(
    r"Messages and calls are end-to-end encrypted\. (?:No one outside of this chat, not even"
    r" WhatsApp, can read or listen to them\.|Only people in this chat can read, listen to,"
    r" or share them\.)(?: (?:Tap to l|L)earn more\.?)?"
)
_AUTHORED = frozenset({"encryption", "call", "group", "deleted", "number"})

_OMITTED = re.compile(
    r"<(?:media omitted|medien ausgeschlossen|médias? omis|multimedia omitido|archivo omitido"
    r"|mídia oculta|media omessi|без медиафайлов|файл пропущен"
    r"|省略多媒体文件|媒体文件已省略|已省略媒體檔)>"
    r"|(?:image|video|audio|sticker|gif|document|contact card|video note) omitted"
    r"|(?:bild|video|audio|sticker|gif|dokument) weggelassen"
    r"|(?:image|vidéo|audio|sticker|gif|document) absente?"
    r"|(?:imagen|video|audio|sticker|gif|documento) omitid[oa]"
    r"|(?:изображение|видео|аудио|документ|gif) (?:не включен[оа]?|опущен[оа]?|отсутствует)"
    r"|(?:图片|视频|音频|文档|贴图)已?(?:省略|忽略)",
    re.IGNORECASE,
)
_NAMED_OMITTED = re.compile(rf"(?P<name>[^\n•]{{1,200}}) • [{MARKS}]?[^\n]{{0,40}}omitted$")
_ATTACHED = re.compile(r"<[^<>:：\n]{3,24} ?[:：] ?(?P<name>[^<>\n]{1,200}\.\w{1,8})>")
_FILE_ATTACHED = re.compile(
    r"(?P<name>[^\n()]{1,200}\.\w{1,8}) \((?:file attached|datei angehängt|fichier joint"
    r"|archivo adjunto|arquivo anexado|file allegato|файл добавлен"
    r"|文件附件|附件文件|檔案附件)\)(?:\n|$)",
    re.IGNORECASE,
)
_EDITED = re.compile(r"\s?[\u200e\u200f]<[^<>\n]{4,60}>$")
_SHOWN = 300


def system_kind(text: str, *, authored: bool) -> str:
    """Name the kind of system line that ``text`` is, or return nothing for a message.

    Without an author every line is one. With an author (newer iPhones) only a
    single short line that begins with an invisible mark and has a known wording,
    so that nobody can hide a message by quoting such a line.
    """
    if authored and _NOTICE_OF_APP.fullmatch(text[:_SHOWN].strip()):
        return "encryption"
    if authored and (text[:1] not in MARKS or "\n" in text or len(text) > _SHOWN):
        return ""
    shown = text[:_SHOWN].strip(MARKS + " ")
    for kind, pattern in _KINDS:
        if pattern.search(shown) and (not authored or kind in _AUTHORED):
            return kind
    return "" if authored else "other"


def split_attachment(text: str) -> tuple[str, tuple[Attachment, ...]]:
    """Return the text without the mark of a file sent along, and that file."""
    head = text[:_SHOWN].strip(MARKS + " ")
    if found := _ATTACHED.search(text[: 4 * _SHOWN]):
        rest = text[: found.start()] + text[found.end() :]
        return rest.strip(MARKS + " \n"), (_attachment(found["name"]),)
    if found := _FILE_ATTACHED.match(head):
        rest = text.lstrip(MARKS + " ")[found.end() :]
        return rest.strip(), (_attachment(found["name"]),)
    if len(text) < _SHOWN and (named := _NAMED_OMITTED.match(head)):
        return "", (_attachment(named["name"]),)
    if len(text) < _SHOWN and _OMITTED.fullmatch(head):
        return "", (Attachment(head.strip("<>")),)
    return without_edit_mark(text).lstrip(MARKS), ()


def without_edit_mark(text: str) -> str:
    """Return ``text`` without the "edited" mark at its end."""
    tail = text[-80:]
    return text[:-80] + _EDITED.sub("", tail) if tail.endswith(">") else text


def _attachment(name: str) -> Attachment:
    return Attachment(name.strip(MARKS + " "), mimetypes.guess_type(name)[0] or "")
