"""What is known when a person comes in."""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class OwnGroup(Term):
    """A target group of the installation's own. `counted_as`: the built-in group that figures count it as, if any."""

    counted_as: str = ""


#: Legal sex as kept at enrolment for statistics (INT-19).
SEXES = Vocabulary([Term("F", "Kvinna", "Woman", ("kvinnor", "k", "female")), Term("M", "Man", "Man", ("män", "male"))])

#: How the person came. A person who returns keeps the channel they first came by (INT-14).
INFLOW_CHANNELS = Vocabulary(
    [
        Term("income_support", "Försörjningsstöd", "Income support", ("ekonomiskt bistånd", "socialbidrag")),
        Term("adult_social_care", "Vuxenenheten", "Adult social care", ("socialtjänstens vuxenenhet", "vuxenenhet")),
        Term("social_insurance", "Försäkringskassan", "Social insurance agency", ("FK",)),
        Term("employment_service", "Arbetsförmedlingen", "Employment service", ("AF", "af")),
        Term(
            "open_self",
            "Egen anmälan",
            "Own initiative",
            ("egenremiss", "öppet inflöde", "self-referral", "intresseanmälan"),
        ),
        Term(
            "municipal_activity_duty",
            "Kommunala aktivitetsansvaret",
            "Municipal activity duty",
            ("KAA", "aktivitetsansvaret"),
        ),
        Term("school", "Skola", "School", ("skolan", "gymnasiet", "komvux")),
        Term("health_care", "Hälso- och sjukvård", "Health care", ("vården", "vårdcentral", "region", "psykiatrin")),
        Term("other", "Annan väg", "Other way in", ("annat", "annan")),
    ],
    live="inflow_channels",
)

TARGET_GROUPS = Vocabulary(
    [
        Term("youth", "Unga", "Young people", ("ungdom", "ungdomar", "unga 18–24")),
        Term("newly_arrived", "Nyanlända", "Newly arrived", ("nyanländ",)),
        Term("long_term_unemployed", "Långtidsarbetslösa", "Long-term unemployed", ("långtidsarbetslös",)),
        Term("disability", "Funktionsnedsättning", "Disability", ("personer med funktionsnedsättning",)),
        Term(
            "sick_listed",
            "Sjukskrivna och på väg tillbaka",
            "Sick-listed or returning",
            ("sjukskriven", "sjukskrivna", "sick-listed"),
        ),
    ],
    live="target_groups",
)

EMPLOYMENT_STATUS = Vocabulary(
    [
        Term("unemployed", "Arbetslös", "Unemployed"),
        Term("inactive", "Utanför arbetskraften", "Outside the labour force", ("inaktiv",)),
        Term("employed", "Har arbete", "Employed", ("anställd", "arbetar", "egenföretagare")),
        Term("student", "Studerar", "In studies", ("student",)),
    ],
    live="employment_status",
)

#: Highest completed education, in steps that map to ISCED 0–8 (see docs/glossary.md).
EDUCATION = Vocabulary(
    [
        Term("none", "Ingen avslutad utbildning", "No completed education"),
        Term("primary", "Årskurs 1–6", "Primary, years 1–6"),
        Term("lower_secondary", "Grundskola", "Lower secondary", ("grundskolan", "åk 9")),
        Term("upper_secondary", "Gymnasium", "Upper secondary", ("gymnasieskola", "gymnasieexamen")),
        Term("post_secondary", "Eftergymnasial, under två år", "Post-secondary under two years", ("yrkeshögskola",)),
        Term("tertiary", "Eftergymnasial, två år eller mer", "Tertiary", ("högskola", "universitet")),
    ],
    live="education",
)

INCOME_SOURCES = Vocabulary(
    [
        Term("wage", "Lön", "Wage", ("pay",)),
        Term("own_business", "Eget företag", "Own business"),
        Term("study_support", "Studiestöd", "Study support", ("csn",)),
        Term("income_support", "Försörjningsstöd", "Income support", ("ekonomiskt bistånd",)),
        Term(
            "activity_support",
            "Aktivitetsstöd eller utvecklingsersättning",
            "Activity support",
            ("aktivitetsstöd", "utvecklingsersättning"),
        ),
        Term("introduction_benefit", "Etableringsersättning", "Introduction benefit"),
        Term("unemployment_benefit", "A-kassa", "Unemployment benefit", ("arbetslöshetsersättning",)),
        Term("sickness_benefit", "Sjukpenning", "Sickness benefit", ("rehabiliteringspenning",)),
        Term("activity_compensation", "Aktivitetsersättning", "Activity compensation"),
        Term("sickness_compensation", "Sjukersättning", "Sickness compensation"),
        Term("parental_benefit", "Föräldrapenning", "Parental benefit"),
        Term("none", "Ingen egen försörjning", "No income of one's own"),
        Term("unknown", "Vet inte än", "Not known yet"),
    ],
    live="income_sources",
)

#: Languages a participant may prefer (ISO 639). First the seven of the participants' pages.
LANGUAGES = Vocabulary(
    [
        Term("sv", "Svenska", "Swedish"),
        Term("en", "Engelska", "English"),
        Term("ar", "Arabiska", "Arabic"),
        Term("prs", "Dari", "Dari"),
        Term("so", "Somaliska", "Somali"),
        Term("ti", "Tigrinja", "Tigrinya"),
        Term("uk", "Ukrainska", "Ukrainian"),
        Term("fa", "Persiska", "Persian"),
        Term("ku", "Kurdiska", "Kurdish"),
        Term("fi", "Finska", "Finnish"),
        Term("pl", "Polska", "Polish"),
        Term("ru", "Ryska", "Russian"),
        Term("es", "Spanska", "Spanish"),
        Term("th", "Thailändska", "Thai"),
        Term("tr", "Turkiska", "Turkish"),
        Term("swl", "Svenskt teckenspråk", "Swedish sign language"),
        Term("other", "Annat språk", "Another language"),
    ],
    live="languages",
)
