"""docs/reference/access-matrix.md: what each role may do, in Swedish, for whoever judges it without reading code."""

from stegvis.access.roles import PERSONAL_RECORDS, ROLES, STRONG_PERMISSIONS, Permission, matrix

_RECORDS = {
    "participant": "deltagare",
    "protection": "skyddade personuppgifter",
    "enrolment": "inskrivning",
    "sensitive_exit": "känslig utskrivningsorsak",
    "plan": "plan",
    "contact": "register över kontakter",
    "team": "team runt deltagaren",
    "disclosure": "samtycken och det som lämnats ut",
    "unit_plan": "enhetens planmallar och krav inför praktik",
    "access_log": "vem som har läst om en deltagare",
    "audit_log": "logg",
    "import": "import av en fil",
    "result": "resultat",
    "release": "släpp av resultat",
    "report": "rapport",
    "project": "projekt",
    "goal": "mål",
    "theory": "förändringsteori",
    "evaluation_plan": "utvärderingsplan",
    "finding": "iakttagelse i lärandet",
    "indicator": "egna indikatorer",
    "printed_figures": "tryckta siffror",
    "user": "användare",
    "word": "ord i listor",
    "installation": "installationens hälsa",
    "deputyship": "vikariat",
    "follow_up": "uppföljning efter avslut",
    "final_report": "slutrapport",
    "meeting": "bokat möte",
    "note": "anteckning",
    "activity": "aktivitet och tillfälle",
    "attendance": "plats i aktivitet och närvaro",
    "sensitive_note": "känslig anteckning",
    "reminder": "påminnelse",
    "referral": "anmälan",
    "intake": "uppgifter vid intaget",
    "vulnerable_group": "särskilt utsatta grupper",
    "unit_intake": "enhetens intag",
    "intake_remark": "anteckning om inflödet",
    "entry_exception": "undantag vid intaget",
    "note_template": "mall för anteckningar",
    "mapping": "kartläggning och livshjul",
    "sensitive_mapping": "känsliga svar i en kartläggning",
    "mapping_form": "enhetens del av kartläggningen",
    "common_mapping_form": "den gemensamma delen av kartläggningen",
    "assignment": "utvärderingsuppdrag",
}
_VERBS = {
    "list": "se i lista",
    "search": "söka",
    "read": "läsa",
    "create": "lägga till",
    "change": "ändra",
    "close": "avsluta",
    "reopen": "ångra ett avslut",
    "undo": "ångra",
    "void": "ta bort en felregistrering",
    "merge": "slå ihop två poster om samma person",
    "unmerge": "ångra en sammanslagning",
    "begin": "sätta vid inskrivning",
    "set": "sätta och ändra",
    "name": "bestämma vilka som ser personen",
    "lift": "häva",
    "export": "hämta som fil",
    "read_ungated": "läsa även små grupper, med skäl",
    "manage": "sköta",
    "appoint": "utse",
    "write": "skriva",
    "transfer": "flytta över till ett annat projekt",
    "correct": "rätta andras",
    "check": "granska",
    "decide": "besluta om",
}
_SCOPES = {
    "self": "det egna",
    "assigned": "egna deltagare, och enhetens när enhetens inställning säger så",
    "unit": "enheten",
    "organisation": "organisationen",
    "project": "summor för projekt som organisationen äger eller deltar i",
    "all": "hela installationen",
}


def page() -> str:
    """The page in Markdown, made from matrix.csv. Raises KeyError for a word that has no Swedish yet."""
    parts = [
        "# Vem får göra vad\n\n"
        "Sidan är gjord av åtkomstmatrisen (`stegvis/access/matrix.csv`), som programmet själv läser. "
        "Det som inte står\n"
        "här får ingen göra. Utanför den egna räckvidden syns det inte ens att något finns.\n\n"
        "Den som får se personer, små grupper eller sköter användare måste logga in med två steg.\n"
    ]
    for slug, role in ROLES.items():
        lines = [line for line in matrix() if line.role == slug]
        parts.append(f"\n## {role.sv}\n\n{role.description_sv} (`{slug}`)\n")
        if not lines:
            parts.append("\nRollen ger ingen behörighet i personalens sidor.\n")
            continue
        parts.append("\n| Får | På | Räckvidd | Två steg |\n| --- | --- | --- | --- |\n")
        parts += [_row(line) for line in lines]
    parts.append("\nSidan skapas av `stegvis docs matrix`.\n")
    return "".join(parts)


def _row(line: Permission) -> str:
    strong = line.record in PERSONAL_RECORDS or (line.record, line.verb) in STRONG_PERMISSIONS
    return f"| {_VERBS[line.verb]} | {_RECORDS[line.record]} | {_SCOPES[line.scope]} | {'ja' if strong else 'nej'} |\n"
