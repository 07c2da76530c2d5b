"""The closed lists of codes that extracts and results use, in the order in which they are shown.

The words for people stand with the definitions (indicators) and in casework (registration).
"""

SEXES = ("F", "M")

INFLOW_CHANNELS = (
    "income_support",
    "adult_social_care",
    "social_insurance",
    "employment_service",
    "open_self",
    "municipal_activity_duty",
    "school",
    "health_care",
    "other",
    "unknown",  # older imports only
)

TARGET_GROUPS = ("youth", "newly_arrived", "long_term_unemployed", "disability", "sick_listed")

AGE_GROUPS = ("under_30", "30_and_over")
"""Age at the first start, in whole years. Two groups: with more, hardly a small municipality could be shown by age."""

AGE_EDGES = (30,)
"""The age at which each group but the first begins."""

TIMES_IN = ("0_6", "6_9", "9_12", "12_18", "18_24", "24_more")
"""Months since the first start: until the last end, or until the measuring date for whoever is still enrolled."""

TIME_EDGES = (182, 273, 364, 546, 728)
"""The day, counted from the start, on which each stretch of TIMES_IN but the first begins: 13 weeks are 3 months."""

HALF_YEARS_IN = ("0_6", "6_12", "12_more")
"""The same in longer stretches, for tables that are split by something else too."""

HALF_YEAR_OF_TIME = {
    "0_6": "0_6",
    **dict.fromkeys(TIMES_IN[1:3], "6_12"),
    **dict.fromkeys(TIMES_IN[3:], "12_more"),
}
"""Stretch of TIMES_IN → the one of HALF_YEARS_IN it lies in."""

DESTINATIONS = (
    "work",
    "studies",
    "internship",
    "job_seeking",
    "other_municipal",
    "coordination_association",
    "employment_service",
    "social_insurance",
    "correct_compensation",
    "daily_activity",
    "care_or_illness",
    "parental_leave",
    "pension",
    "moved",
    "no_contact",
    "own_request",
    "transferred",
    "deceased",
    "other",
)
"""What an extract may hold. Misconduct and imprisonment are coarsened to `other_municipal` before the extract."""

COARSENED_DESTINATIONS = ("misconduct", "imprisoned")
"""Known to casework, refused in an extract."""

STILL_ENROLLED = "still_enrolled"
"""Not a destination: the extra group that lets the distribution among all enrolled sum to its base."""

FUND_FACTS: dict[str, tuple[str, ...]] = {
    "status": ("unemployed", "inactive", "employed", "student"),
    "months": (),  # a whole number of months without work, as text
    "education": ("none", "primary", "lower_secondary", "upper_secondary", "post_secondary", "tertiary"),
    "attained": ("compulsory_school", "upper_secondary"),
}
"""Kinds of facts that the fund's rules ask for, and their words: three of the start, and schooling that was completed.
What is not known has no row."""

INCOMES = ("own", "study_support", "other_support", "income_support", "none")
"""What people live on: a wage or a business of their own, support for studies, another insurance or benefit, income
support of the municipality, nothing of their own. What is not known has no word."""

AFTER_INCOME_SUPPORT = "after_income_support"
"""The table of what those who lived on income support live on after the exit, as a release names it."""

SUPPORT_BANDS = {"none": 0, "few": 1, "some": 6, "many": 21}
"""How many contacts somebody had in the journal, in bands: code → the fewest."""

SUPPORT_AND_RESULT = "support_and_result"
"""The table of how it went for people with more or fewer contacts, as a release names it."""

SUPPORT_OF = {"reached": "support_of_reached", "elsewhere": "support_of_elsewhere"}
"""The two rows it is made of, which are protected: contacts of those who went to work or studies, and of the others."""

LIFE_AREAS = ("work_study", "economy", "home", "body", "mind", "close", "friends", "leisure")
"""The areas of the life wheel, in which people say from 1 to 10 how their life is."""

LIFE_TABLES = {area: f"life_{area}" for area in LIFE_AREAS}
"""The tables of what changed from the first wheel to the last, as a release names them."""

STEP_BANDS = {"none": 0, "few": 1, "some": 3, "many": 6}
"""How many steps of the plan somebody carried out on the way, in bands: code → the fewest."""

STEPS_TOWARDS = "steps_towards"
"""The table of how far those came who ended without work or studies, as a release names it."""

UNLISTED_TABLES = (AFTER_INCOME_SUPPORT, SUPPORT_AND_RESULT, STEPS_TOWARDS, *LIFE_TABLES.values())
"""Tables of a release that stand on pages of their own and in no list of the catalogue's."""

REPORTING_GROUPS = {
    "work": ("work",),
    "studies": ("studies",),
    "internship": ("internship",),
    "job_seeking": ("job_seeking",),
    "other": tuple(code for code in DESTINATIONS if code not in ("work", "studies", "internship", "job_seeking")),
}
"""The five groups of results pages and printed reports: code → the destinations it gathers."""

FOLLOW_UP_KINDS = ("weeks_4", "months_6")
"""When people are asked after an exit how it went: four weeks and six months after it."""

FOLLOW_UP_DAYS = {"weeks_4": 28, "months_6": 182}
"""So many days after the end somebody is asked at the earliest; before that nothing can be known."""

AFTER_EXIT_TABLES = {kind: f"after_{kind}" for kind in FOLLOW_UP_KINDS}
"""The tables of where people were so long after the exit, as a release names them."""
