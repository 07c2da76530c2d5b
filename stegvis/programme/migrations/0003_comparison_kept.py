import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0002_printed_figures'),
    ]

    operations = [
        migrations.AddField('comparisonshare', 'people', models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField('comparisonshare', 'base', models.CharField(blank=True, default='', max_length=40), preserve_default=False),
        migrations.AddField('comparisonshare', 'as_of', models.DateField(blank=True, null=True)),
        migrations.AddField('comparisonshare', 'added_at', models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now), preserve_default=False),
        migrations.AddField('comparisonshare', 'added_by_name', models.CharField(blank=True, default='', max_length=200), preserve_default=False),
        migrations.AddField(
            'comparisonshare', 'corrects',
            models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.comparisonshare'),
        ),
        migrations.AddField('comparisonshare', 'retired_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('comparisonshare', 'retired_by_name', models.CharField(blank=True, default='', max_length=200), preserve_default=False),
        migrations.AddField('comparisonshare', 'retired_because', models.CharField(blank=True, default='', max_length=300), preserve_default=False),
        migrations.AddConstraint(
            'comparisonshare',
            models.CheckConstraint(
                condition=models.Q(('retired_at__isnull', True), ('retired_because', '')) | models.Q(('retired_at__isnull', False)),
                name='comparison_reason_only_when_retired',
            ),
        ),
    ]
