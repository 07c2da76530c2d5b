"""Writes docs/reference/api.md from the API's OpenAPI document, so that the page cannot go stale."""

import os
import sys

from script.checks.steps import ROOT

PAGE = ROOT / "docs" / "reference" / "api.md"


def page() -> str:
    """The page as it should be now. Django must be set up."""
    from django.utils import translation

    from stegvis.access.vocabulary import TOKEN_SCOPES
    from stegvis.web.api.document import document

    with translation.override("en"):
        made = document()
        scopes = [
            f"| `{scope.code}` | {scope.en} | {', '.join(sorted(f'`{r}:{v}`' for r, v in scope.permissions))} |"
            for scope in TOKEN_SCOPES
        ]
    parts = [
        "# API",
        "",
        "Made by `script/api-reference` from the OpenAPI document; do not edit. An installation serves the document "
        "at `/api/openapi.json`.",
        "",
        made["info"]["description"],
        "",
        "## Scopes of a key",
        "",
        "| Scope | Words | Permissions of the access matrix |",
        "|---|---|---|",
        *scopes,
        "",
        "## Operations",
    ]
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            parts += _operation(method, path, operation)
    parts += ["", "## Shapes"]
    for name, shape in sorted(made["components"]["schemas"].items()):
        parts += _shape(name, shape)
    return "\n".join(parts) + "\n"


def _operation(method: str, path: str, operation: dict) -> list[str]:
    lines = [
        "",
        f"### {method.upper()} `{path}`",
        "",
        f"**{operation['summary']}** {' '.join(operation.get('description', '').split())}",
        "",
        f"Permission: `{operation['x-permission']}`. {_sent(operation)}{_answers(operation)}",
    ]
    parameters = [p for p in operation.get("parameters", []) if p["in"] in ("query", "header")]
    if parameters:
        lines += ["", "| Parameter | In | Meaning |", "|---|---|---|"]
        lines += [
            f"| `{p['name']}` | {p['in']} | {p.get('description') or p['schema'].get('description', '')} |"
            for p in parameters
        ]
    return lines


def _sent(operation: dict) -> str:
    sent = operation.get("requestBody", {}).get("content", {})
    if form := sent.get("multipart/form-data", {}).get("schema"):
        fields = ", ".join(f"`{name}`" for name in form["properties"])
        return f"Send a form (`multipart/form-data`) with {fields}. "
    body = sent.get("application/json", {}).get("schema")
    return f"Send {_type(body)}. " if body else ""


def _answers(operation: dict) -> str:
    answers = [
        f"{status} {_type(answer['content']['application/json']['schema'])}"
        for status, answer in operation["responses"].items()
        if "application/json" in answer.get("content", {})
    ]
    return f"Answers {', '.join(answers)}."


def _shape(name: str, shape: dict) -> list[str]:
    lines = ["", f"### {name}", "", shape.get("description", ""), "", "| Field | Type | Meaning |", "|---|---|---|"]
    needed = set(shape.get("required", []))
    for field, about in shape.get("properties", {}).items():
        meaning = about.get("description", "")
        if examples := about.get("examples"):
            meaning = f"{meaning} For example `{examples[0]}`.".strip()
        mark = "" if field in needed else " (may be left out)"
        lines.append(f"| `{field}` | {_type(about)}{mark} | {meaning} |")
    return lines


def _type(schema: dict) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "allOf" in schema:
        return _type(schema["allOf"][0])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    return schema.get("format") or schema.get("type") or "anything"


def main(arguments: list[str]) -> int:
    """Write the page; with --check say whether it is fresh (exit code 1 when it is not)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    text = page()
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
        print(f"{PAGE.relative_to(ROOT)} written")
        return 0
    fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
    print("docs/reference/api.md is fresh" if fresh else "docs/reference/api.md is old: run script/api-reference")
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
