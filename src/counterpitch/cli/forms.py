"""The forms in which a command can answer: one at a time."""

from counterpitch.errors import UsageError


def one_form(**given: object) -> str | None:
    """Return the name of the one form that was asked for, None where none was.

    ``given`` holds what each option brought, by its name without the dashes; two that exclude
    each other are a ``UsageError`` that names both.
    """
    asked = [name for name, value in given.items() if value]
    if len(asked) > 1:
        both = " and ".join(f"--{name.replace('_', '-')}" for name in asked)
        raise UsageError(f"{both} exclude each other.", hint="Give one of them.")
    return asked[0] if asked else None
