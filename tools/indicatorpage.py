"""The page of all indicators, for people who want to know what is looked for, and why."""

from counterpitch.model.indicator import FOLDERS, Indicator
from counterpitch.rulebook.book import rulebook

_ABOUT = {
    "spot": ("Spot", "The contact finds out who you are and whether you are worth the effort."),
    "assess": ("Assess", "The contact asks what you know, whom you know and what you can reach."),
    "develop": (
        "Develop",
        "The contact builds a habit: favours, secrecy, closeness, other channels.",
    ),
    "recruit": ("Recruit", "The contact asks for what should not leave, or for a commitment."),
    "handle": ("Handle", "The contact runs you like a source: tasks, cover, payment, precautions."),
    "cover": ("Cover", "Who the contact claims to be, and where the claim does not hold."),
    "compromise": ("Compromise", "Code, files and credentials instead of questions."),
    "benign": (
        "Counter-evidence",
        "What honest contacts do. Lowers a verdict, by a bounded amount.",
    ),
    "owner": ("What you did", "Your own part. Shown for your information; never counts."),
    "scam": ("Scams", "Fraud for money. Told apart from approaches, with a sum of its own."),
}
_LANGUAGES = {
    "en": "English", "zh": "Chinese", "de": "German", "fr": "French", "ru": "Russian",
    "es": "Spanish",
}  # fmt: skip
_INTRODUCTION = """\
# Indicators

Generated from the rules: `make docs`. What counterpitch looks for, why it matters, what an honest
contact may mean by it, and how a person can check. Every match is shown with the words that made
it. **A match is a reason to look, not proof**: one indicator alone is seldom enough, and the honest
explanation is often the right one.

The *level* says how much one match weighs at first (informational, low, medium, high, critical);
the fitted weights are in `rules/weights.yml`. The *languages* are those in which there are phrases
for it; where it says *any language*, addresses, files or times are looked at and no words.
`counterpitch rules show NAME` prints the whole rule, and the [rule format](rule-format.md) explains
it. Codes of sources are in [sources](sources.md).
"""


def indicator_page() -> str:
    """Return docs/reference/indicators.md."""
    rules = rulebook().indicators
    by_folder = {folder: [rule for rule in rules if rule.folder == folder] for folder in FOLDERS}
    parts = [_INTRODUCTION, _contents(by_folder)]
    parts += [_section(folder, rules) for folder, rules in by_folder.items()]
    return "\n".join(parts)


def _contents(by_folder: dict[str, list[Indicator]]) -> str:
    rows = ["| | indicators | |", "|---|---|---|"]
    for folder, rules in by_folder.items():
        title, about = _ABOUT[folder]
        anchor = title.lower().replace(" ", "-")
        rows.append(f"| [{title}](#{anchor}) | {len(rules)} | {about} |")
    total = sum(map(len, by_folder.values()))
    return "\n".join([*rows, f"| all | {total} | |", ""])


def _section(folder: str, rules: list[Indicator]) -> str:
    title, about = _ABOUT[folder]
    lines = [f"## {title}\n\n{about}\n"]
    lines += [_entry(rule) for rule in sorted(rules, key=lambda rule: rule.title.lower())]
    return "\n".join(lines)


def _entry(rule: Indicator) -> str:
    languages = ", ".join(_LANGUAGES[language] for language in rule.languages)
    if len(rule.languages) == len(_LANGUAGES):
        languages = "all six languages"
    facts = [f"`{rule.name}`", rule.level, languages or "any language"]
    if rule.status == "deprecated":
        facts.append("no longer used")
    if rule.references:
        facts.append("sources: " + ", ".join(rule.references))
    return (
        f"### {rule.title}\n\n{' · '.join(facts)}\n\n"
        f"- **Why it matters.** {rule.why}\n"
        f"- **The honest explanation.** {rule.benign}\n"
        f"- **How to check.** {rule.check}\n"
    )
