"""What a check finds: one line for the operator. Never a token, a password or anybody's name."""

from __future__ import annotations

from dataclasses import dataclass

OK, PROBLEM, NOTE = "OK", "PROBLEM", "NOTE"


@dataclass(frozen=True)
class Finding:
    """`about` names the part, `words` are a sentence, and where something is wrong another that says what to do."""

    verdict: str
    about: str
    words: str

    def __str__(self) -> str:
        return f"{self.verdict:8} {self.about}: {self.words}"


def ok(about: str, words: str) -> Finding:
    """All is well."""
    return Finding(OK, about, words)


def problem(about: str, words: str) -> Finding:
    """Somebody has to mend this."""
    return Finding(PROBLEM, about, words)


def note(about: str, words: str) -> Finding:
    """Nothing is broken, and still somebody should know."""
    return Finding(NOTE, about, words)
