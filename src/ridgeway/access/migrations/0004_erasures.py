import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("access", "0003_networks"), ("schools", "0002_row_security")]

    operations = [
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='schools.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={'ordering': ['-made_at', '-pk']},
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pseudonym', models.CharField(help_text='A keyed hash: see `pseudonym_of`.', max_length=32)),
                ('erased_at', models.DateTimeField()),
                ('why', models.CharField(choices=[('request', 'the pupil or a parent asked for it'), ('retention', 'it had been kept for as long as it was needed'), ('mistake', 'it should never have been recorded'), ('duty', 'the law or a court requires it')], max_length=10, verbose_name='why')),
                ('rows', models.PositiveIntegerField(help_text='How many rows went or were changed.')),
                ('erased_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={'ordering': ['-erased_at', '-pk']},
        ),
        RowSecurity("access_disclosure"),
        RowSecurity("access_erasure"),
    ]
