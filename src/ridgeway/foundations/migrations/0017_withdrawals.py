import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity

TABLES = ("foundations_withdrawal", "foundations_withdrawalevent")

# The ledger without what is withdrawn, seen with the rights of who asks, so that row-level security holds. What is
# withdrawn is looked up once a query, whatever partitions are read.
VIEW = """
CREATE VIEW {view} WITH (security_invoker = true) AS
SELECT * FROM {table} WHERE session NOT IN (SELECT session_id FROM foundations_withdrawal)
"""
VIEWS = {
    "foundations_countedanswer": "foundations_answer",
    "foundations_countedpage": "foundations_pagetotal",
}


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0016_tried'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('schools', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='sheetpage',
            name='edition',
            field=models.PositiveSmallIntegerField(default=0, help_text='How often what it told the ledger was withdrawn; ids of what it tells next follow from it.'),
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('corrected', 'What was entered from the sheet was corrected'), ('taken away', 'What was entered from the sheet was taken away'), ('somebody else', "Somebody else practised in the pupil's name")], max_length=13)),
                ('withdrawn_at', models.DateTimeField(auto_now_add=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawal', to='foundations.practicesession')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='WithdrawalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('why', models.CharField(choices=[('corrected', 'What was entered from the sheet was corrected'), ('taken away', 'What was entered from the sheet was taken away'), ('somebody else', "Somebody else practised in the pupil's name")], max_length=13)),
                ('withdrawn_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.withdrawal')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('session', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='foundations.practicesession')),
                ('withdrawn_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['corrected', 'taken away', 'somebody else'])), name='withdrawal_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withdrawal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_withdrawalevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "session_id", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."session_id", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='5a03c32eda82a42fb28138dbce0521f434917f91', operation='INSERT', pgid='pgtrigger_insert_insert_67e8e', table='foundations_withdrawal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withdrawal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_withdrawalevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "session_id", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."session_id", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='d43cad5c575e7a1362e292582654fd8e373b491e', operation='UPDATE', pgid='pgtrigger_update_update_a0c7e', table='foundations_withdrawal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withdrawal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_withdrawalevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "session_id", "why", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."session_id", OLD."why", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;', hash='0e13015c8c6cc222ab978fc4f0519b4d5dcb35e7', operation='DELETE', pgid='pgtrigger_delete_delete_89ef1', table='foundations_withdrawal', when='AFTER')),
        ),
        *(RowSecurity(table) for table in TABLES),
        *(
            migrations.RunSQL(VIEW.format(view=view, table=table), f"DROP VIEW {view}")
            for view, table in VIEWS.items()
        ),
    ]
