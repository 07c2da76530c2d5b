"""Where people go when they leave: destinations, finer reasons, and the five groups that reports show.

Coarsening before any extract: a destination that stands out alone (misconduct, imprisonment) leaves this room only as
the one named in `coarsened_to`.
"""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary

REPORTING_GROUPS = Vocabulary(
    [
        Term("work", "Arbete", "Work"),
        Term("studies", "Studier", "Studies"),
        Term("internship", "Praktik", "Internship"),
        Term("job_seeking", "Söker arbete", "Seeking work"),
        Term("other", "Annat", "Other"),
    ]
)


@dataclass(frozen=True)
class Destination(Term):
    """A destination at exit.

    `group`: reporting group. `receiver_required`: a named receiving party or a documented exception is needed
    (EXT-08). `sensitive`: shown to few. `coarsened_to`: what it becomes before any extract. `text_required`: must be
    explained in words (EXT-17). `job`: it is one, with an occupation and an industry.
    """

    group: str = "other"
    receiver_required: bool = False
    sensitive: bool = False
    coarsened_to: str = ""
    text_required: bool = False
    job: bool = False


@dataclass(frozen=True)
class Reason(Term):
    """A finer reason under one destination."""

    destination: str = ""


DESTINATIONS = Vocabulary(
    [
        Destination(
            "work",
            "Arbete",
            "Work",
            ("jobb", "anställning", "employment"),
            group="work",
            receiver_required=True,
            job=True,
        ),
        Destination(
            "studies", "Studier", "Studies", ("utbildning", "education"), group="studies", receiver_required=True
        ),
        Destination(
            "internship", "Praktik", "Internship", ("arbetspraktik",), group="internship", receiver_required=True
        ),
        Destination(
            "job_seeking", "Söker arbete", "Seeking work", ("arbetssökande", "jobbsökande"), group="job_seeking"
        ),
        Destination(
            "other_municipal",
            "Annan kommunal verksamhet",
            "Other municipal service",
            ("socialtjänst", "socialtjänsten", "kommunal verksamhet"),
            receiver_required=True,
        ),
        Destination(
            "coordination_association",
            "Samordningsförbundets insats",
            "Coordination association",
            ("samordningsförbund", "finsam"),
            receiver_required=True,
        ),
        Destination("employment_service", "Arbetsförmedlingen", "Employment service", ("AF",), receiver_required=True),
        Destination(
            "social_insurance", "Försäkringskassan", "Social insurance agency", ("FK",), receiver_required=True
        ),
        Destination(
            "correct_compensation",
            "Rätt ersättning",
            "Correct compensation",
            ("rätt till ersättning", "right compensation"),
            receiver_required=True,
        ),
        Destination(
            "daily_activity", "Daglig verksamhet", "Daily activity", ("daglig sysselsättning",), receiver_required=True
        ),
        Destination(
            "care_or_illness",
            "Vård eller sjukdom",
            "Care or illness",
            ("sjukdom", "vård", "behandling"),
            sensitive=True,
        ),
        Destination("parental_leave", "Föräldraledig", "Parental leave", ("föräldraledighet",)),
        Destination("pension", "Pension", "Pension", ("ålderspension",)),
        Destination("moved", "Flyttat", "Moved", ("flytt", "flyttat till annan kommun")),
        Destination("no_contact", "Ingen kontakt", "No contact", ("uteblivit", "tappad kontakt")),
        Destination("own_request", "Egen önskan", "Own request", ("egen begäran", "avbröt själv")),
        Destination(
            "misconduct", "Misskötsamhet", "Misconduct", ("misskötsel",), sensitive=True, coarsened_to="other_municipal"
        ),
        Destination(
            "imprisoned",
            "Frihetsberövad",
            "Imprisoned",
            ("fängelse", "prison"),
            sensitive=True,
            coarsened_to="other_municipal",
        ),
        Destination(
            "transferred",
            "Fortsätter i ordinarie verksamhet",
            "Goes on in ordinary operation",
            ("kvar i kommunens verksamhet", "övergår till ordinarie verksamhet", "transferred"),
            receiver_required=True,
        ),
        Destination("deceased", "Avliden", "Deceased", ("död",), sensitive=True),
        Destination("other", "Annat", "Other", ("övrigt",), text_required=True),
    ],
    live="destinations",
)

REASONS = Vocabulary(
    [
        Reason(
            "work_permanent",
            "Tillsvidareanställning",
            "Permanent employment",
            ("fast anställning",),
            destination="work",
        ),
        Reason(
            "work_temporary",
            "Tidsbegränsad anställning",
            "Temporary employment",
            ("vikariat", "visstid", "timanställning"),
            destination="work",
        ),
        Reason(
            "work_subsidised",
            "Subventionerad anställning",
            "Subsidised employment",
            ("lönebidrag", "nystartsjobb", "extratjänst"),
            destination="work",
        ),
        Reason("work_own_business", "Eget företag", "Own business", ("startat eget",), destination="work"),
        Reason("studies_adult", "Komvux", "Municipal adult education", ("vuxenutbildning",), destination="studies"),
        Reason("studies_swedish", "Sfi", "Swedish for immigrants", ("svenska för invandrare",), destination="studies"),
        Reason(
            "studies_upper_secondary", "Gymnasieskola", "Upper secondary school", ("gymnasium",), destination="studies"
        ),
        Reason("studies_folk_high_school", "Folkhögskola", "Folk high school", (), destination="studies"),
        Reason(
            "studies_higher",
            "Högskola eller yrkeshögskola",
            "Higher education",
            ("yrkeshögskola", "högskola", "universitet"),
            destination="studies",
        ),
        Reason("municipal_social_services", "Socialtjänsten", "Social services", (), destination="other_municipal"),
        Reason(
            "municipal_labour_unit",
            "Kommunens arbetsmarknadsenhet",
            "Municipal labour-market unit",
            (),
            destination="other_municipal",
        ),
        Reason("care_illness", "Sjukdom", "Illness", (), destination="care_or_illness"),
        Reason(
            "care_treatment", "Behandling", "Treatment", ("treatment", "behandlingshem"), destination="care_or_illness"
        ),
        Reason(
            "compensation_sickness", "Sjukersättning", "Sickness compensation", (), destination="correct_compensation"
        ),
        Reason(
            "compensation_activity",
            "Aktivitetsersättning",
            "Activity compensation",
            (),
            destination="correct_compensation",
        ),
        Reason("compensation_sick_pay", "Sjukpenning", "Sickness benefit", (), destination="correct_compensation"),
        Reason(
            "compensation_rehabilitation",
            "Rehabiliteringspenning",
            "Rehabilitation benefit",
            (),
            destination="correct_compensation",
        ),
        Reason(
            "compensation_activity_support",
            "Aktivitetsstöd eller utvecklingsersättning",
            "Activity support or development allowance",
            ("aktivitetsstöd", "utvecklingsersättning"),
            destination="correct_compensation",
        ),
        Reason(
            "compensation_unemployment",
            "Arbetslöshetsersättning",
            "Unemployment benefit",
            ("a-kassa",),
            destination="correct_compensation",
        ),
    ],
    live="reasons",
)


#: Destinations whose finer reason is asked for. A reason that an installation adds under another one is welcome, and
#: its absence is no gap.
WITH_REASONS = frozenset(reason.destination for reason in REASONS)


def reporting_group(destination: str) -> str:
    """The group under which reports count a destination. Raises KeyError for an unknown code."""
    return DESTINATIONS[destination].group
