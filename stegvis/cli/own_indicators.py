"""`stegvis indicator …`: the indicators people compose; and the sets that `stegvis indicators --set` shows."""

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.goals import ProjectArgument, found_project
from stegvis.cli.language import _, spoken
from stegvis.cli.session import ExitCode, NothingFound, finish, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show, show_json


def show_fund(by, project, form: Format) -> None:
    """The fund's indicators of the newest release. Raises NothingFound without any."""
    from stegvis.access.rules import NotFound
    from stegvis.reporting import fund
    from stegvis.reporting.queries import releases

    try:
        release = releases.find(by, project)
    except NotFound:
        raise NothingFound(_("Nothing is released yet. See: stegvis release create")) from None
    table = fund.table_of(release)
    if table is None:
        raise NothingFound(_("The newest release has no figures of the fund. Make a new one."))
    rows = [
        {
            "code": line.code,
            "name": line.name,
            "women": line.women,
            "men": line.men,
            "number": line.number,
            "unanswered": line.unanswered,
        }
        for line in table.lines
    ]
    if form is Format.JSON:
        told = {"project": project.code, "at": release.at, "release": release.number, "shadow": table.shadow}
        show_json({**told, "set": table.name, "version": table.version, "digest": table.digest, "rows": rows})
        return
    if form is Format.TEXT:
        say(f"{table.name}. {table.shadow}")
    columns = [("code", _("Code")), ("name", _("Indicator")), ("women", _("Women")), ("men", _("Men"))]
    show([*columns, ("number", _("All"))], rows, form)


def show_own(by, project, form: Format) -> None:
    """The project's own indicators, each read from its release."""
    from stegvis.base.decision import NotPossible
    from stegvis.programme.queries import own_indicators
    from stegvis.reporting import own_indicators as reading

    rows = []
    for standing in own_indicators.of_project(by, project):
        line = {"code": standing.indicator.code, "name": standing.indicator.name}
        try:
            read = reading.read(by, project, standing)
        except NotPossible as refusal:
            rows.append(line | {"at": None, "why": refusal.reason})
            continue
        rows.extend(line | {"at": read.at} | row.to_json() for row in read.rows)
    if form is Format.JSON:
        show_json({"project": project.code, "results": rows})
        return
    for row in rows:
        row["part"] = ", ".join(row.pop("by", {}).values())
        row["value"] = row.get("why") or (None if row["value"] is None else f"{row['value']:.3f}")
    columns = [("code", _("Code")), ("at", _("Figures up to")), ("part", _("Part")), ("numerator", _("Number"))]
    show([*columns, ("denominator", _("Out of")), ("value", _("Value"))], rows, form)


@runs("indicator list")
def list_own(project: ProjectArgument, form: FormatOption = Format.TEXT) -> None:
    """List a project's own indicators with what they say."""
    from stegvis.programme.queries import own_indicators

    by = viewer()
    found = own_indicators.of_project(by, found_project(project, by))
    names = own_indicators.names(found)
    rows = [
        {
            "code": one.indicator.code,
            "version": len(one.versions),
            "says": one.definition.sentence(names).in_language(spoken()),
            "retired": one.retired or None,
        }
        for one in found
    ]
    columns = [("code", _("Code")), ("version", _("Version")), ("says", _("What it says"))]
    show([*columns, ("retired", _("No longer in use"))], rows, form)


@runs("indicator test")
def test_own(project: ProjectArgument, form: FormatOption = Format.TEXT) -> None:
    """Run the own test of every indicator in use; ends with an error when one fails."""
    from stegvis.base.decision import NotPossible
    from stegvis.evaluation.composed import example
    from stegvis.programme.queries import own_indicators
    from stegvis.reporting import own_indicators as reading

    by = viewer()
    project_row = found_project(project, by)
    rows, failed = [], False
    for standing in own_indicators.of_project(by, project_row):
        if standing.retired:
            continue
        try:
            passed, fast, _slow = example.run(reading.resolved(project_row, standing), standing.expected)
            said = _("passed") if passed else _("failed")
        except NotPossible as refusal:
            passed, fast, said = False, None, refusal.reason
        failed = failed or not passed
        expected, told = standing.expected, fast and _pair(fast)
        rows.append({"code": standing.indicator.code, "expected": _pair(expected), "got": told, "result": said})
    columns = [("code", _("Code")), ("expected", _("Expected")), ("got", _("Got")), ("result", _("Result"))]
    show(columns, rows, form)
    if failed:
        finish(ExitCode.FAULTS)


def _pair(answer) -> str:
    return str(answer.numerator) if answer.denominator is None else f"{answer.numerator}/{answer.denominator}"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    own = group(app, "indicator", words=_("Indicators of a project's own."), panel=panels.RESULTS)
    own.command("list", help=_("List a project's own indicators with what they say."))(list_own)
    own.command("test", help=_("Run the own test of every indicator in use."))(test_own)
