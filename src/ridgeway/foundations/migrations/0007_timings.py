import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity

TABLES = ("foundations_timing", "foundations_timingevent")


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0006_steering'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('schools', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='practicesession',
            name='activity',
            field=models.CharField(choices=[('practice', 'Practice'), ('probe', 'Probe'), ('tables-check', 'Multiplication tables check rehearsal')], default='practice', max_length=12),
        ),
        migrations.AddField(
            model_name='practicesession',
            name='of',
            field=models.CharField(blank=True, help_text='The set or strand that a probe is about; empty for practice.', max_length=40),
        ),
        migrations.CreateModel(
            name='Timing',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('writing', models.CharField(choices=[('alphabet', 'Alphabet'), ('copying', 'Copying a text'), ('from-memory', 'Sentences from memory')], max_length=12, verbose_name='what was written')),
                ('at', models.DateTimeField(help_text="When it was written, the device's clock corrected.")),
                ('seconds', models.PositiveSmallIntegerField(verbose_name='time in seconds')),
                ('correct', models.PositiveSmallIntegerField(verbose_name='letters right')),
                ('errors', models.PositiveSmallIntegerField(verbose_name='letters wrong')),
                ('device', models.CharField(max_length=8)),
                ('counted_by', models.ForeignKey(blank=True, help_text='The member of staff who counted; null = counted by the screen.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timings', to='schools.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
        migrations.CreateModel(
            name='TimingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(serialize=False)),
                ('writing', models.CharField(choices=[('alphabet', 'Alphabet'), ('copying', 'Copying a text'), ('from-memory', 'Sentences from memory')], max_length=12, verbose_name='what was written')),
                ('at', models.DateTimeField(help_text="When it was written, the device's clock corrected.")),
                ('seconds', models.PositiveSmallIntegerField(verbose_name='time in seconds')),
                ('correct', models.PositiveSmallIntegerField(verbose_name='letters right')),
                ('errors', models.PositiveSmallIntegerField(verbose_name='letters wrong')),
                ('device', models.CharField(max_length=8)),
                ('counted_by', models.ForeignKey(blank=True, db_constraint=False, help_text='The member of staff who counted; null = counted by the screen.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.timing')),
                ('pupil', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.pupil')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='timing',
            index=models.Index(fields=['school', 'pupil', 'at'], name='timing_of_pupil'),
        ),
        migrations.AddConstraint(
            model_name='timing',
            constraint=models.CheckConstraint(condition=models.Q(('seconds__gte', 1), ('seconds__lte', 600)), name='timing_seconds'),
        ),
        migrations.AddConstraint(
            model_name='timing',
            constraint=models.CheckConstraint(condition=models.Q(('correct__lte', 2000), ('errors__lte', 2000)), name='timing_counts'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='timing',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_timingevent" ("at", "correct", "counted_by_id", "device", "errors", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "school_id", "seconds", "writing") VALUES (NEW."at", NEW."correct", NEW."counted_by_id", NEW."device", NEW."errors", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pupil_id", NEW."school_id", NEW."seconds", NEW."writing"); RETURN NULL;', hash='2bd24946591c35c774058960241e3c8504798362', operation='INSERT', pgid='pgtrigger_insert_insert_2a8e5', table='foundations_timing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='timing',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_timingevent" ("at", "correct", "counted_by_id", "device", "errors", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "school_id", "seconds", "writing") VALUES (NEW."at", NEW."correct", NEW."counted_by_id", NEW."device", NEW."errors", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pupil_id", NEW."school_id", NEW."seconds", NEW."writing"); RETURN NULL;', hash='38322b0a92a7d55ef122954391c23d418d7e8613', operation='UPDATE', pgid='pgtrigger_update_update_8833a', table='foundations_timing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='timing',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_timingevent" ("at", "correct", "counted_by_id", "device", "errors", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "school_id", "seconds", "writing") VALUES (OLD."at", OLD."correct", OLD."counted_by_id", OLD."device", OLD."errors", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pupil_id", OLD."school_id", OLD."seconds", OLD."writing"); RETURN NULL;', hash='2589326ca20786fc537454b6876038937c663964', operation='DELETE', pgid='pgtrigger_delete_delete_fee4e', table='foundations_timing', when='AFTER')),
        ),
        *(RowSecurity(table) for table in TABLES),
    ]
