from django.db import migrations

from stegvis.access import append_only


def _install(apps, schema_editor):
    append_only.install(schema_editor.connection)


def _remove(apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_first")]
    operations = [migrations.RunPython(_install, _remove)]
