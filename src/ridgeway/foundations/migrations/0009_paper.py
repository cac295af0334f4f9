# What stands on sheets is now written down with them: a title, what they are about, and what was chosen. Sheets made
# before had one choice, the span of the numbers on both edges of a multiplication grid.

import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

SETS = ('foundations_sheetset', 'foundations_sheetsetevent')
RESULTS = ('foundations_sheetresult', 'foundations_sheetresultevent')

SAY_WHAT_THEY_ARE = """
UPDATE {table} SET
    title = CASE kind
        WHEN 'addition-grid' THEN 'Addition grid'
        WHEN 'multiplication-grid' THEN 'Multiplication grid, ' || replace(span, '-', ' to ')
        ELSE 'Own facts' END,
    of = CASE WHEN kind = 'own-facts' THEN '' ELSE span || ' x ' || span END,
    options = CASE WHEN kind = 'own-facts' THEN '{{}}'::jsonb ELSE jsonb_build_object(
        'across', (SELECT jsonb_agg(n) FROM generate_series(split_part(span, '-', 1)::int, split_part(span, '-', 2)::int) n),
        'down', (SELECT jsonb_agg(n) FROM generate_series(split_part(span, '-', 1)::int, split_part(span, '-', 2)::int) n),
        'order', 'mixed') END
"""

# Which schools have marked sheets that are not yet in the ledger: a number each, and nothing else of any row.
FUNCTION = """
CREATE FUNCTION ridgeway_schools_with_unsettled_sheets(before timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT school_id FROM foundations_sheetresult
    WHERE settled_at IS NULL AND wrong IS NOT NULL AND entered_at <= before
$$;
"""

COUNT_WRONG = "UPDATE {table} SET errors = cardinality(wrong) WHERE wrong IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("foundations", "0008_reading")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='sheetresult',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sheetresult',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sheetresult',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sheetset',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sheetset',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sheetset',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='sheetresult',
            name='sheet_result_cells_agree',
        ),
        migrations.RemoveConstraint(
            model_name='sheetset',
            name='sheet_set_kind',
        ),
        migrations.RemoveConstraint(
            model_name='sheetset',
            name='sheet_set_span',
        ),
        migrations.AddField(
            model_name='sheetresult',
            name='errors',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number wrong'),
        ),
        migrations.AddField(
            model_name='sheetresult',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='sheetresultevent',
            name='errors',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number wrong'),
        ),
        migrations.AddField(
            model_name='sheetresultevent',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='sheetset',
            name='contrast',
            field=models.BooleanField(default=False, verbose_name='high contrast'),
        ),
        migrations.AddField(
            model_name='sheetset',
            name='large',
            field=models.BooleanField(default=False, verbose_name='large print'),
        ),
        migrations.AddField(
            model_name='sheetset',
            name='of',
            field=models.CharField(blank=True, help_text='What it is about: sheets of one kind and word measure the same.', max_length=160),
        ),
        migrations.AddField(
            model_name='sheetset',
            name='options',
            field=models.JSONField(default=dict, help_text='What was chosen; see the form of the kind.'),
        ),
        migrations.AddField(
            model_name='sheetset',
            name='paper',
            field=models.CharField(choices=[('a4', 'A4'), ('a5', 'A5')], default='a4', max_length=2, verbose_name='paper'),
        ),
        migrations.AddField(
            model_name='sheetset',
            name='spaced',
            field=models.BooleanField(default=False, verbose_name='wide spacing'),
        ),
        migrations.AddField(
            model_name='sheetset',
            name='title',
            field=models.CharField(default='', max_length=200, verbose_name='title'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='sheetsetevent',
            name='contrast',
            field=models.BooleanField(default=False, verbose_name='high contrast'),
        ),
        migrations.AddField(
            model_name='sheetsetevent',
            name='large',
            field=models.BooleanField(default=False, verbose_name='large print'),
        ),
        migrations.AddField(
            model_name='sheetsetevent',
            name='of',
            field=models.CharField(blank=True, help_text='What it is about: sheets of one kind and word measure the same.', max_length=160),
        ),
        migrations.AddField(
            model_name='sheetsetevent',
            name='options',
            field=models.JSONField(default=dict, help_text='What was chosen; see the form of the kind.'),
        ),
        migrations.AddField(
            model_name='sheetsetevent',
            name='paper',
            field=models.CharField(choices=[('a4', 'A4'), ('a5', 'A5')], default='a4', max_length=2, verbose_name='paper'),
        ),
        migrations.AddField(
            model_name='sheetsetevent',
            name='spaced',
            field=models.BooleanField(default=False, verbose_name='wide spacing'),
        ),
        migrations.AddField(
            model_name='sheetsetevent',
            name='title',
            field=models.CharField(default='', max_length=200, verbose_name='title'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='sheetpage',
            name='record',
            field=models.JSONField(help_text='See paper.contents for its form.'),
        ),
        migrations.AlterField(
            model_name='sheetresult',
            name='seconds',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='time in seconds'),
        ),
        migrations.AlterField(
            model_name='sheetresultevent',
            name='seconds',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='time in seconds'),
        ),
        migrations.AlterField(
            model_name='sheetset',
            name='aim_seconds',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='aim, in seconds for each answer'),
        ),
        migrations.AlterField(
            model_name='sheetset',
            name='kind',
            field=models.CharField(help_text='A key of paper.kinds.', max_length=24, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='sheetsetevent',
            name='aim_seconds',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='aim, in seconds for each answer'),
        ),
        migrations.AlterField(
            model_name='sheetsetevent',
            name='kind',
            field=models.CharField(help_text='A key of paper.kinds.', max_length=24, verbose_name='kind'),
        ),
        migrations.RunSQL([*(SAY_WHAT_THEY_ARE.format(table=table) for table in SETS), *(COUNT_WRONG.format(table=table) for table in RESULTS)], migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='sheetset',
            name='span',
        ),
        migrations.RemoveField(
            model_name='sheetsetevent',
            name='span',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetresult',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_sheetresultevent" ("blank", "correct", "entered_at", "entered_by_id", "errors", "id", "page_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "school_id", "seconds", "settled_at", "wrong") VALUES (NEW."blank", NEW."correct", NEW."entered_at", NEW."entered_by_id", NEW."errors", NEW."id", NEW."page_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."questions", NEW."school_id", NEW."seconds", NEW."settled_at", NEW."wrong"); RETURN NULL;', hash='b3ecd7714671c6b24dce61a40432ef167e051e81', operation='INSERT', pgid='pgtrigger_insert_insert_6d306', table='foundations_sheetresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetresult',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_sheetresultevent" ("blank", "correct", "entered_at", "entered_by_id", "errors", "id", "page_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "school_id", "seconds", "settled_at", "wrong") VALUES (NEW."blank", NEW."correct", NEW."entered_at", NEW."entered_by_id", NEW."errors", NEW."id", NEW."page_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."questions", NEW."school_id", NEW."seconds", NEW."settled_at", NEW."wrong"); RETURN NULL;', hash='e75755ddd0f6fb0b654765aaf75127400a71a402', operation='UPDATE', pgid='pgtrigger_update_update_d8b9c', table='foundations_sheetresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetresult',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_sheetresultevent" ("blank", "correct", "entered_at", "entered_by_id", "errors", "id", "page_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questions", "school_id", "seconds", "settled_at", "wrong") VALUES (OLD."blank", OLD."correct", OLD."entered_at", OLD."entered_by_id", OLD."errors", OLD."id", OLD."page_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."questions", OLD."school_id", OLD."seconds", OLD."settled_at", OLD."wrong"); RETURN NULL;', hash='ca25f5bc87aae80191dbca41880974463548710b', operation='DELETE', pgid='pgtrigger_delete_delete_78dd6', table='foundations_sheetresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetset',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_sheetsetevent" ("aim_seconds", "contrast", "day", "double_sided", "group_id", "id", "kind", "large", "made_at", "made_by_id", "of", "options", "paper", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_for_all", "school_id", "seed", "spaced", "title") VALUES (NEW."aim_seconds", NEW."contrast", NEW."day", NEW."double_sided", NEW."group_id", NEW."id", NEW."kind", NEW."large", NEW."made_at", NEW."made_by_id", NEW."of", NEW."options", NEW."paper", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."same_for_all", NEW."school_id", NEW."seed", NEW."spaced", NEW."title"); RETURN NULL;', hash='7c5e159352f59e5296d37084ddbafdba8f10da31', operation='INSERT', pgid='pgtrigger_insert_insert_7dfb7', table='foundations_sheetset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetset',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_sheetsetevent" ("aim_seconds", "contrast", "day", "double_sided", "group_id", "id", "kind", "large", "made_at", "made_by_id", "of", "options", "paper", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_for_all", "school_id", "seed", "spaced", "title") VALUES (NEW."aim_seconds", NEW."contrast", NEW."day", NEW."double_sided", NEW."group_id", NEW."id", NEW."kind", NEW."large", NEW."made_at", NEW."made_by_id", NEW."of", NEW."options", NEW."paper", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."same_for_all", NEW."school_id", NEW."seed", NEW."spaced", NEW."title"); RETURN NULL;', hash='0f66f125f7f04ee5683bf3e563d3c34313a7ab77', operation='UPDATE', pgid='pgtrigger_update_update_e9d59', table='foundations_sheetset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetset',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_sheetsetevent" ("aim_seconds", "contrast", "day", "double_sided", "group_id", "id", "kind", "large", "made_at", "made_by_id", "of", "options", "paper", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_for_all", "school_id", "seed", "spaced", "title") VALUES (OLD."aim_seconds", OLD."contrast", OLD."day", OLD."double_sided", OLD."group_id", OLD."id", OLD."kind", OLD."large", OLD."made_at", OLD."made_by_id", OLD."of", OLD."options", OLD."paper", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."same_for_all", OLD."school_id", OLD."seed", OLD."spaced", OLD."title"); RETURN NULL;', hash='ba0762a047ee252a9ce522d15e97ba9f338404f2', operation='DELETE', pgid='pgtrigger_delete_delete_4faac', table='foundations_sheetset', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='sheetresult',
            constraint=models.CheckConstraint(condition=models.Q(('errors__isnull', True), ('errors__lte', django.db.models.expressions.CombinedExpression(models.F('questions'), '-', models.F('correct'))), _connector='OR'), name='sheet_result_errors'),
        ),
        migrations.AddConstraint(
            model_name='sheetresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('blank__isnull', True), ('wrong__isnull', True)), models.Q(('blank__isnull', False), ('errors', models.Func(models.F('wrong'), function='cardinality', output_field=models.IntegerField())), ('questions', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('correct'), '+', models.Func(models.F('wrong'), function='cardinality', output_field=models.IntegerField())), '+', models.Func(models.F('blank'), function='cardinality', output_field=models.IntegerField()))), ('wrong__isnull', False)), _connector='OR'), name='sheet_result_cells_agree'),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION ridgeway_schools_with_unsettled_sheets(timestamptz)"),
    ]
