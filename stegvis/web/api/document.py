"""The OpenAPI document: made from the operations' types, completed with what the library does not know."""

from functools import lru_cache

from stegvis.web.api.interface import api
from stegvis.web.api.problems import MEDIA_TYPE
from stegvis.web.shared.routes import rules

ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A key of your own for this creation, such as a random id. Sent again with the same content within "
    "a day, it gives the record that was made the first time.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9._~-]+$"},
    "example": "2f1c7a52-3f0e-4d61-9b8e-0c8b1f6f1d11",
}
#: From what was made to the operations that take its id.
LINKS = {
    "participant_create": {
        "participant": {"participant_id": "$response.body#/id"},
        "participant_change": {"participant_id": "$response.body#/id"},
        "participant_number": {"participant_id": "$response.body#/id"},
        "participant_enrolments": {"participant_id": "$response.body#/id"},
        "participant_looks": {"participant_id": "$response.body#/id"},
        "participant_notes": {"participant_id": "$response.body#/id"},
        "note_create": {"participant_id": "$response.body#/id"},
    },
    "enrolment_create": {
        name: {"enrolment_id": "$response.body#/id"}
        for name in ("enrolment", "enrolment_change", "enrolment_close", "enrolment_reopen", "enrolment_void")
    },
    "note_create": {
        name: {"note_id": "$response.body#/id"} for name in ("note", "note_correct", "note_withdraw", "note_words")
    },
    "step_create": {name: {"step_id": "$response.body#/id"} for name in ("step", "step_change", "step_settle")},
    "meeting_create": {
        name: {"meeting_id": "$response.body#/id"} for name in ("meeting", "meeting_change", "meeting_settle")
    },
    "referral_create": {
        name: {"referral_id": "$response.body#/id"}
        for name in ("referral", "referral_take", "referral_attempt", "referral_start", "referral_settle")
    },
    "activity_create": {
        name: {"activity_id": "$response.body#/id"} for name in ("activity", "activity_change", "session_create")
    },
    "session_create": {
        name: {"session_id": "$response.body#/id"}
        for name in ("session", "session_change", "session_cancel", "session_book", "session_attendance")
    },
    "import_create": {
        name: {"import_id": "$response.body#/id"} for name in ("import", "import_rows", "import_take", "import_cancel")
    },
    "theory_box_create": {
        name: {"theory_box_id": "$response.body#/id"}
        for name in ("theory_box", "theory_box_change", "assumption_create")
    },
    "assumption_create": {"assumption_review": {"assumption_id": "$response.body#/id"}},
    "evaluation_question_create": {
        name: {"evaluation_question_id": "$response.body#/id"}
        for name in ("evaluation_question", "evaluation_question_change")
    },
    "finding_create": {name: {"finding_id": "$response.body#/id"} for name in ("finding", "finding_change")},
    "follow_up_create": {name: {"follow_up_id": "$response.body#/id"} for name in ("follow_up", "follow_up_correct")},
}


@lru_cache(maxsize=1)
def document() -> dict:
    """The OpenAPI document of the API as it is served."""
    made = dict(api.get_openapi_schema(path_prefix="/api"))
    for methods in made["paths"].values():
        for operation in methods.values():
            _complete(operation)
    return made


def _complete(operation: dict) -> None:
    name = operation["operationId"]
    rule = rules()[f"api:{name}"]
    operation["x-permission"] = f"{rule.record}:{rule.verb}" if rule.verb else rule.record
    for status, answer in operation["responses"].items():
        if int(status) >= 400 and "application/json" in answer.get("content", {}):
            answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
    if "201" in operation["responses"]:
        operation.setdefault("parameters", []).append(ONCE)
        made = operation["responses"]["201"]
        made["headers"] = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}
        made["links"] = {
            target: {"operationId": target, "parameters": parameters}
            for target, parameters in LINKS.get(name, {}).items()
        }
