"""docs/reference/commands.md: every command with its one line of help, in English as the command's own words are."""

from stegvis.cli import language

_EXIT_CODES = (
    (0, "Done, and nothing is wrong."),
    (1, "Done or looked at, and something is wrong: rows rejected or in conflict, a broken audit log, a stale page."),
    (2, "Wrong use or settings: unknown words, a file that cannot be read, a database that is not ready."),
    (3, "Not allowed."),
    (4, "Not found."),
    (70, "A fault in the program; the lines it prints name the place and no person."),
    (130, "Interrupted."),
)


def page() -> str:
    """The page in Markdown, made from the commands themselves."""
    import typer

    from stegvis.cli.app import build

    spoken = language.spoken()
    language.speak("en")
    try:
        command = typer.main.get_command(build())
    finally:
        language.speak(spoken)
    rows = "\n".join(f"| `stegvis {words}` | {text} |" for words, text in _lines(command, ()))
    codes = "\n".join(f"| {code} | {words} |" for code, words in _EXIT_CODES)
    return (
        "# Commands\n\n"
        "Every command explains itself: `stegvis COMMAND --help`. Before the command stand `--operator NAME` (who\n"
        "runs it; stands in the audit log) and `--language sv|en`. Tables take `--format text|json|csv`; output goes\n"
        "to standard output, words to the person to standard error.\n\n"
        f"| Command | What it does |\n| --- | --- |\n{rows}\n\n"
        f"## Exit codes\n\n| Code | Meaning |\n| --- | --- |\n{codes}\n\n"
        "`stegvis check` ends with 0 when all is well, 1 with warnings and 2 with faults.\n\n"
        "This page is generated: `stegvis docs commands`.\n"
    )


def _lines(command, words: tuple[str, ...]):
    for name, child in getattr(command, "commands", {}).items():
        if getattr(child, "commands", None):
            yield from _lines(child, (*words, name))
        else:
            yield " ".join((*words, name)), (child.help or "").strip().splitlines()[0]
