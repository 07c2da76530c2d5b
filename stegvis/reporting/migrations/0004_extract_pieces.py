import django.db.models.deletion
from django.db import migrations, models


def let_the_next_draw_be_whole(apps, schema_editor):
    """Standing extracts were kept in one piece. They are copies: the next draw of each project makes them anew."""
    apps.get_model("reporting", "StandingExtract").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("organisation", "0001_first"),
        ("reporting", "0003_fund_indicators"),
    ]

    operations = [
        migrations.RunPython(let_the_next_draw_be_whole, migrations.RunPython.noop),
        migrations.AddField(
            model_name="standingextract",
            name="digest",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="ExtractPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.project"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("released", models.BooleanField(default=False)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("content", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["project", "left_at"], name="piece_by_leaving")],
                "constraints": [models.UniqueConstraint(fields=("project", "digest"), name="piece_once")],
            },
        ),
    ]
