"""The results report of a release: title page, volumes, outcomes, and how it was counted."""

from django.utils import translation
from django.utils.translation import gettext as _

from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.definitions import BASE_WORDS, Base
from stegvis.reporting import pictures, words
from stegvis.reporting.charts import Drawing
from stegvis.reporting.models import Release
from stegvis.reporting.report.content import Report
from stegvis.reporting.story import Story, tell


def results_content(release: Release, *, language: str = "sv", base: str = "ended") -> Report:
    """What the report says, in the language (`sv`, `en`) and on the base. Raises KeyError for an unknown base."""
    with translation.override(language):
        story = tell(release, base=base)
        report = _begin(story, language)
        _summary(report, story)
        _volumes(report, story)
        _outcomes(report, story)
        _method(report, story)
        return report


def _begin(story: Story, language: str) -> Report:
    release, project = story.release, story.release.project
    period = f"{words.day_text(project.starts_on)} – {words.day_text(project.ends_on)}"
    facts = (
        (_("Project number"), project.registration_number),
        (_("Project period"), period),
        (_("Project owner"), project.owner.name),
        (_("Funder"), project.funder),
        (_("Contact"), project.contact),
        (_("Figures as of"), words.day_text(release.at)),
        (_("Release"), f"{release.number}, {words.day_text(release.released_at)}"),
    )
    return Report(
        title=f"{project.name}: {_('results')} {release.at.isoformat()}",
        name=project.name,
        kind=_("Results"),
        cover=tuple((name, value) for name, value in facts if value),
        language=language,
        made_at=release.released_at,
    )


def _summary(report: Report, story: Story) -> None:
    report.heading(_("In short"))
    report.text(f"{story.headline}.")
    report.text(story.lead)
    report.facts([(card.title, f"{card.figure} ({card.under})" if card.under else card.figure) for card in story.cards])
    report.text(story.held)


def _volumes(report: Report, story: Story) -> None:
    report.heading(_("How many took part"))
    report.picture(*_drawn(story, "volumes"))
    report.table(story.volume_table, note=_("A dash: hidden, because so few people could be recognised."))


def _outcomes(report: Report, story: Story) -> None:
    report.heading(_("Where people went"))
    report.text(f"{BASE_WORDS[Base(story.base)].name.in_language(translation.get_language()[:2])}. {_base_who(story)}")
    report.picture(*_drawn(story, "destinations"), note=story.destination_caption)
    report.table(story.destination_table, note=_("A dash: hidden, because so few people could be recognised."))
    by_sex = tell(story.release, base=story.base, split="sex")
    report.heading(_("Women and men"), 2)
    report.picture(*_drawn(by_sex, "destinations"), note=by_sex.destination_caption)
    report.table(by_sex.destination_table)
    report.heading(_("How sure is the share?"), 2)
    report.picture(*_drawn(story, "comparison"), note=story.comparison_caption, share=0.7)


def _drawn(story: Story, name: str) -> tuple[Drawing, Drawing]:
    """A picture as wide as paper, and as wide as a phone."""
    return pictures.draw(story, name, "paper"), pictures.draw(story, name, "phone", legend=True)


def _base_who(story: Story) -> str:
    return BASE_WORDS[Base(story.base)].who.in_language(translation.get_language()[:2])


def _method(report: Report, story: Story) -> None:
    release, run = story.release, story.release.run
    language = translation.get_language()[:2]
    report.heading(_("How it was counted"))
    for definition in INDICATORS.values():
        if definition.id not in run.definitions:
            continue
        reading = definition.reading
        report.heading(reading.title.in_language(language), 2)
        report.text(reading.sentence.in_language(language))
        report.facts(
            [
                (_("Who counts"), reading.who.in_language(language)),
                (_("What counts"), reading.what.in_language(language)),
                (_("When"), reading.when.in_language(language)),
                (_("Source"), reading.source.in_language(language)),
                (_("Definition"), run.definitions[definition.id][:16]),
            ]
        )
    report.heading(_("Protection of small groups"), 2)
    report.text(
        _(
            "Counts of 1 to %(most)s people, and everything they could be worked out from, are hidden. "
            "Figures are compared with earlier releases, so that nobody can subtract one from the next."
        )
        % {"most": run.small_count - 1}
    )
    report.text(story.held)
    report.heading(_("Traceability"), 2)
    report.facts(
        [
            (_("Extract"), run.extract.digest),
            (_("Computed by"), f"Stegvis {run.code_version}, {run.engine}"),
            (_("Run"), str(run.pk)),
            (_("Release"), f"{release.number}, {release.at.isoformat()}"),
        ]
    )
