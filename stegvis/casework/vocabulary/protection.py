"""Kinds of protected identity. The words come from the law and the tax agency, not from the units."""

from stegvis.base.vocabulary import Term, Vocabulary

#: Sekretessmarkering: OSL (2009:400) 22 kap. 1 §. Skyddad folkbokföring: folkbokföringslagen (1991:481) 16–17 §§.
#: Fingerade personuppgifter: lag (1991:483); on screen it is worded as an ordinary caution, because the word itself
#: would tell that the person once had another name.
PROTECTION_LEVELS = Vocabulary(
    [
        Term(
            "secrecy_marking",
            "Sekretessmarkering",
            "Secrecy marking",
            explanation_sv="Skatteverket varnar: pröva varje gång om uppgiften kan skada personen.",
            explanation_en="The tax agency warns: weigh each time whether the fact can harm the person.",
        ),
        Term(
            "protected_registration",
            "Skyddad folkbokföring",
            "Protected registration",
            explanation_sv="Den riktiga adressen finns inte i registret. Post går genom Skatteverket.",
            explanation_en="The real address is not in the register. Post goes through the tax agency.",
        ),
        Term(
            "fictitious_data",
            "Särskild försiktighet",
            "Special caution",
            explanation_sv="Beslut av annan myndighet. Inget tidigare nummer sparas och posten slås aldrig ihop.",
            explanation_en="Decided by another authority. No former number is kept and the record is never merged.",
        ),
    ]
)

#: With these no link to an earlier number or record may exist.
UNLINKABLE = frozenset({"fictitious_data"})
