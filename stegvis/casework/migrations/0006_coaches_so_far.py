"""Whoever is coach today is taken to have been so since the start: before now only the present coach was kept."""

from django.db import migrations

FILL = """
    INSERT INTO casework_coachperiod (enrolment_id, coach_id, since_on, until_on)
    SELECT id, coach_id, started_on, ended_on FROM casework_enrolment WHERE coach_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_versions_words")]
    operations = [migrations.RunSQL(FILL, "DELETE FROM casework_coachperiod")]
