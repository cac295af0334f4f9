import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity

# Which schools have sheets that tell the ledger something and are not yet in it: a number each, and nothing else of
# any row. Until now these were the marked ones alone.
SCHOOLS = """
CREATE OR REPLACE FUNCTION ridgeway_schools_with_unsettled_sheets(before timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT school_id FROM foundations_sheetresult
    WHERE settled_at IS NULL AND {told} AND entered_at <= before
$$;
"""
MARKED = "wrong IS NOT NULL"
OR_TIMED = "(wrong IS NOT NULL OR (seconds IS NOT NULL AND (errors IS NOT NULL OR correct * 10 >= questions * 9)))"


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0013_own_aims'),
        ('schools', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='PageTotal',
            fields=[
                ('pk', models.CompositePrimaryKey('school_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.UUIDField(help_text='uuidv7, which follows from what the page was.')),
                ('session', models.UUIDField()),
                ('at', models.DateTimeField(help_text='When it was done.')),
                ('received_at', models.DateTimeField()),
                ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), help_text='The questions answered, in their order.', size=None)),
                ('correct', django.contrib.postgres.fields.ArrayField(base_field=models.BooleanField(null=True), size=None)),
                ('milliseconds', models.PositiveIntegerField(help_text='For all of them together.')),
                ('device', models.CharField(choices=[('keyboard', 'Keyboard'), ('touch', 'Touch screen'), ('paper', 'Paper'), ('speech', 'Spoken')], max_length=8)),
                ('pupil', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='page_totals', to='schools.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['school', 'pupil', 'at', 'id'], name='page_total_of_pupil')],
                'constraints': [models.CheckConstraint(condition=models.Q(('items__len__gte', 1)), name='page_total_has_questions'), models.CheckConstraint(condition=models.Q(('items__len', models.Func(models.F('correct'), function='cardinality', output_field=models.IntegerField()))), name='page_total_marks_agree'), models.CheckConstraint(condition=models.Q(('milliseconds__gte', 250)), name='page_total_time')],
            },
        ),
        RowSecurity("foundations_pagetotal"),
        migrations.RunSQL(SCHOOLS.format(told=OR_TIMED), SCHOOLS.format(told=MARKED)),
    ]
