import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity

TABLES = (
    'foundations_readingtext',
    'foundations_readingtextevent',
    'foundations_readingresult',
    'foundations_readingresultevent',
)


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0007_timings'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('schools', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadingResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(help_text='Made with the page on which it was heard: sent twice, it is kept once.')),
                ('packaged', models.CharField(blank=True, help_text='A passage of `ridgeway.fluency`.', max_length=12)),
                ('words_of', models.CharField(help_text='A digest of the words that the marks belong to.', max_length=16)),
                ('day', models.DateField(verbose_name='day')),
                ('seconds', models.PositiveSmallIntegerField(verbose_name='time in seconds')),
                ('last_word', models.PositiveSmallIntegerField(verbose_name='last word read')),
                ('errors', models.PositiveSmallIntegerField(verbose_name='errors')),
                ('marks', models.JSONField(blank=True, null=True)),
                ('expression', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Word by word, the voice stays flat'), (2, 'Two or three words together, some stops in odd places'), (3, 'Mostly whole phrases, full stops heard'), (4, 'As if telling it, the voice follows the meaning')], null=True, verbose_name='expression')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('removed', models.BooleanField(default=False)),
                ('entered_at', models.DateTimeField(auto_now=True)),
                ('heard_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='schools.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['day', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReadingText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('current', models.BooleanField(default=True)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('body', models.TextField(help_text='A blank line between paragraphs.', verbose_name='text')),
                ('year', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Year 1'), (2, 'Year 2'), (3, 'Year 3'), (4, 'Year 4'), (5, 'Year 5'), (6, 'Year 6')], null=True, verbose_name='year group')),
                ('withdrawn', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReadingResultEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('key', models.UUIDField(help_text='Made with the page on which it was heard: sent twice, it is kept once.')),
                ('packaged', models.CharField(blank=True, help_text='A passage of `ridgeway.fluency`.', max_length=12)),
                ('words_of', models.CharField(help_text='A digest of the words that the marks belong to.', max_length=16)),
                ('day', models.DateField(verbose_name='day')),
                ('seconds', models.PositiveSmallIntegerField(verbose_name='time in seconds')),
                ('last_word', models.PositiveSmallIntegerField(verbose_name='last word read')),
                ('errors', models.PositiveSmallIntegerField(verbose_name='errors')),
                ('marks', models.JSONField(blank=True, null=True)),
                ('expression', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Word by word, the voice stays flat'), (2, 'Two or three words together, some stops in odd places'), (3, 'Mostly whole phrases, full stops heard'), (4, 'As if telling it, the voice follows the meaning')], null=True, verbose_name='expression')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('removed', models.BooleanField(default=False)),
                ('entered_at', models.DateTimeField(auto_now=True)),
                ('heard_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.readingresult')),
                ('pupil', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.pupil')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('text', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='foundations.readingtext')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='readingresult',
            name='text',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='foundations.readingtext'),
        ),
        migrations.CreateModel(
            name='ReadingTextEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('key', models.UUIDField(default=uuid.uuid4)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('current', models.BooleanField(default=True)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('body', models.TextField(help_text='A blank line between paragraphs.', verbose_name='text')),
                ('year', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Year 1'), (2, 'Year 2'), (3, 'Year 3'), (4, 'Year 4'), (5, 'Year 5'), (6, 'Year 6')], null=True, verbose_name='year group')),
                ('withdrawn', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.readingtext')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='readingtext',
            constraint=models.UniqueConstraint(fields=('school', 'key', 'version'), name='reading_text_version_once'),
        ),
        migrations.AddConstraint(
            model_name='readingtext',
            constraint=models.UniqueConstraint(condition=models.Q(('current', True)), fields=('school', 'key'), name='reading_text_current_once'),
        ),
        migrations.AddConstraint(
            model_name='readingtext',
            constraint=models.CheckConstraint(condition=models.Q(('year__isnull', True), models.Q(('year__gte', 1), ('year__lte', 6)), _connector='OR'), name='reading_text_year'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readingtext',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_readingtextevent" ("body", "current", "id", "key", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "title", "version", "withdrawn", "year") VALUES (NEW."body", NEW."current", NEW."id", NEW."key", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."title", NEW."version", NEW."withdrawn", NEW."year"); RETURN NULL;', hash='f177e564e1b690f543b2b11d77a786a6e328b99e', operation='INSERT', pgid='pgtrigger_insert_insert_7f6cf', table='foundations_readingtext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readingtext',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_readingtextevent" ("body", "current", "id", "key", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "title", "version", "withdrawn", "year") VALUES (NEW."body", NEW."current", NEW."id", NEW."key", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."title", NEW."version", NEW."withdrawn", NEW."year"); RETURN NULL;', hash='f4b128758d98f7c9981945cef1d51fb5aa77d5ff', operation='UPDATE', pgid='pgtrigger_update_update_22102', table='foundations_readingtext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readingtext',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_readingtextevent" ("body", "current", "id", "key", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "title", "version", "withdrawn", "year") VALUES (OLD."body", OLD."current", OLD."id", OLD."key", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."title", OLD."version", OLD."withdrawn", OLD."year"); RETURN NULL;', hash='08954344523c6501cdf3b41f7aed624759e6de6f', operation='DELETE', pgid='pgtrigger_delete_delete_96db9', table='foundations_readingtext', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='readingresult',
            index=models.Index(fields=['school', 'pupil', 'day'], name='reading_of_pupil'),
        ),
        migrations.AddConstraint(
            model_name='readingresult',
            constraint=models.UniqueConstraint(fields=('school', 'key'), name='reading_key_once'),
        ),
        migrations.AddConstraint(
            model_name='readingresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('packaged', ''), ('text__isnull', False)), models.Q(models.Q(('packaged', ''), _negated=True), ('text__isnull', True)), _connector='OR'), name='reading_of_one_text'),
        ),
        migrations.AddConstraint(
            model_name='readingresult',
            constraint=models.CheckConstraint(condition=models.Q(('seconds__gte', 1), ('seconds__lte', 600)), name='reading_seconds'),
        ),
        migrations.AddConstraint(
            model_name='readingresult',
            constraint=models.CheckConstraint(condition=models.Q(('errors__lte', models.F('last_word'))), name='reading_errors'),
        ),
        migrations.AddConstraint(
            model_name='readingresult',
            constraint=models.CheckConstraint(condition=models.Q(('expression__isnull', True), ('expression__in', [1, 2, 3, 4]), _connector='OR'), name='reading_expression'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readingresult',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_readingresultevent" ("day", "entered_at", "errors", "expression", "heard_by_id", "id", "key", "last_word", "marks", "note", "packaged", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "removed", "school_id", "seconds", "text_id", "words_of") VALUES (NEW."day", NEW."entered_at", NEW."errors", NEW."expression", NEW."heard_by_id", NEW."id", NEW."key", NEW."last_word", NEW."marks", NEW."note", NEW."packaged", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pupil_id", NEW."removed", NEW."school_id", NEW."seconds", NEW."text_id", NEW."words_of"); RETURN NULL;', hash='01591d505fc8ad223dbce3a013d68d207b790573', operation='INSERT', pgid='pgtrigger_insert_insert_945c6', table='foundations_readingresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readingresult',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_readingresultevent" ("day", "entered_at", "errors", "expression", "heard_by_id", "id", "key", "last_word", "marks", "note", "packaged", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "removed", "school_id", "seconds", "text_id", "words_of") VALUES (NEW."day", NEW."entered_at", NEW."errors", NEW."expression", NEW."heard_by_id", NEW."id", NEW."key", NEW."last_word", NEW."marks", NEW."note", NEW."packaged", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pupil_id", NEW."removed", NEW."school_id", NEW."seconds", NEW."text_id", NEW."words_of"); RETURN NULL;', hash='41df4cc5afd431407f5d7ec0386ecf73a5c06de9', operation='UPDATE', pgid='pgtrigger_update_update_79d32', table='foundations_readingresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readingresult',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_readingresultevent" ("day", "entered_at", "errors", "expression", "heard_by_id", "id", "key", "last_word", "marks", "note", "packaged", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "removed", "school_id", "seconds", "text_id", "words_of") VALUES (OLD."day", OLD."entered_at", OLD."errors", OLD."expression", OLD."heard_by_id", OLD."id", OLD."key", OLD."last_word", OLD."marks", OLD."note", OLD."packaged", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pupil_id", OLD."removed", OLD."school_id", OLD."seconds", OLD."text_id", OLD."words_of"); RETURN NULL;', hash='804304c41af943544ac852cb81eb5b9d28ba4f6b', operation='DELETE', pgid='pgtrigger_delete_delete_f8111', table='foundations_readingresult', when='AFTER')),
        ),
        *(RowSecurity(table) for table in TABLES),
    ]
