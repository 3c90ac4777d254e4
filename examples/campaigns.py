"""Writes examples/campaigns.jsonl: invented approaches to colleagues of six institutes.

Two campaigns of one template each, in variants; a mailbox that ties one more approach to the first;
honest messages beside them. Always the same bytes: ``python examples/campaigns.py``.
"""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

TARGET = Path(__file__).with_name("campaigns.jsonl")
PAPER = (
    "Dear {title} {name}, my name is {me} and I advise private investors at {firm}. I read your work"
    " on {topic} with great interest. {extra}For our clients I am looking for somebody who can write a"
    " short paper, four or five pages, on what is to be expected in this field over the next two"
    " years. The fee is {fee} euros, paid on delivery, and only published sources are needed. If the"
    " first paper is well received we would like to go on every month. {close}"
)
POST = (
    "Hello {name}, this is {me} from {firm}. A client of ours, a leading technology group that wishes"
    " to stay unnamed for now, is looking for a consultant in {topic}. {extra}The work takes a few"
    " hours a week beside your present post, can be done from home, and there is no need to trouble"
    " your employer with it. The monthly retainer is {fee} dollars. Could we speak on the telephone"
    " this week? {close}"
)
PEOPLE = ("Anders", "Okafor", "Marchetti", "Nowak", "Tanaka", "Haddad", "Lindqvist", "Sow", "Amar")
INSTITUTES = (
    "Institute of Naval Acoustics", "Photonics Laboratory", "Energy Systems Centre",
    "Chair of Satellite Navigation", "Materials Testing Office", "Quantum Sensing Group",
)  # fmt: skip
TOPICS = ("power electronics", "underwater acoustics", "satellite navigation", "photonic chips")
EXTRA = ("", "Your talk in Delft was mentioned to me by a colleague. ", "I hope you are well. ")
HONEST = (
    "Hi {name}, the draft programme of the workshop is attached. Could you send me the title of your"
    " talk by Friday, please? The dinner on the second evening is at the harbour.",
    "Dear {name}, thank you for the review. Both authors have answered your second point; the revised"
    " manuscript is in the system. The editor would be glad of a recommendation by the tenth.",
    "Hello {name}, we are hiring a postdoc in {topic} at the university; the advert with our names,"
    " the salary scale and the closing date is on the page of the department. Do pass it on.",
    "Good morning {name}, your parcel with the two detectors is at the reception, please bring the"
    " delivery note. The calibration sheets are with the workshop.",
)


def approach(number: int, text: str, me: str, firm: str, email: str, day: int) -> dict[str, object]:
    """Return one approach, ``day`` days after the first."""
    when = datetime(2026, 2, 2, 9, 15, tzinfo=UTC) + timedelta(days=day, minutes=7 * number)
    return {
        "id": f"approach-{number:02}",
        "language": "en",
        "channel": ("linkedin", "email")[number % 2],
        "owner": {"role": "researcher", "organisation": INSTITUTES[number % 6], "sector": "other"},
        "contact": {"name": me, "headline": "", "company": firm, "email": email},
        "messages": [{"from": "contact", "sent_at": when.isoformat(), "text": text}],
    }


def approaches() -> list[dict[str, object]]:
    """Return all approaches."""
    rng = random.Random(20261128)
    found = []
    campaigns = (
        (PAPER, ("Helen Ashworth", "Marc Delon", "Ines Roth"), "Ledger & Vale Advisory", 9, 400),
        (POST, ("Daniel Whitmore", "Sofia Lindgren"), "Northgate Talent Partners", 7, 1500),
    )
    for template, names, firm, size, fee in campaigns:
        for at in range(size):
            me = names[at % len(names)]
            text = template.format(
                title=rng.choice(("Dr", "Professor")), name=rng.choice(PEOPLE), me=me, firm=firm,
                topic=rng.choice(TOPICS), extra=rng.choice(EXTRA), fee=fee + 100 * rng.randrange(6),
                close=rng.choice(("Kind regards", "With best wishes", "Looking forward")),
            )  # fmt: skip
            mail = f"{me.split()[1].lower()}@{firm.split()[0].lower()}-desk.example"
            found.append(approach(len(found), text, me, firm, mail, 11 * at + rng.randrange(5)))
    text = (
        "Good day Mr Amar, are you the right person for questions on coastal radar? We met briefly"
        " at the fair. Write to me at roth@ledger-desk.example, that reaches me fastest."
    )
    found.append(approach(len(found), text, "Ines R.", "", "", 120))
    for at in range(4):
        name, topic = rng.choice(PEOPLE), rng.choice(TOPICS)
        text = (
            HONEST[at].format(name=name, topic=topic) + f" Room {100 + at}, {rng.choice(PEOPLE)}."
        )
        me = f"{rng.choice(('Ada', 'Tom', 'Wei', 'Olga'))} {rng.choice(PEOPLE)}"
        mail = f"{me.lower().replace(' ', '.')}{at}@institute-{at}.example"
        found.append(approach(len(found), text, me, "", mail, 5 * at))
    return found


def main() -> None:
    """Write the file."""
    lines = (json.dumps(each, ensure_ascii=False) for each in approaches())
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
