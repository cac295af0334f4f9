import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ridgeway.schools.rowsecurity import RowSecurity

TABLES = tuple(
    f"foundations_{table}{events}"
    for table in ("steer", "classpractice", "preferences")
    for events in ("", "event")
)


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0005_subjects'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('schools', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassPractice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(15)], verbose_name='minutes a session')),
                ('further_subjects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('starts_with_check', models.BooleanField(default=True, verbose_name='new pupils start with a short check')),
                ('chosen_at', models.DateTimeField(auto_now=True)),
                ('chosen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='practice', to='schools.teachinggroup')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
        migrations.CreateModel(
            name='ClassPracticeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('minutes', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(15)], verbose_name='minutes a session')),
                ('further_subjects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('starts_with_check', models.BooleanField(default=True, verbose_name='new pupils start with a short check')),
                ('chosen_at', models.DateTimeField(auto_now=True)),
                ('chosen_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.teachinggroup')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.classpractice')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Preferences',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('timer', models.CharField(choices=[('shown', 'Shown'), ('hidden', 'Hidden'), ('none', 'Not even mentioned')], default='shown', max_length=6, verbose_name='time left')),
                ('type', models.CharField(choices=[('usual', 'Usual'), ('large', 'Large')], default='usual', max_length=6, verbose_name='size of type')),
                ('motion', models.CharField(choices=[('usual', 'Usual'), ('still', 'Nothing moves')], default='usual', max_length=6, verbose_name='motion')),
                ('contrast', models.CharField(choices=[('usual', 'Usual'), ('high', 'High')], default='usual', max_length=6, verbose_name='contrast')),
                ('read_aloud', models.BooleanField(default=False, verbose_name='read every question aloud')),
                ('pad', models.CharField(choices=[('right', 'Right'), ('left', 'Left')], default='right', max_length=6, verbose_name='side of the number pad')),
                ('next_button', models.BooleanField(default=False, verbose_name='wait for a tap before the next question')),
                ('set_at', models.DateTimeField(auto_now=True)),
                ('pupil', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='preferences', to='schools.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('set_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PreferencesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('timer', models.CharField(choices=[('shown', 'Shown'), ('hidden', 'Hidden'), ('none', 'Not even mentioned')], default='shown', max_length=6, verbose_name='time left')),
                ('type', models.CharField(choices=[('usual', 'Usual'), ('large', 'Large')], default='usual', max_length=6, verbose_name='size of type')),
                ('motion', models.CharField(choices=[('usual', 'Usual'), ('still', 'Nothing moves')], default='usual', max_length=6, verbose_name='motion')),
                ('contrast', models.CharField(choices=[('usual', 'Usual'), ('high', 'High')], default='usual', max_length=6, verbose_name='contrast')),
                ('read_aloud', models.BooleanField(default=False, verbose_name='read every question aloud')),
                ('pad', models.CharField(choices=[('right', 'Right'), ('left', 'Left')], default='right', max_length=6, verbose_name='side of the number pad')),
                ('next_button', models.BooleanField(default=False, verbose_name='wait for a tap before the next question')),
                ('set_at', models.DateTimeField(auto_now=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.preferences')),
                ('pupil', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.pupil')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('set_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Steer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('aim', 'An aim of their own'), ('set', 'Practise only'), ('pause', 'Leave alone'), ('slower', 'Fewer new ones')], max_length=8, verbose_name='kind')),
                ('names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('milliseconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='aim in milliseconds')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('decided_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='steers', to='schools.teachinggroup')),
                ('pupil', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='steers', to='schools.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['starts', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SteerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('aim', 'An aim of their own'), ('set', 'Practise only'), ('pause', 'Leave alone'), ('slower', 'Fewer new ones')], max_length=8, verbose_name='kind')),
                ('names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('milliseconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='aim in milliseconds')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('decided_at', models.DateTimeField(auto_now_add=True)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.teachinggroup')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='foundations.steer')),
                ('pupil', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.pupil')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('taken_back_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='classpractice',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 3), ('minutes__lte', 15)), name='class_practice_minutes'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='classpractice',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_classpracticeevent" ("chosen_at", "chosen_by_id", "further_subjects", "group_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "starts_with_check") VALUES (NEW."chosen_at", NEW."chosen_by_id", NEW."further_subjects", NEW."group_id", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."starts_with_check"); RETURN NULL;', hash='c808b2f77b80ea7c40a268f01cb67f1003050bfa', operation='INSERT', pgid='pgtrigger_insert_insert_ef0b2', table='foundations_classpractice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='classpractice',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_classpracticeevent" ("chosen_at", "chosen_by_id", "further_subjects", "group_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "starts_with_check") VALUES (NEW."chosen_at", NEW."chosen_by_id", NEW."further_subjects", NEW."group_id", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."starts_with_check"); RETURN NULL;', hash='7f4f7907156dd8d585642cfd1479e12eaff1cef6', operation='UPDATE', pgid='pgtrigger_update_update_435b0', table='foundations_classpractice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='classpractice',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_classpracticeevent" ("chosen_at", "chosen_by_id", "further_subjects", "group_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "starts_with_check") VALUES (OLD."chosen_at", OLD."chosen_by_id", OLD."further_subjects", OLD."group_id", OLD."id", OLD."minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."starts_with_check"); RETURN NULL;', hash='e26a77be7cb74d6245801d8673560ad03771a0be', operation='DELETE', pgid='pgtrigger_delete_delete_67c41', table='foundations_classpractice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preferences',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_preferencesevent" ("contrast", "id", "motion", "next_button", "pad", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "read_aloud", "school_id", "set_at", "set_by_id", "timer", "type") VALUES (NEW."contrast", NEW."id", NEW."motion", NEW."next_button", NEW."pad", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pupil_id", NEW."read_aloud", NEW."school_id", NEW."set_at", NEW."set_by_id", NEW."timer", NEW."type"); RETURN NULL;', hash='0fc4f45dfbdc2d925b83958ba0d42d12eb841907', operation='INSERT', pgid='pgtrigger_insert_insert_149fd', table='foundations_preferences', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preferences',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_preferencesevent" ("contrast", "id", "motion", "next_button", "pad", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "read_aloud", "school_id", "set_at", "set_by_id", "timer", "type") VALUES (NEW."contrast", NEW."id", NEW."motion", NEW."next_button", NEW."pad", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pupil_id", NEW."read_aloud", NEW."school_id", NEW."set_at", NEW."set_by_id", NEW."timer", NEW."type"); RETURN NULL;', hash='90c91cd19d1184eec449de600ffa6c196bbdaf54', operation='UPDATE', pgid='pgtrigger_update_update_982fe', table='foundations_preferences', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preferences',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_preferencesevent" ("contrast", "id", "motion", "next_button", "pad", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "read_aloud", "school_id", "set_at", "set_by_id", "timer", "type") VALUES (OLD."contrast", OLD."id", OLD."motion", OLD."next_button", OLD."pad", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pupil_id", OLD."read_aloud", OLD."school_id", OLD."set_at", OLD."set_by_id", OLD."timer", OLD."type"); RETURN NULL;', hash='cf386929ec7169758254b8a9c6642038d2779b29', operation='DELETE', pgid='pgtrigger_delete_delete_d706c', table='foundations_preferences', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='steer',
            index=models.Index(fields=['school', 'pupil'], name='steer_of_pupil'),
        ),
        migrations.AddIndex(
            model_name='steer',
            index=models.Index(fields=['school', 'group'], name='steer_of_class'),
        ),
        migrations.AddConstraint(
            model_name='steer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', False), ('pupil__isnull', True)), models.Q(('group__isnull', True), ('pupil__isnull', False)), _connector='OR'), name='steer_of_pupil_or_class'),
        ),
        migrations.AddConstraint(
            model_name='steer',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['aim', 'set', 'pause', 'slower'])), name='steer_kind'),
        ),
        migrations.AddConstraint(
            model_name='steer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'slower'), ('names', [])), models.Q(models.Q(('kind', 'slower'), _negated=True), models.Q(('names', []), _negated=True)), _connector='OR'), name='steer_names_what'),
        ),
        migrations.AddConstraint(
            model_name='steer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'aim'), ('milliseconds__gte', 250), ('milliseconds__isnull', False), ('milliseconds__lte', 600000)), models.Q(models.Q(('kind', 'aim'), _negated=True), ('milliseconds__isnull', True)), _connector='OR'), name='steer_aim'),
        ),
        migrations.AddConstraint(
            model_name='steer',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='steer_ends_after_start'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='steer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_steerevent" ("decided_at", "decided_by_id", "ends", "group_id", "id", "kind", "milliseconds", "names", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "school_id", "starts", "taken_back_at", "taken_back_by_id") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."ends", NEW."group_id", NEW."id", NEW."kind", NEW."milliseconds", NEW."names", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pupil_id", NEW."school_id", NEW."starts", NEW."taken_back_at", NEW."taken_back_by_id"); RETURN NULL;', hash='6bdb0c3cc002dc370e9cecf262aeb7165715affd', operation='INSERT', pgid='pgtrigger_insert_insert_69921', table='foundations_steer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='steer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "foundations_steerevent" ("decided_at", "decided_by_id", "ends", "group_id", "id", "kind", "milliseconds", "names", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "school_id", "starts", "taken_back_at", "taken_back_by_id") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."ends", NEW."group_id", NEW."id", NEW."kind", NEW."milliseconds", NEW."names", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pupil_id", NEW."school_id", NEW."starts", NEW."taken_back_at", NEW."taken_back_by_id"); RETURN NULL;', hash='e411f1fc703327c696743500ae21dddbf3b8f24c', operation='UPDATE', pgid='pgtrigger_update_update_1dc43', table='foundations_steer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='steer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "foundations_steerevent" ("decided_at", "decided_by_id", "ends", "group_id", "id", "kind", "milliseconds", "names", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "school_id", "starts", "taken_back_at", "taken_back_by_id") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."ends", OLD."group_id", OLD."id", OLD."kind", OLD."milliseconds", OLD."names", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pupil_id", OLD."school_id", OLD."starts", OLD."taken_back_at", OLD."taken_back_by_id"); RETURN NULL;', hash='9ceb19bf4eb9e12c1e438b28b1c07467715743e7', operation='DELETE', pgid='pgtrigger_delete_delete_a6a42', table='foundations_steer', when='AFTER')),
        ),
        *(RowSecurity(table) for table in TABLES),
    ]
