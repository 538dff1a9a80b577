"""The table that the sixty synthetic people follow. Nobody in it exists.

Where the scheme's table has a subject without a tag of its own, the nearest tag stands for it: change and clinical
decisions are quality improvement, nights are patient flow, teaching is education, human resources are rotas and
workforce, estates are theatres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programme.participant import Preference

# An apostrophe, a hyphen, one single word and one in other letters are among them on purpose.
DOCTORS = (
    "Amina Yusuf", "Tom Ashworth", "Niamh O'Sullivan", "Chidi Okafor", "Mei Ling Tan", "Harriet Lowe",
    "Arjun Menon", "Zoë Campbell-Reid", "Kwame Boateng", "Elif Demir", "Rhys Morgan", "Fatima Rahman",
    "Grace Adeyemi", "Oliver Finch", "Lakshmi", "Marta Kowalska", "Joseph Mbeki", "Sana Qureshi",
    "Duncan MacRae", "Олена Коваль", "Bethan Price", "Ravi Nair", "Isla Fraser", "Daniel Osei",
    "Hana Suzuki", "Peter Whitlock", "Leila Haddad", "Callum Reid", "Ngozi Eze", "Sophie Turnbull",
)  # fmt: skip
MANAGERS = (
    "Priya Raman", "David Hollis", "Angela Brookes", "Samuel Johnson", "Karen Whitfield", "Imran Sheikh",
    "Louise Pemberton", "Michael Adu", "Siobhan Kelly", "Gareth Evans", "Nadia Hussain", "Paul Thornley",
    "Yetunde Bello", "Rachel Simmons", "Stephen Clarke", "Ewa Nowak", "Anthony Baptiste", "Joanne Mercer",
    "Vikram Desai", "Helen Oakley", "Martin Shaw", "Abena Mensah", "Fiona Galbraith", "Carlos Pereira",
    "Deborah Lane", "Tariq Mahmood", "Julie Hargreaves", "Nikolaos Pappas", "Sheila Dunmore", "Wei Zhang",
)  # fmt: skip

# With fewer than thirty these stay away, the first one first; none of them is part of a trap.
STAY_AWAY = {"doctor": ("D28", "D27", "D26", "D25"), "manager": ("M29", "M28", "M27", "M26")}
# With more than thirty these come: their name, whose answers they have, and whose working week.
COME_TOO = {
    "doctor": {
        "D31": ("Yusra Ali", "D21", "D26"), "D32": ("Gethin Parry", "D22", "D27"),
        "D33": ("Adaeze Obi", "D23", "D28"), "D34": ("Finlay Stewart", "D24", "D25"),
    },
    "manager": {
        "M31": ("Bronwen Hughes", "M22", "M27"), "M32": ("Kofi Asante", "M23", "M28"),
        "M33": ("Maria Santos", "M24", "M29"), "M34": ("Alan Birtwistle", "M25", "M26"),
    },
}  # fmt: skip

# How many of the thirty, by directorate and by grade.
DIRECTORATES = {
    "doctor": {"medicine": 8, "critical-care": 6, "surgery": 6, "emergency": 4, "oncology": 3, "community": 3},
    "manager": {
        "medicine": 5, "critical-care": 4, "surgery": 5, "emergency": 3, "oncology": 2, "community": 2, "corporate": 9,
    },
}  # fmt: skip
GRADES = {
    "doctor": {"fy1-2": 2, "st1-3": 9, "st4-5": 9, "st6-8": 7, "senior-fellow": 3},
    "manager": {"band-6": 2, "band-7": 8, "band-8a": 9, "band-8b-c": 8, "band-8d-or-director": 3},
}
ROLES = {
    "doctor": {
        "medicine": ("Paediatric resident doctor", "Neonatal resident doctor"),
        "critical-care": ("Intensive care resident doctor", "Anaesthetics resident doctor"),
        "surgery": ("Surgery resident doctor", "Anaesthetics resident doctor"),
        "emergency": ("Emergency department resident doctor",),
        "oncology": ("Oncology resident doctor",),
        "community": ("Community paediatric resident doctor",),
    },
    "manager": {
        "medicine": ("Service manager", "Operations manager"),
        "critical-care": ("Service manager", "Operations manager"),
        "surgery": ("Service manager", "Theatre operations manager"),
        "emergency": ("Operations manager",),
        "oncology": ("Service manager", "Pharmacy manager"),
        "community": ("Service manager",),
        "corporate": (
            "Finance business partner", "People business partner", "Quality lead", "Digital programme manager",
            "Estates manager", "Transformation lead", "Patient advice manager", "Pharmacy manager",
            "Improvement lead",
        ),
    },
}  # fmt: skip

# Weeks until the post ends, None for an open end, and how many of the thirty.
POST_WEEKS: dict[str, dict[int | None, int]] = {
    "doctor": {9: 1, 17: 4, 26: 18, 52: 7},
    "manager": {10: 1, 16: 2, None: 27},
}

# How many of the thirty name each subject; ten people name one, ten name two, ten name three.
WANTS = {
    "doctor": {
        "finance": 12, "patient-flow": 10, "quality-improvement": 10, "rotas-and-workforce": 9, "business-cases": 8,
        "digital": 6, "winter-planning": 2, "wellbeing": 1, "inclusion": 1, "education": 1,
    },
    "manager": {
        "patient-flow": 14, "quality-improvement": 12, "family-experience": 9, "rotas-and-workforce": 9, "safety": 9,
        "digital": 2, "wellbeing": 2, "education": 1, "outpatients": 1, "theatres": 1,
    },
}  # fmt: skip
OFFERS = {
    "doctor": {
        "quality-improvement": 14, "safety": 12, "patient-flow": 10, "education": 10, "family-experience": 8,
        "digital": 6,
    },
    "manager": {
        "finance": 14, "patient-flow": 12, "business-cases": 12, "rotas-and-workforce": 9, "digital": 8, "theatres": 5,
    },
}  # fmt: skip

SUBJECTS_EACH = {1: 10, 2: 10, 3: 10}

# How many of the thirty say yes.
YES = {
    "doctor": {"remote_ok": 15, "trio_ok": 18, "host_shadow_ok": 24, "night_shadow_ok": 24},
    "manager": {"remote_ok": 23, "trio_ok": 21, "host_shadow_ok": 26, "night_shadow_ok": 14},
}
# What the thirty would like of their partner's directorate.
PREFERENCES: dict[str, dict[Preference, int]] = {
    "doctor": {"same": 3, "linked": 8, "different": 9, "none": 10},
    "manager": {"same": 4, "linked": 9, "different": 6, "none": 11},
}
# How many days a week the thirty work: 22 doctors and 21 managers are full time.
WORKING_DAYS = {"doctor": {3: 4, 4: 4, 5: 22}, "manager": {3: 4, 4: 5, 5: 21}}
SITES = {"doctor": {"main": 26, "hub": 4}, "manager": {"main": 25, "hub": 5}}

# Usable hours free in one week, from and to: 4 to 9 half-hours for doctors, 8 to 16 for managers.
FREE_HOURS = {"doctor": (2, 4), "manager": (4, 8)}
MONDAY_AND_FRIDAY_BLOCKED = 0.5  # the chance of it for a manager

# Traps: two line managers and an appraiser; a rota writer; two wishes not to be paired; three former pairs.
TIES = {
    "related": {"D03": "M04", "M15": "D12", "D20": "M21"},
    "rota_writers": {"D07": "M09"},
    "avoid": {"D08": "M10", "M17": "D14"},
    "former": {"D01": "M01", "D05": "M06", "D10": "M12"},
}
# These two are free only when nobody else is.
NEVER_FREE_TOGETHER = {"D29": "fri-evening", "M30": "mon-early"}
# One leaves after nine weeks; the account of another stands in the wrong zone.
LEAVES_SOON = "D30"
ZONES = {"D17": "America/New_York"}
