"""`stegvis indicators`, `stegvis release …`, `stegvis report`: numbers, always through the disclosure gate."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.dates import day
from stegvis.cli.language import _, spoken
from stegvis.cli.session import ExitCode, NothingFound, WrongUse, finish, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show, show_json

ProjectArgument = Annotated[str, typer.Argument(help=_("The project's code."), metavar="PROJECT")]


def _project(code: str, by):
    from stegvis.access.rules import NotFound
    from stegvis.reporting.queries import projects

    try:
        return projects.find(by, code)
    except NotFound:
        raise NothingFound(_("There is no project %s. See: stegvis project list") % code) from None


@runs("indicators")
def indicators(
    project: ProjectArgument,
    indicator: Annotated[list[str] | None, typer.Option(help=_("Only this indicator; may be repeated."))] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help=_("Split by municipality, sex, target_group, inflow_channel or month; may be repeated.")),
    ] = None,
    base: Annotated[str, typer.Option(help=_("enrolled, ended or ended_not_transferred."))] = "",
    at: Annotated[
        dt.date | None,
        typer.Option(parser=day, metavar="DATE", help=_("Figures up to this day; default the latest release's day.")),
    ] = None,
    engine: Annotated[
        str, typer.Option(help=_("Which engine computes: duckdb, postgresql or spark; the figures are the same."))
    ] = "duckdb",
    shown_set: Annotated[
        str,
        typer.Option(
            "--set",
            metavar="SET",
            help=_("house: computed now; fund or own: the fund's indicators, or the project's own, as released."),
        ),
    ] = "house",
    ungated: Annotated[
        bool, typer.Option("--ungated", help=_("Show small groups too; needs --as and --reason."))
    ] = False,
    as_user: Annotated[str, typer.Option("--as", metavar="USER", help=_("E-mail of the user who has the right."))] = "",
    reason: Annotated[str, typer.Option(help=_("Why the small groups must be seen. Stands in the audit log."))] = "",
    form: FormatOption = Format.TEXT,
) -> None:
    """Compute indicators now, through the disclosure gate."""
    from stegvis.reporting.actions import answers

    asker = _signed_in(as_user, reason) if ungated else viewer()
    if not ungated and (as_user or reason):
        raise WrongUse(_("--as and --reason belong to --ungated."))
    found = _project(project, asker)
    if shown_set != "house":
        chosen = indicator or by or base or at or ungated or engine != "duckdb"
        _show_set(shown_set, asker, found, form, alone=not chosen)
        return
    asked = {
        "project": found,
        "indicators": indicator or (),
        "breakdown": by or (),
        "base": base or None,
        "at": at or _latest_day(asker, found),
        "engine": engine,
        "by": asker,
    }
    given = answers.ungated_answer(**asked, reason=reason) if ungated else answers.answer(**asked)
    if form is Format.JSON:
        show_json(given)
    else:
        _show_rows(given, list(by or ()), form)


def _show_set(name: str, by, project, form: Format, *, alone: bool) -> None:
    """A set that is read from the newest release as it stands."""
    from stegvis.cli import own_indicators

    sets = {"fund": own_indicators.show_fund, "own": own_indicators.show_own}
    if name not in sets:
        raise WrongUse(_("There is no set %(name)s. Choose house, fund or own.") % {"name": name})
    if not alone:
        raise WrongUse(_("The set %(name)s is shown as it was released. Leave the other choices out.") % {"name": name})
    sets[name](by, project, form)


def _signed_in(email: str, reason: str):
    """The viewer behind a user who signs in here and now, with password and one-time code."""
    from stegvis.access.actions.sign_in import WrongSignIn, sign_in_at_shell

    if not email or not reason:
        raise WrongUse(_("--ungated needs --as USER and --reason TEXT."))
    password = typer.prompt(_("Password"), hide_input=True, err=True)
    code = typer.prompt(_("One-time code"), err=True)
    try:
        return sign_in_at_shell(email=email, password=password, code=code, by=viewer(purpose=reason))
    except WrongSignIn:
        say(_("The e-mail, password or one-time code is wrong."))
        finish(ExitCode.NOT_ALLOWED)


def _latest_day(by, project) -> dt.date:
    from django.utils import timezone

    from stegvis.reporting.queries import releases

    latest = releases.of(by, project).first()
    return latest.at if latest else min(timezone.localdate(), project.ends_on)


def _dimension(name: str, form: Format) -> str:
    """A breakdown's name as a heading: its word for people, its code for programs."""
    from stegvis.evaluation.catalogue import DIMENSION_WORDS
    from stegvis.evaluation.definitions import Dimension

    return DIMENSION_WORDS[Dimension(name)].in_language(spoken()) if form is Format.TEXT else name


def _show_rows(given: dict, by: list[str], form: Format) -> None:
    columns = [("indicator", _("Indicator")), ("base", _("Base")), *((one, _dimension(one, form)) for one in by)]
    columns += [
        ("destination", _("Destination")),
        ("numerator", _("Number")),
        ("denominator", _("Out of")),
        ("value", _("Value")),
        *([("interval", _("Interval"))] if form is Format.TEXT else [("interval_from", ""), ("interval_to", "")]),
        ("suppressed", _("Hidden")),
    ]
    rows = []
    for result in given["results"]:
        for row in result["rows"]:
            line = {"indicator": result["indicator"], "base": result["base"], **row["by"], **row}
            if form is Format.TEXT:
                line["value"] = None if row["value"] is None else f"{row['value']:.3f}".rstrip("0").rstrip(".")
                line["interval"] = "–".join(f"{edge:.3f}" for edge in row["interval"] or ())
                line["suppressed"] = row["suppressed"] or None
            else:
                line["interval_from"], line["interval_to"] = row["interval"] or (None, None)
            rows.append(line)
    if form is Format.TEXT:
        say(_("%(project)s at %(at)s") % given)
    show(columns, rows, form)


@runs("release create")
def create_release(
    project: ProjectArgument,
    at: Annotated[dt.date, typer.Option(parser=day, metavar="DATE", help=_("Figures up to and including this day."))],
    note: Annotated[str, typer.Option(help=_("A note that is kept with the release."))] = "",
) -> None:
    """Freeze the project's results as of a day."""
    from stegvis.reporting.actions import releases

    by = viewer()
    made = releases.create(project=_project(project, by), at=at, by=by, note=note)
    say(
        _("Release %(number)d of %(project)s, figures up to %(at)s.")
        % {"number": made.number, "project": project, "at": at}
    )
    if made.run.held:
        say(_("Held as they were, since fewer than five people changed: %s") % ", ".join(made.run.held))


@runs("release list")
def list_releases(project: ProjectArgument, form: FormatOption = Format.TEXT) -> None:
    """List a project's releases, newest first."""
    from stegvis.reporting.queries import releases

    by = viewer()
    rows = [
        {
            "number": one.number,
            "at": one.at,
            "released_at": one.released_at.isoformat(timespec="seconds"),
            "by": one.released_by_name,
            "code_version": one.run.code_version,
            "held": one.run.held,
        }
        for one in releases.of(by, _project(project, by))
    ]
    columns = [("number", _("Release")), ("at", _("Figures up to")), ("released_at", _("Made")), ("by", _("By"))]
    show([*columns, ("code_version", _("Code")), ("held", _("Held"))], rows, form)


@runs("report")
def report(
    project: ProjectArgument,
    output: Annotated[Path, typer.Option(help=_("The file to write."), metavar="FILE")],
    kind: Annotated[str, typer.Option(help=_("Which report: results."))] = "results",
    form: Annotated[str, typer.Option("--format", help=_("docx, html or pdf."))] = "docx",
    release: Annotated[int, typer.Option(help=_("Number of the release; default the newest."), metavar="N")] = 0,
    report_language: Annotated[
        str, typer.Option("--language", help=_("sv or en; default the language the command speaks."), metavar="sv|en")
    ] = "",
) -> None:
    """Write the results of a release as a report: Word, one HTML file, or PDF."""
    from stegvis.access.actions.audit import record
    from stegvis.access.rules import NotFound
    from stegvis.reporting.queries import releases
    from stegvis.reporting.report import FORMS, PangoMissing, results_report

    report_language = report_language or spoken()
    for value, known in ((kind, ("results",)), (form, tuple(FORMS)), (report_language, ("sv", "en"))):
        if value not in known:
            raise WrongUse(
                _("%(value)s is not known here; choose %(known)s.") % {"value": value, "known": ", ".join(known)}
            )
    by = viewer()
    found = _project(project, by)
    try:
        chosen = releases.find(by, found, release or None)
    except NotFound:
        raise NothingFound(_("There is no such release. See: stegvis release list %s") % project) from None
    try:
        content = results_report(chosen, form=form, language=report_language)
    except PangoMissing as lacking:
        raise WrongUse(lacking.reason) from None
    facts = {"project": project, "number": chosen.number, "format": form}
    record(by=by, verb="export", record="release", record_id=chosen.pk, organisation_id=found.owner_id, facts=facts)
    output.write_bytes(content)
    say(
        _("Wrote %(file)s: release %(number)d, figures up to %(at)s.")
        % {"file": output, "number": chosen.number, "at": chosen.at}
    )


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "indicators", help=_("Compute indicators, through the disclosure gate."), rich_help_panel=panels.RESULTS
    )(indicators)
    releases = group(app, "release", words=_("Freeze and list results."), panel=panels.RESULTS)
    releases.command("create", help=_("Freeze a project's results as of a day."))(create_release)
    releases.command("list", help=_("List a project's releases."))(list_releases)
    app.command("report", help=_("Write a results report: Word, HTML or PDF."), rich_help_panel=panels.RESULTS)(report)
