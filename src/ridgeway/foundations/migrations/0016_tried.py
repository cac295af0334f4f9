import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity

TABLES = ("foundations_tried", "foundations_triedevent")


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0015_own_words'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('schools', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tried',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('remedy', models.CharField(choices=[('ease the set', 'ease the set'), ('more model', 'more model'), ('other timing', 'other timing'), ('talk it over', 'talk it over'), ('other device', 'other device'), ('tool speed', 'tool speed'), ('earlier set', 'earlier set'), ('another way', 'another way'), ('cover and write', 'cover and write'), ('leave alone', 'leave alone')], max_length=20, verbose_name='remedy')),
                ('since', models.DateField()),
                ('said_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['since', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TriedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('remedy', models.CharField(choices=[('ease the set', 'ease the set'), ('more model', 'more model'), ('other timing', 'other timing'), ('talk it over', 'talk it over'), ('other device', 'other device'), ('tool speed', 'tool speed'), ('earlier set', 'earlier set'), ('another way', 'another way'), ('cover and write', 'cover and write'), ('leave alone', 'leave alone')], max_length=20, verbose_name='remedy')),
                ('since', models.DateField()),
                ('said_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='classpractice',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='classpractice',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='classpractice',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='classpractice',
            name='facts_timed',
            field=models.CharField(choices=[('week', 'Every week'), ('fortnight', 'Every two weeks'), ('half-term', 'Every half-term'), ('never', 'Not timed')], default='week', max_length=9, verbose_name='number facts are timed'),
        ),
        migrations.AddField(
            model_name='classpractice',
            name='reading_timed',
            field=models.CharField(choices=[('week', 'Every week'), ('fortnight', 'Every two weeks'), ('half-term', 'Every half-term'), ('never', 'Not timed')], default='half-term', max_length=9, verbose_name='reading is timed'),
        ),
        migrations.AddField(
            model_name='classpractice',
            name='writing_timed',
            field=models.CharField(choices=[('week', 'Every week'), ('fortnight', 'Every two weeks'), ('half-term', 'Every half-term'), ('never', 'Not timed')], default='half-term', max_length=9, verbose_name='writing is timed'),
        ),
        migrations.AddField(
            model_name='classpracticeevent',
            name='facts_timed',
            field=models.CharField(choices=[('week', 'Every week'), ('fortnight', 'Every two weeks'), ('half-term', 'Every half-term'), ('never', 'Not timed')], default='week', max_length=9, verbose_name='number facts are timed'),
        ),
        migrations.AddField(
            model_name='classpracticeevent',
            name='reading_timed',
            field=models.CharField(choices=[('week', 'Every week'), ('fortnight', 'Every two weeks'), ('half-term', 'Every half-term'), ('never', 'Not timed')], default='half-term', max_length=9, verbose_name='reading is timed'),
        ),
        migrations.AddField(
            model_name='classpracticeevent',
            name='writing_timed',
            field=models.CharField(choices=[('week', 'Every week'), ('fortnight', 'Every two weeks'), ('half-term', 'Every half-term'), ('never', 'Not timed')], default='half-term', max_length=9, verbose_name='writing is timed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='classpractice',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_classpracticeevent" ("chosen_at", "chosen_by_id", "facts_timed", "further_subjects", "group_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_timed", "school_id", "starts_with_check", "writing_timed") VALUES (NEW."chosen_at", NEW."chosen_by_id", NEW."facts_timed", NEW."further_subjects", NEW."group_id", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reading_timed", NEW."school_id", NEW."starts_with_check", NEW."writing_timed"); RETURN NULL;', hash='1e027954fa6161c1e7bb9dba60b80afea91bdba7', operation='INSERT', pgid='pgtrigger_insert_insert_ef0b2', table='foundations_classpractice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='classpractice',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_classpracticeevent" ("chosen_at", "chosen_by_id", "facts_timed", "further_subjects", "group_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_timed", "school_id", "starts_with_check", "writing_timed") VALUES (NEW."chosen_at", NEW."chosen_by_id", NEW."facts_timed", NEW."further_subjects", NEW."group_id", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reading_timed", NEW."school_id", NEW."starts_with_check", NEW."writing_timed"); RETURN NULL;', hash='9e4f225cafcf59930cd1d966626f0d5e6883b04d', operation='UPDATE', pgid='pgtrigger_update_update_435b0', table='foundations_classpractice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='classpractice',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_classpracticeevent" ("chosen_at", "chosen_by_id", "facts_timed", "further_subjects", "group_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_timed", "school_id", "starts_with_check", "writing_timed") VALUES (OLD."chosen_at", OLD."chosen_by_id", OLD."facts_timed", OLD."further_subjects", OLD."group_id", OLD."id", OLD."minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reading_timed", OLD."school_id", OLD."starts_with_check", OLD."writing_timed"); RETURN NULL;', hash='c521c5657607ded4712aebdb67081f041c905ea4', operation='DELETE', pgid='pgtrigger_delete_delete_67c41', table='foundations_classpractice', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='classpractice',
            constraint=models.CheckConstraint(condition=models.Q(('facts_timed__in', ['week', 'fortnight', 'half-term', 'never']), ('reading_timed__in', ['week', 'fortnight', 'half-term', 'never']), ('writing_timed__in', ['week', 'fortnight', 'half-term', 'never'])), name='class_practice_rhythms'),
        ),
        migrations.AddField(
            model_name='tried',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remedies_tried', to='schools.pupil'),
        ),
        migrations.AddField(
            model_name='tried',
            name='said_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tried',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school'),
        ),
        migrations.AddField(
            model_name='triedevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='triedevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.tried'),
        ),
        migrations.AddField(
            model_name='triedevent',
            name='pupil',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.pupil'),
        ),
        migrations.AddField(
            model_name='triedevent',
            name='said_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='triedevent',
            name='school',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school'),
        ),
        migrations.AddConstraint(
            model_name='tried',
            constraint=models.UniqueConstraint(fields=('school', 'pupil', 'remedy', 'since'), name='tried_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='tried',
            constraint=models.CheckConstraint(condition=models.Q(('remedy__in', ['ease the set', 'more model', 'other timing', 'talk it over', 'other device', 'tool speed', 'earlier set', 'another way', 'cover and write', 'leave alone'])), name='tried_remedy'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tried',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_triedevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "remedy", "said_at", "said_by_id", "school_id", "since") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pupil_id", NEW."remedy", NEW."said_at", NEW."said_by_id", NEW."school_id", NEW."since"); RETURN NULL;', hash='684a84fc003613a28e4cac8bbdadd42eb2d42680', operation='INSERT', pgid='pgtrigger_insert_insert_5a6a8', table='foundations_tried', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tried',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_triedevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "remedy", "said_at", "said_by_id", "school_id", "since") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pupil_id", NEW."remedy", NEW."said_at", NEW."said_by_id", NEW."school_id", NEW."since"); RETURN NULL;', hash='39513b9716e07d26272543149ede3ee521c6cbbe', operation='UPDATE', pgid='pgtrigger_update_update_cb77f', table='foundations_tried', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tried',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_triedevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "remedy", "said_at", "said_by_id", "school_id", "since") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pupil_id", OLD."remedy", OLD."said_at", OLD."said_by_id", OLD."school_id", OLD."since"); RETURN NULL;', hash='378f05953728c3c06440445a4ac012cae6a833e1', operation='DELETE', pgid='pgtrigger_delete_delete_23cfa', table='foundations_tried', when='AFTER')),
        ),
        *(RowSecurity(table) for table in TABLES),
    ]
