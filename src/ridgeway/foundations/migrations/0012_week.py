import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity

TABLES = ("foundations_notpractised", "foundations_notpractisedevent")


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0011_activities'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('schools', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NotPractised',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(help_text='The Monday of the week.')),
                ('reason', models.CharField(choices=[('absent', 'Absent'), ('no-device', 'No device'), ('chose-not', 'Chose not to')], max_length=9, verbose_name='reason')),
                ('said_at', models.DateTimeField(auto_now=True)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weeks_not_practised', to='schools.pupil')),
                ('said_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
        migrations.CreateModel(
            name='NotPractisedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('week', models.DateField(help_text='The Monday of the week.')),
                ('reason', models.CharField(choices=[('absent', 'Absent'), ('no-device', 'No device'), ('chose-not', 'Chose not to')], max_length=9, verbose_name='reason')),
                ('said_at', models.DateTimeField(auto_now=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.notpractised')),
                ('pupil', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.pupil')),
                ('said_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='notpractised',
            constraint=models.UniqueConstraint(fields=('school', 'pupil', 'week'), name='not_practised_once'),
        ),
        migrations.AddConstraint(
            model_name='notpractised',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['absent', 'no-device', 'chose-not'])), name='not_practised_reason'),
        ),
        migrations.AddConstraint(
            model_name='notpractised',
            constraint=models.CheckConstraint(condition=models.Q(('week__iso_week_day', 1)), name='not_practised_week_is_a_monday'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notpractised',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_notpractisedevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "reason", "said_at", "said_by_id", "school_id", "week") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pupil_id", NEW."reason", NEW."said_at", NEW."said_by_id", NEW."school_id", NEW."week"); RETURN NULL;', hash='061ac990488df5742b4ab179aadf8a38c44c30fc', operation='INSERT', pgid='pgtrigger_insert_insert_f838e', table='foundations_notpractised', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notpractised',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_notpractisedevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "reason", "said_at", "said_by_id", "school_id", "week") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pupil_id", NEW."reason", NEW."said_at", NEW."said_by_id", NEW."school_id", NEW."week"); RETURN NULL;', hash='bcde43aa4ae2e265cdcd40839b978e470bea3619', operation='UPDATE', pgid='pgtrigger_update_update_fa8c8', table='foundations_notpractised', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notpractised',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_notpractisedevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "reason", "said_at", "said_by_id", "school_id", "week") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pupil_id", OLD."reason", OLD."said_at", OLD."said_by_id", OLD."school_id", OLD."week"); RETURN NULL;', hash='eca1e85f13e5c3274b64e79df6739b6c30654cec', operation='DELETE', pgid='pgtrigger_delete_delete_064c3', table='foundations_notpractised', when='AFTER')),
        ),
        *(RowSecurity(table) for table in TABLES),
    ]
