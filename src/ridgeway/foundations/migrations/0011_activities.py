import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity

TABLES = ("foundations_setactivity", "foundations_setactivityevent")


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0010_offline'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('schools', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='practicesession',
            name='of',
            field=models.CharField(blank=True, help_text='What a probe is about; the subject of practice, empty for number facts.', max_length=40),
        ),
        migrations.CreateModel(
            name='SetActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('activity', models.CharField(choices=[('probe', 'Probe'), ('tables-check', 'Multiplication tables check rehearsal'), ('alphabet', 'Alphabet'), ('copying', 'Copying a text'), ('from-memory', 'Sentences from memory')], max_length=12)),
                ('of', models.CharField(blank=True, help_text='What a probe is about; empty for all else.', max_length=40, verbose_name='about')),
                ('set_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='set_activities', to='schools.teachinggroup')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('set_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['set_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SetActivityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('activity', models.CharField(choices=[('probe', 'Probe'), ('tables-check', 'Multiplication tables check rehearsal'), ('alphabet', 'Alphabet'), ('copying', 'Copying a text'), ('from-memory', 'Sentences from memory')], max_length=12)),
                ('of', models.CharField(blank=True, help_text='What a probe is about; empty for all else.', max_length=40, verbose_name='about')),
                ('set_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.teachinggroup')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.setactivity')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('set_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_back_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='setactivity',
            index=models.Index(fields=['school', 'group', 'ends'], name='activity_of_class'),
        ),
        migrations.AddConstraint(
            model_name='setactivity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', 'probe'), models.Q(('of', ''), _negated=True)), models.Q(('activity__in', ['tables-check', 'alphabet', 'copying', 'from-memory']), ('of', '')), _connector='OR'), name='activity_about_something'),
        ),
        migrations.AddConstraint(
            model_name='setactivity',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('school', 'group', 'activity', 'of', 'ends'), name='activity_set_once'),
        ),
        migrations.AddConstraint(
            model_name='setactivity',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='activity_ends_after_start'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='setactivity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_setactivityevent" ("activity", "ends", "group_id", "id", "of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "set_at", "set_by_id", "starts", "taken_back_at", "taken_back_by_id") VALUES (NEW."activity", NEW."ends", NEW."group_id", NEW."id", NEW."of", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."set_at", NEW."set_by_id", NEW."starts", NEW."taken_back_at", NEW."taken_back_by_id"); RETURN NULL;', hash='910cda3dc1aaa82c2af7ecd8a190064a7af9cc7f', operation='INSERT', pgid='pgtrigger_insert_insert_59df2', table='foundations_setactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='setactivity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_setactivityevent" ("activity", "ends", "group_id", "id", "of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "set_at", "set_by_id", "starts", "taken_back_at", "taken_back_by_id") VALUES (NEW."activity", NEW."ends", NEW."group_id", NEW."id", NEW."of", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."set_at", NEW."set_by_id", NEW."starts", NEW."taken_back_at", NEW."taken_back_by_id"); RETURN NULL;', hash='333bdbacc4cffd34c8199f82e67e9edb6021fe63', operation='UPDATE', pgid='pgtrigger_update_update_bd58c', table='foundations_setactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='setactivity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_setactivityevent" ("activity", "ends", "group_id", "id", "of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "set_at", "set_by_id", "starts", "taken_back_at", "taken_back_by_id") VALUES (OLD."activity", OLD."ends", OLD."group_id", OLD."id", OLD."of", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."set_at", OLD."set_by_id", OLD."starts", OLD."taken_back_at", OLD."taken_back_by_id"); RETURN NULL;', hash='154b39bcd8ade25801446a4c7a2daa90fb98540f', operation='DELETE', pgid='pgtrigger_delete_delete_71df1', table='foundations_setactivity', when='AFTER')),
        ),
        *(RowSecurity(table) for table in TABLES),
    ]
