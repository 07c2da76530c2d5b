"""What invented people want and do. Swedish, because it is what somebody would have written; nobody's own words."""

#: Goal, wished occupation, sub-goals, ways there as (kind, text).
GOALS = (
    (
        "Jag vill jobba på byggvaruhus och läsa klart svenskan på kvällar.",
        "butikssäljare inom bygg",
        ("Klara svenska som andraspråk grund", "Våga prata med kunder"),
        (("internship", "Praktik på bygghandeln"), ("study", "Yrkesutbildning på komvux"), ("job", "Timanställning")),
    ),
    (
        "Jag vill ha ett jobb där jag får röra på mig och slippa sitta.",
        "lagerarbetare",
        ("Truckkort", "Orka fyra timmar om dagen"),
        (("internship", "Praktik på lager"), ("apprentice", "Lärling hos åkeriet")),
    ),
    (
        "Jag vill bli undersköterska. Jag är bra på gamla människor.",
        "undersköterska",
        ("Språkprov för vård", "Prova på äldreboende"),
        (("study", "Vårdutbildning på komvux"), ("apprentice", "Lärlingsvux inom vård")),
    ),
    (
        "Jag vill komma upp på morgnarna igen och träffa folk.",
        "",
        ("Tre förmiddagar i veckan", "Äta frukost"),
        (),
    ),
    (
        "Jag vill laga mat till många. Helst i skola.",
        "måltidsbiträde",
        ("Livsmedelshygien", "Prova skolkök"),
        (("internship", "Praktik i skolkök"), ("study", "Restaurangutbildning")),
    ),
    (
        "Jag vill läsa klart gymnasiet så att jag kan välja.",
        "",
        ("Klara matematik 1", "Hitta ett lugnt ställe att plugga på"),
        (("study", "Komvux på halvfart"), ("study", "Folkhögskolans allmänna kurs")),
    ),
    (
        "Jag vill köra lastbil som min farfar.",
        "lastbilschaufför",
        ("B-körkort", "Hälsointyg"),
        (("study", "Yrkesförarutbildning"), ("job", "Hjälpa till på åkeriet")),
    ),
    (
        "Jag vill jobba med djur eller växter, utomhus.",
        "trädgårdsarbetare",
        ("Prova grönytegruppen", "Klara kylan"),
        (("internship", "Praktik på kyrkogården"), ("apprentice", "Lärling i handelsträdgård")),
    ),
    (
        "Jag vill kunna försörja mina barn själv.",
        "lokalvårdare",
        ("Ordna barnomsorg", "Klara SFI C"),
        (("internship", "Praktik i lokalvård"), ("job", "Timanställning i kommunen")),
    ),
    (
        "Jag vill prova data igen, men i min takt.",
        "it-tekniker",
        ("Laga en dator", "Träffa någon som jobbar med det"),
        (("study", "Yrkeshögskola"), ("internship", "Praktik på it-enheten")),
    ),
)

#: Steps in the order of a journey: track, text, who, name of another party, what was learnt when it was settled.
STEPS = (
    ("internal", "Första samtalet om vad du vill", "coach", "", ""),
    ("internal", "Visa våra verksamheter", "coach", "", ""),
    ("health", "Promenad och prat, tisdagar", "participant", "", "Lättare i grupp än ensam."),
    ("study", "Träffa studie- och yrkesvägledaren", "partner", "Vuxenutbildningen", ""),
    ("internal", "Prova på i återbruket", "participant", "", "Trivs med kunder."),
    ("health", "Boka tid på vårdcentralen", "participant", "", ""),
    ("work", "Skriv CV tillsammans", "coach", "", "Kortare är bättre."),
    ("study", "Svenska på arbetet, två gånger i veckan", "partner", "Folkhögskolan", "Lär sig mest i köket."),
    ("work", "Studiebesök hos två arbetsgivare", "coach", "", "Den mindre arbetsplatsen passade bäst."),
    ("health", "Gym på torsdagar", "participant", "", "Bättre ork på fredagar."),
    ("internal", "Trepartssamtal om ersättningen", "partner", "Handläggare, försörjningsstöd", ""),
    ("work", "Praktik, åtta veckor", "participant", "", "Eftermiddagar fungerar, morgnar inte än."),
    ("study", "Truckkort", "partner", "Kommunen bokar", ""),
    ("work", "Ring arbetsgivaren om timmar", "coach", "", ""),
    ("work", "Sök tre jobb tillsammans", "participant", "", "Roligare än väntat."),
)

FRAMES = (
    ("income_support", "Söka två jobb i veckan och lämna in den sjätte varje månad", "Försörjningsstöd"),
    ("course_with_benefit", "Får läsa svenska på halvtid med kvar ersättning", "Försäkringskassan"),
    ("health", "Högst fyra timmar om dagen till en början", "Läkare på vårdcentralen"),
    ("agency_decision", "Aktivitetsstöd enligt beslut", "Arbetsförmedlingen"),
    ("temporary_job", "Vikariat i hemtjänsten, 50 procent", "Kommunen"),
)
TALKS = (
    "Vi gick igenom stegen. Nöjd med tempot.",
    "Mycket på en gång just nu. Vi tog bort ett steg och flyttade ett.",
    "Praktiken går bra. Vill prova längre dagar.",
    "Trött efter hösten. Vi börjar om med två steg i stället för fyra.",
)
SUSTAINABLE = (
    "Att veta dagen innan vad som ska göras.\nEn person att fråga.",
    "Börja efter klockan nio. Kunna gå undan när det blir för mycket ljud.",
    "Att få vara med och bestämma ordningen själv.",
    "",
)
TRIED = (
    ("health", "Gruppträning", "worked", "Regelbundna tider."),
    ("work", "Praktik i butik", "partly", "Kassan blev för mycket, lagret gick bra."),
    ("study", "Distanskurs", "not_now", "Behöver någon bredvid sig."),
    ("internal", "Arbetsträning i återbruket", "worked", "Tydliga uppgifter och lagom takt."),
)
READINESS = (
    "Kommer på avtalade tider två veckor i rad",
    "Har barnomsorg och resor ordnade",
    "Vet vem man ringer vid sjukdom",
    "Har provat minst en uppgift i egen verksamhet",
    "Vill själv gå vidare nu",
)
TEMPLATE = (
    ("Lugn start i återbruket", "När det har gått lång tid sedan någon arbetade."),
    (
        ("internal", "Gå runt och hälsa", "coach", 1),
        ("internal", "Två förmiddagar i återbruket", "participant", 3),
        ("health", "Vad ger ork under veckan?", "participant", 4),
        ("internal", "Följ upp och välj nästa steg", "coach", 6),
    ),
)
