"""Words that mail programs write, in the languages they write them in."""

import re

SEE_HTML = re.compile(
    r"html[- ]?(?:version|format|mail|e-?mail|message|viewer|compatible|enabled|fähig|nachricht)"
    r"|(?:view|display|support|read)[^\n]{0,40}\bhtml|in your browser|im browser|navigateur"
    r"|в браузере|navegador|浏览器|HTML格式",
    re.IGNORECASE,
)

REPLY_PREFIX = re.compile(
    r"\s*(?:(?:re|aw|antw|sv|vs|ref|rif|rép|odp|ynt|vá|отв|回复|答复|回覆)(?:\[\d{1,3}\])?\s?[:：]\s*)",
    re.IGNORECASE,
)
FORWARD_PREFIX = re.compile(
    r"\s*(?:(?:fwd?|wg|tr|rv|enc|i|doorst|vb|пересл|转发|轉寄)\s?[:：]\s*)", re.IGNORECASE
)

FORWARD_MARK = re.compile(
    r"^[ \t>]*(?:[-_=*]{2,20}[ \t]*(?:Forwarded message|Original Message|Forwarded by [^\n]{1,80}|"
    r"Weitergeleitete Nachricht|Ursprüngliche Nachricht|Message transféré|Message d'origine|"
    r"Mensaje reenviado|Mensaje original|Пересылаемое сообщение|Пересланное сообщение|"
    r"Исходное сообщение|Messaggio inoltrato|Mensagem encaminhada|转发的邮件|转发邮件信息|"
    r"已转发的邮件|原始邮件|轉寄的郵件)[ \t]*[-_=*]{0,20}"
    r"|(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)|"
    r"Début du message (?:réexpédié|transféré)|Inicio del mensaje reenviado|"
    r"Начало переадресованного сообщения|Начало пересылаемого сообщения|"
    r"开始转发邮件|下面是被转发的邮件)[ \t]?[:：])[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
ORIGINAL_MARK = re.compile(
    r"original message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|исходное сообщение|原始邮件",
    re.IGNORECASE,
)

HEADER_NAMES = {
    "from": ("from", "von", "de", "da", "от", "от кого", "发件人", "寄件者", "van", "od"),
    "date": (
        "date", "sent", "datum", "gesendet", "envoyé", "enviado", "fecha", "дата", "отправлено",
        "日期", "发送时间", "发送日期", "data", "enviado el", "verzonden", "时间",
    ),
    "to": ("to", "an", "à", "para", "кому", "收件人", "a", "pour"),
    "cc": ("cc", "kopie", "copie", "копия", "抄送"),
    "subject": ("subject", "betreff", "objet", "asunto", "тема", "主题", "oggetto", "assunto"),
    "reply": ("reply-to", "antwort an", "répondre à", "responder a"),
}  # fmt: skip
HEADER_OF = {word: name for name, words in HEADER_NAMES.items() for word in words}

# The end of the line that announces a quotation; the line itself is bounded.
WROTE = re.compile(
    r"(?:\bwrote|\bschrieb[^\n:：]{0,120}|\ba écrit|\bescribió|\bha scritto|\bescreveu|\bschreef"
    r"|\bпишет|\bписал\(?а?\)?|\bнаписал\(?а?\)?|写道|寫道|\bskrev)\s?[:：]\s*\Z",
    re.IGNORECASE,
)
WROTE_START = re.compile(
    r"(?:On|Am|Le|El|Il|Em|Op|Den)\s|\d|在|于|[А-Яа-я]{1,12}[,.]?\s|\S{1,60}\s.{0,200}[<(]",
    re.IGNORECASE,
)

SPAM_LABELS = frozenset(
    ("spam", "junk", "courrier indésirable", "correo no deseado", "спам", "垃圾邮件",
     "垃圾郵件", "posta indesiderata", "lixo eletrônico")
)  # fmt: skip
SENT_LABELS = frozenset(
    ("sent", "gesendet", "messages envoyés", "enviados", "enviado", "отправленные",
     "已发送邮件", "已发邮件", "寄件備份", "posta inviata", "verzonden")
)  # fmt: skip
DRAFT_LABELS = frozenset(
    ("draft", "drafts", "entwurf", "entwürfe", "brouillon", "brouillons", "borrador",
     "borradores", "черновик", "черновики", "草稿", "bozze", "rascunhos", "concepten")
)  # fmt: skip
