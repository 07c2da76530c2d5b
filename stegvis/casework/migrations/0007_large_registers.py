
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0006_coaches_so_far'),
        ('organisation', '0001_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['participant', 'project', 'started_on'], name='enrolment_by_participant'),
        ),
    ]
