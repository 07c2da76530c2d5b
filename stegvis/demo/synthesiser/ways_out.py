"""Where invented people go: detailed destinations, reasons, who takes over, and what they live on afterwards."""

import random
from dataclasses import dataclass

from stegvis.demo.synthesiser.draws import Weighted, pick

# Shares among those whom the printed reports count as "other".
OTHER_DESTINATIONS: Weighted = (
    *(("other_municipal", 17), ("care_or_illness", 14), ("employment_service", 12), ("own_request", 10)),
    *(("moved", 9), ("parental_leave", 9), ("social_insurance", 7), ("correct_compensation", 6), ("no_contact", 6)),
    *(("coordination_association", 3), ("daily_activity", 3), ("pension", 2), ("misconduct", 2), ("imprisoned", 1)),
    ("other", 2),
)
_SECOND_DESTINATION = {
    "care_or_illness": ("social_insurance", 0.3),
    "coordination_association": ("other_municipal", 0.4),
    "moved": ("parental_leave", 0.1),
}
_REASONS: dict[str, Weighted] = {
    "work": (("work_permanent", 16), ("work_temporary", 50), ("work_subsidised", 30), ("work_own_business", 4)),
    "studies": (
        *(("studies_adult", 56), ("studies_swedish", 12), ("studies_folk_high_school", 18), ("studies_higher", 14)),
    ),
    "other_municipal": (("municipal_social_services", 60), ("municipal_labour_unit", 40)),
    "care_or_illness": (("care_illness", 65), ("care_treatment", 35)),
}
_WORKPLACES = (
    *("Bageriet", "Bilverkstaden", "Blomsterhandeln", "Bygghandeln", "Caféet", "Cykelverkstaden", "Fastighetsskötseln"),
    *("Förskolan", "Glasbruket", "Hemtjänsten", "Hotellet", "Järnhandeln", "Lagret", "Lanthandeln", "Mataffären"),
    *("Möbelfabriken", "Plantskolan", "Plåtslageriet", "Skolköket", "Snickeriet", "Städbolaget", "Tvätteriet"),
    *("Åkeriet", "Återbruket", "Äldreboendet"),
)
_SCHOOLS = {
    "studies_adult": "Vuxenutbildningen i {place}",
    "studies_swedish": "Sfi i {place}",
    "studies_upper_secondary": "Gymnasieskolan i {place}",
    "studies_folk_high_school": "Folkhögskolan Strandängen",
    "studies_higher": "Yrkeshögskolan Tallmarken",
}
_RECEIVERS = {
    "coordination_association": "Samordningsförbundet",
    "employment_service": "Arbetsförmedlingen",
    "social_insurance": "Försäkringskassan",
    "correct_compensation": "Försäkringskassan",
    "daily_activity": "Daglig verksamhet i {place}",
    "municipal_social_services": "Socialtjänsten i {place}",
    "municipal_labour_unit": "Arbetsmarknadsenheten i {place}",
    "care_treatment": "Behandlingshemmet Solgläntan",
    "care_illness": "Hälsocentralen i {place}",
}
_OTHER_TEXTS = (
    "Tar hand om en anhörig på heltid.",
    "Engagerad i en förening och vill vänta med nästa steg.",
    "Har fått plats i ett annat projekt i länet.",
)
_INCOMES: dict[str, Weighted] = {
    "studies": (("study_support", 80), ("income_support", 15), ("none", 5)),
    "internship": (("activity_support", 55), ("income_support", 45)),
    "job_seeking": (("income_support", 45), ("activity_support", 35), ("unemployment_benefit", 12), ("none", 8)),
    "parental_leave": (("parental_benefit", 1),),
    "social_insurance": (("sickness_benefit", 1),),
    "employment_service": (("activity_support", 70), ("unemployment_benefit", 15), ("income_support", 15)),
    "care_or_illness": (("sickness_benefit", 60), ("income_support", 40)),
    "no_contact": (("unknown", 1),),
    "moved": (("unknown", 80), ("income_support", 20)),
    "pension": (("unknown", 1),),
    "imprisoned": (("none", 1),),
}
_INCOME_ELSEWHERE: Weighted = (("income_support", 75), ("none", 15), ("unknown", 10))


@dataclass(frozen=True)
class WayOut:
    """Destinations (headline first), finer reason, receiving party, words for `other`, income afterwards."""

    destinations: tuple[str, ...]
    reason: str | None
    receiver: str | None
    other_text: str | None
    income: str


def draw_way_out(
    rng: random.Random, headline: str, also_studies: bool, place: str, age: int, *, second: bool = True
) -> WayOut:
    """Draw how a person of this age leaves for the headline destination; `second`: may there be another beside it?"""
    reason = _reason(rng, headline, age)
    destinations = (headline,)
    if also_studies:
        destinations = (headline, "studies")
    elif second and headline in _SECOND_DESTINATION:
        second, chance = _SECOND_DESTINATION[headline]
        destinations = (headline, second) if rng.random() < chance else destinations
    return WayOut(
        destinations=destinations,
        reason=reason,
        receiver=_receiver(rng, headline, reason, place),
        other_text=rng.choice(_OTHER_TEXTS) if headline == "other" else None,
        income=_income(rng, headline, reason, age),
    )


def _reason(rng: random.Random, headline: str, age: int) -> str | None:
    if headline == "correct_compensation":
        return "compensation_activity" if age < 30 else "compensation_sickness"
    if headline == "studies" and age < 20:
        return "studies_upper_secondary"
    return pick(rng, _REASONS[headline]) if headline in _REASONS else None


def _receiver(rng: random.Random, headline: str, reason: str | None, place: str) -> str | None:
    if reason == "work_own_business":
        return "Eget företag"
    if headline in ("work", "internship"):
        return f"{rng.choice(_WORKPLACES)} i {place}"
    pattern = _SCHOOLS.get(reason or "") or _RECEIVERS.get(reason or "") or _RECEIVERS.get(headline)
    return pattern.format(place=place) if pattern else None


def _income(rng: random.Random, headline: str, reason: str | None, age: int) -> str:
    if headline == "work":
        return "own_business" if reason == "work_own_business" else "wage"
    if headline in ("correct_compensation", "daily_activity"):
        return "activity_compensation" if age < 30 else "sickness_compensation"
    return pick(rng, _INCOMES.get(headline, _INCOME_ELSEWHERE))
