"""No two enrolments of one participant in one project may share a day, unless one was registered by mistake."""

from django.db import migrations

TABLE = "casework_enrolment"
_CLASH = f"""
    SELECT RAISE(ABORT, 'enrolments_overlap') WHERE NEW.state <> 'void' AND EXISTS (
        SELECT 1 FROM {TABLE} other
        WHERE other.id <> NEW.id AND other.state <> 'void'
          AND other.participant_id = NEW.participant_id AND other.project_id = NEW.project_id
          AND other.started_on <= COALESCE(NEW.ended_on, '9999-12-31')
          AND NEW.started_on <= COALESCE(other.ended_on, '9999-12-31'));
"""
INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER enrolments_overlap_insert BEFORE INSERT ON {TABLE} BEGIN {_CLASH} END",
        f"CREATE TRIGGER enrolments_overlap_update BEFORE UPDATE ON {TABLE} BEGIN {_CLASH} END",
    ],
    "postgresql": [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        f"""ALTER TABLE {TABLE} ADD CONSTRAINT enrolments_overlap EXCLUDE USING gist (
            participant_id WITH =, project_id WITH =, daterange(started_on, ended_on, '[]') WITH &&
        ) WHERE (state <> 'void')""",
    ],
}
REMOVE = {
    "sqlite": ["DROP TRIGGER enrolments_overlap_insert", "DROP TRIGGER enrolments_overlap_update"],
    "postgresql": [f"ALTER TABLE {TABLE} DROP CONSTRAINT enrolments_overlap"],
}


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_first")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: _run(schema_editor, INSTALL),
            lambda apps, schema_editor: _run(schema_editor, REMOVE),
        )
    ]
