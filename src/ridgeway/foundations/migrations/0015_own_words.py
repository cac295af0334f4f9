import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity

TABLES = (
    'foundations_spellinglist',
    'foundations_spellinglistevent',
    'foundations_spellingword',
    'foundations_spellingwordevent',
    'foundations_wordtry',
)


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0014_page_totals'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('schools', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SpellingList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('day', models.DateField(help_text='The day or the week that it is for.', verbose_name='date')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('put_away_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='spelling_lists', to='schools.teachinggroup')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['-day', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SpellingListEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('day', models.DateField(help_text='The day or the week that it is for.', verbose_name='date')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('put_away_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.teachinggroup')),
                ('made_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.spellinglist')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SpellingWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(help_text='From 1; null = no longer on the list.', null=True)),
                ('text', models.CharField(max_length=20, verbose_name='word')),
                ('sentence', models.CharField(blank=True, max_length=120, verbose_name='sentence')),
                ('in_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='foundations.spellinglist')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['in_list', 'place', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SpellingWordEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('place', models.PositiveSmallIntegerField(help_text='From 1; null = no longer on the list.', null=True)),
                ('text', models.CharField(max_length=20, verbose_name='word')),
                ('sentence', models.CharField(blank=True, max_length=120, verbose_name='sentence')),
                ('in_list', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='foundations.spellinglist')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.spellingword')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WordTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.UUIDField(help_text='The sitting.')),
                ('at', models.DateTimeField(help_text="When it was typed, the device's clock corrected.")),
                ('sequence', models.PositiveSmallIntegerField(help_text='Place in the session.')),
                ('given', models.CharField(blank=True, max_length=40)),
                ('correct', models.BooleanField()),
                ('looked', models.BooleanField(help_text='The word was looked at first, where it could not be heard.')),
                ('device', models.CharField(max_length=8)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='word_tries', to='schools.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('word', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='foundations.spellingword')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='setactivity',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='setactivity',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='setactivity',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='setactivity',
            name='activity_about_something',
        ),
        migrations.AddField(
            model_name='setactivity',
            name='text',
            field=models.CharField(blank=True, help_text="The teacher's own text to write; empty for a sentence of ours that fits the year group.", max_length=300),
        ),
        migrations.AddField(
            model_name='setactivityevent',
            name='text',
            field=models.CharField(blank=True, help_text="The teacher's own text to write; empty for a sentence of ours that fits the year group.", max_length=300),
        ),
        migrations.AlterField(
            model_name='practicesession',
            name='activity',
            field=models.CharField(choices=[('practice', 'Practice'), ('probe', 'Probe'), ('tables-check', 'Multiplication tables check rehearsal'), ('spelling', 'Spelling list')], default='practice', max_length=12),
        ),
        migrations.AlterField(
            model_name='practicesession',
            name='of',
            field=models.CharField(blank=True, help_text='What a probe is about; the key of a spelling list; the subject of practice, empty for number facts.', max_length=40),
        ),
        migrations.AlterField(
            model_name='setactivity',
            name='activity',
            field=models.CharField(choices=[('probe', 'Probe'), ('tables-check', 'Multiplication tables check rehearsal'), ('spelling', 'Spelling list'), ('alphabet', 'Alphabet'), ('copying', 'Copying a text'), ('from-memory', 'Sentences from memory')], max_length=12),
        ),
        migrations.AlterField(
            model_name='setactivity',
            name='of',
            field=models.CharField(blank=True, help_text='What a probe is about; the key of a spelling list; empty for all else.', max_length=40, verbose_name='about'),
        ),
        migrations.AlterField(
            model_name='setactivityevent',
            name='activity',
            field=models.CharField(choices=[('probe', 'Probe'), ('tables-check', 'Multiplication tables check rehearsal'), ('spelling', 'Spelling list'), ('alphabet', 'Alphabet'), ('copying', 'Copying a text'), ('from-memory', 'Sentences from memory')], max_length=12),
        ),
        migrations.AlterField(
            model_name='setactivityevent',
            name='of',
            field=models.CharField(blank=True, help_text='What a probe is about; the key of a spelling list; empty for all else.', max_length=40, verbose_name='about'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='setactivity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_setactivityevent" ("activity", "ends", "group_id", "id", "of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "set_at", "set_by_id", "starts", "taken_back_at", "taken_back_by_id", "text") VALUES (NEW."activity", NEW."ends", NEW."group_id", NEW."id", NEW."of", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."set_at", NEW."set_by_id", NEW."starts", NEW."taken_back_at", NEW."taken_back_by_id", NEW."text"); RETURN NULL;', hash='dd4d58610b9669ab606256f759b0fd6753a78976', operation='INSERT', pgid='pgtrigger_insert_insert_59df2', table='foundations_setactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='setactivity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_setactivityevent" ("activity", "ends", "group_id", "id", "of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "set_at", "set_by_id", "starts", "taken_back_at", "taken_back_by_id", "text") VALUES (NEW."activity", NEW."ends", NEW."group_id", NEW."id", NEW."of", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."set_at", NEW."set_by_id", NEW."starts", NEW."taken_back_at", NEW."taken_back_by_id", NEW."text"); RETURN NULL;', hash='ff24dcaa990152b4810966eb9df0cb6e4a33ef2d', operation='UPDATE', pgid='pgtrigger_update_update_bd58c', table='foundations_setactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='setactivity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_setactivityevent" ("activity", "ends", "group_id", "id", "of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "set_at", "set_by_id", "starts", "taken_back_at", "taken_back_by_id", "text") VALUES (OLD."activity", OLD."ends", OLD."group_id", OLD."id", OLD."of", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."set_at", OLD."set_by_id", OLD."starts", OLD."taken_back_at", OLD."taken_back_by_id", OLD."text"); RETURN NULL;', hash='e172f34611a8e9348aebe48b627f7c05a5c2a3fd', operation='DELETE', pgid='pgtrigger_delete_delete_71df1', table='foundations_setactivity', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='setactivity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity__in', ['probe', 'spelling']), models.Q(('of', ''), _negated=True)), models.Q(('activity__in', ['tables-check', 'alphabet', 'copying', 'from-memory']), ('of', '')), _connector='OR'), name='activity_about_something'),
        ),
        migrations.AddConstraint(
            model_name='setactivity',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), ('activity__in', ['copying', 'from-memory']), _connector='OR'), name='activity_own_text'),
        ),
        migrations.AddIndex(
            model_name='spellinglist',
            index=models.Index(fields=['school', 'group'], name='spelling_list_of_class'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spellinglist',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_spellinglistevent" ("day", "group_id", "id", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_away_at", "school_id") VALUES (NEW."day", NEW."group_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."put_away_at", NEW."school_id"); RETURN NULL;', hash='5213aee6a0fb2b017a3c59fac837c7dbed7f3be0', operation='INSERT', pgid='pgtrigger_insert_insert_14a5c', table='foundations_spellinglist', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spellinglist',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_spellinglistevent" ("day", "group_id", "id", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_away_at", "school_id") VALUES (NEW."day", NEW."group_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."put_away_at", NEW."school_id"); RETURN NULL;', hash='d4347a3824e25deaf13fd0529a90e3d94c9a83e8', operation='UPDATE', pgid='pgtrigger_update_update_5a05c', table='foundations_spellinglist', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spellinglist',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_spellinglistevent" ("day", "group_id", "id", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_away_at", "school_id") VALUES (OLD."day", OLD."group_id", OLD."id", OLD."made_at", OLD."made_by_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."put_away_at", OLD."school_id"); RETURN NULL;', hash='d28e0d982c4d364f2b50a15f885fb27539b19c66', operation='DELETE', pgid='pgtrigger_delete_delete_a2fb9', table='foundations_spellinglist', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='spellingword',
            constraint=models.UniqueConstraint(fields=('school', 'in_list', 'text'), name='spelling_word_once'),
        ),
        migrations.AddConstraint(
            model_name='spellingword',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='spelling_word_not_empty'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spellingword',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_spellingwordevent" ("id", "in_list_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "school_id", "sentence", "text") VALUES (NEW."id", NEW."in_list_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."school_id", NEW."sentence", NEW."text"); RETURN NULL;', hash='0ad4538b0b707fc03082378cd51cf5314740e727', operation='INSERT', pgid='pgtrigger_insert_insert_13a47', table='foundations_spellingword', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spellingword',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_spellingwordevent" ("id", "in_list_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "school_id", "sentence", "text") VALUES (NEW."id", NEW."in_list_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."school_id", NEW."sentence", NEW."text"); RETURN NULL;', hash='0ac12bb316bd40505700b5de3641865c9d67e91a', operation='UPDATE', pgid='pgtrigger_update_update_72c0e', table='foundations_spellingword', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spellingword',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_spellingwordevent" ("id", "in_list_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "school_id", "sentence", "text") VALUES (OLD."id", OLD."in_list_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."school_id", OLD."sentence", OLD."text"); RETURN NULL;', hash='d0d358dbc7a2a929ceb0bac553d8333ebce912db', operation='DELETE', pgid='pgtrigger_delete_delete_7ce41', table='foundations_spellingword', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='wordtry',
            index=models.Index(fields=['school', 'pupil', 'at'], name='word_try_of_pupil'),
        ),
        migrations.AddConstraint(
            model_name='wordtry',
            constraint=models.UniqueConstraint(fields=('school', 'session', 'word'), name='word_try_once'),
        ),
        *(RowSecurity(table) for table in TABLES),
    ]
