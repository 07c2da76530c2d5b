"""A rule of the fund's tables in one plain sentence, made from the rule itself."""

from stegvis.evaluation.catalogue import DESTINATION_WORDS
from stegvis.evaluation.definitions import Words
from stegvis.evaluation.fund.tables import MISSING_AT_ENTRY, MISSING_AT_EXIT, OLDEST, Rule, RuleTable, When

STATUS_WORDS = {
    "unemployed": Words(sv="arbetslös", en="unemployed"),
    "inactive": Words(sv="utanför arbetskraften", en="outside the labour force"),
    "employed": Words(sv="i arbete", en="employed"),
    "student": Words(sv="i studier", en="in studies"),
}
EDUCATION_WORDS = {
    "none": Words(sv="ingen avslutad utbildning", en="no completed education"),
    "primary": Words(sv="årskurs 1–6", en="years 1–6"),
    "lower_secondary": Words(sv="grundskola", en="lower secondary school"),
    "upper_secondary": Words(sv="gymnasium", en="upper secondary school"),
    "post_secondary": Words(sv="eftergymnasial utbildning under två år", en="post-secondary under two years"),
    "tertiary": Words(sv="eftergymnasial utbildning om två år eller mer", en="tertiary education"),
}
QUALIFICATION_WORDS = {
    "compulsory_school": Words(sv="grundskolan", en="compulsory school"),
    "upper_secondary": Words(sv="gymnasiet", en="upper secondary school"),
}


def counts(rule: Rule, table: RuleTable) -> Words:
    """Who counts for the code, or why it is not computed."""
    if rule.when is None:
        return rule.why_not or Words(sv="Räknas inte.", en="Not computed.")
    return Words(sv=_sentence(rule.when, table, "sv"), en=_sentence(rule.when, table, "en"))


def missing(rule: Rule) -> Words:
    """What a missing fact counts as."""
    return MISSING_AT_EXIT if rule.family == "result" else MISSING_AT_ENTRY


def _sentence(when: When, table: RuleTable, language: str) -> str:
    entry, after = _entry(when, language), _after(when, table, language)
    sv = language != "en"
    if not entry and not after:
        return (
            "Alla deltagare vars arbetssituation, tid utan arbete, ålder och utbildning vid starten är kända."
            if sv
            else "All participants whose work situation, time without work, age and education at the start are known."
        )
    if not entry:
        return f"Den som {after}." if sv else f"Those who {after}."
    then = (", och som " if sv else ", and who ") + after if after else ""
    return f"Den som vid starten {entry}{then}." if sv else f"Those who at the start {entry}{then}."


def _entry(when: When, language: str) -> str:
    told = (_status(when, language), _months(when, language), _age(when, language), _background(when, language))
    return (" and " if language == "en" else " och ").join(filter(None, told))


def _status(when: When, language: str) -> str:
    said = _either([STATUS_WORDS[code].in_language(language) for code in when.status], language)
    return said and f"{'were' if language == 'en' else 'var'} {said}"


def _months(when: When, language: str) -> str:
    if not when.months_over:
        return ""
    (younger, few), (_all, many) = when.months_over
    if language == "en":
        return f"had been so for more than {many} months (more than {few} for those below {younger})"
    return f"hade varit det i mer än {many} månader (mer än {few} för den som är under {younger} år)"


def _age(when: When, language: str) -> str:
    if not when.age:
        return ""
    low, high = when.age
    if low == 0:
        return f"were below {high + 1}" if language == "en" else f"var under {high + 1} år"
    if high == OLDEST:
        return f"were {low} or older" if language == "en" else f"var {low} år eller äldre"
    return f"were {low} to {high} years old" if language == "en" else f"var {low}–{high} år"


def _background(when: When, language: str) -> str:
    if when.group:  # the only group any rule asks for
        return (
            "belonged to the target group disability"
            if language == "en"
            else "hörde till målgruppen funktionsnedsättning"
        )
    said = _either([EDUCATION_WORDS[code].in_language(language) for code in when.education], language)
    if not said:
        return ""
    return f"had {said} as highest education" if language == "en" else f"hade {said} som högsta utbildning"


def _after(when: When, table: RuleTable, language: str) -> str:
    sv = language != "en"
    parts = []
    if when.found:
        where = _either([_low(DESTINATION_WORDS[code].in_language(language)) for code in when.found], language)
        if when.at == "immediate":
            time = (
                f"inom {table.immediate_days} dagar efter sista dagen"
                if sv
                else f"within {table.immediate_days} days of the last day"
            )
        else:
            time = (
                f"{table.later_months} månader efter sista dagen (högst {table.tolerance_days} dagar före eller efter)"
                if sv
                else f"{table.later_months} months after the last day (at most {table.tolerance_days} days off)"
            )
        parts.append(f"hade utfallet {where} {time}" if sv else f"had the outcome {where} {time}")
    if when.attained:
        what = _either([QUALIFICATION_WORDS[code].in_language(language) for code in when.attained], language)
        parts.append(
            f"avslutade {what} under tiden i projektet eller inom {table.immediate_days} dagar efter"
            if sv
            else f"completed {what} during the project or within {table.immediate_days} days after it"
        )
    return (" och " if sv else " and ").join(parts)


def _either(words: list[str], language: str) -> str:
    joint = " or " if language == "en" else " eller "
    return joint.join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]
