
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0003_sign_in_and_standing_in'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['organisation_id', 'number'], name='event_by_organisation'),
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['subject_id', 'number'], name='event_by_subject'),
        ),
    ]
