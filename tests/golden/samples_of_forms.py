"""Forms of every make that a door has to draw: with lines, with buttons, with nothing to send, and all at once."""

from __future__ import annotations

from programme.words.message import Button, Confirm, Field, Form, Line, Option

NAMES = "Zoë Ní Bhriain-Łukaszewska Ångström de la Peña", "Oluwaseun Ńwachukwu-Þórsdóttir Čapková"
REASON = "one of you offers finance — which the other wants to learn — and the other knows the wards at night"
APPROVE = Confirm("Approve these 200 pairs? They hear of it on Tuesday 16 March 2027.", "Approve", "Not yet")


def _long(text: str, length: int) -> str:
    return f"{text} {text} {text}"[:length]


def _match(number: int) -> Line:
    doctor, manager = (_long(name, 80) for name in NAMES)
    said = (
        f"{number}. {doctor} and {manager}: 82 of 100\n"
        f"Because {_long(REASON, 120)}, and {_long(REASON, 120)}.\n"
        "Weakest: free time. The post of one of them ends in 14 weeks."
    )
    subject = f"proposal:104/{number}"
    return Line(said, (Button("Look", "look_at_match", subject), Button("Lock", "lock_match", subject)))


FORMS: dict[str, Form] = {
    "form.page_of_matches": Form(
        "review",
        "200 pairs, page 3 of 25",
        (),
        "",
        subject="104/3",
        note="Nobody has been told of any of this.",
        close="Close",
        lines=tuple(_match(number) for number in range(17, 25)),
        buttons=(
            Button("Previous page", "review", "104/2"),
            Button("Next page", "review", "104/4"),
            Button("Approve these 200 pairs", "approve", "104", "main", APPROVE),
        ),
    ),
    "form.lines_only": Form(
        "waiting",
        "Without a partner",
        (),
        "",
        subject="104",
        close="Close",
        lines=(
            Line("Ben O'Neill: no shared free time with any manager on his site."),
            Line(
                "Chidi Obi-Lee: his line manager has not yet said yes.",
                (Button("Remind them", "remind", "9", opens_form=True),),
            ),
        ),
    ),
    "form.lines_and_boxes": Form(
        "swap",
        "Swap two people",
        (
            Field(
                "other",
                "Who should change places with Amina Yusuf?",
                "choice",
                options=tuple(Option(f"Resident doctor {number}", str(number)) for number in range(60)),
                value="7",
            ),
            Field("why", "A note for the other lead", "text", required=False, max_length=120),
        ),
        "Show what changes",
        subject="proposal:104/17",
        note="Amina Yusuf and Priya Nair are a pair now.",
        lines=(
            Line("Now: Amina Yusuf and Priya Nair, 82 of 100.", (Button("Lock", "lock_match", "104/17"),)),
            Line("The whole: 4,912 points, the weakest pair has 41."),
        ),
        buttons=(
            Button("Back", "review", "104/3"),
            Button("Forbid this pair", "forbid", "104/17", "danger", Confirm("Take them apart?", "Forbid")),
        ),
    ),
}
