"""The API put together from its operations."""

from ninja import NinjaAPI

from stegvis.base.version import version
from stegvis.web.api import problems
from stegvis.web.api.operations import (
    activities,
    enrolments,
    follow_ups,
    goals,
    imports,
    mappings,
    meetings,
    needs,
    notes,
    participants,
    places,
    plans,
    referrals,
    results,
    theory,
)

DESCRIPTION = """Read and write what the pages of Stegvis read and write, from another system.

**Key.** A user makes a key in their own menu and chooses what it may do. Send it as `Authorization: Bearer …`; never in
an address. The key acts in the user's name: the same rights, the same log. People with a protected identity do not
exist for any key.

**Language.** `Accept-Language: sv` or `en` decides the language of words and refusals.

**Refusals** are problem details (RFC 9457): what is wrong, in which field, and what to do.

**Once.** Send the header `Idempotency-Key` with a creation: the same key with the same content within a day makes one
record and gives the same answer.

**Identity numbers** are sent in bodies only, and hidden in answers. Showing one whole is an operation of its own."""

api = NinjaAPI(
    title="Stegvis",
    version=version(),
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
problems.register(api)
_PARTS = (
    places, participants, enrolments, imports, referrals, notes, plans, mappings, needs, meetings, activities,
    follow_ups, results, theory, goals,
)  # fmt: skip
for part in _PARTS:
    api.add_router("", part.router)
