from django.db import migrations, models

# Until now all answers were to number facts. Django cannot change a primary key to one of several columns, so that is
# written out here. The key leads with the school, so that the table can be distributed by school. To
# compress a state would take longer than all else that is done at a delivery; nor is all of it written then, but what
# is newer.
TO_SUBJECTS = """
ALTER TABLE foundations_knowledgestate ADD COLUMN subject varchar(20) NOT NULL DEFAULT 'number-facts';
ALTER TABLE foundations_knowledgestate ALTER COLUMN subject DROP DEFAULT;
ALTER TABLE foundations_knowledgestate DROP CONSTRAINT foundations_knowledgestate_pkey;
ALTER TABLE foundations_knowledgestate ADD PRIMARY KEY (school_id, pupil_id, subject);
ALTER TABLE foundations_knowledgestate ALTER COLUMN state SET STORAGE EXTERNAL;
ALTER TABLE foundations_knowledgestate ADD COLUMN newer bytea NOT NULL DEFAULT '';
ALTER TABLE foundations_knowledgestate ALTER COLUMN newer DROP DEFAULT;
ALTER TABLE foundations_knowledgestate ALTER COLUMN newer SET STORAGE EXTERNAL;
"""

TO_NUMBER_FACTS = """
DELETE FROM foundations_knowledgestate WHERE subject <> 'number-facts';
ALTER TABLE foundations_knowledgestate DROP CONSTRAINT foundations_knowledgestate_pkey;
ALTER TABLE foundations_knowledgestate DROP COLUMN subject, DROP COLUMN newer;
ALTER TABLE foundations_knowledgestate ADD PRIMARY KEY (pupil_id);
"""

ONLY_NUMBER_FACTS = "DELETE FROM foundations_knowledgeday WHERE subject <> 'number-facts'"


class Migration(migrations.Migration):
    dependencies = [("foundations", "0004_schools_with_unmeasured_sessions")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TO_SUBJECTS, TO_NUMBER_FACTS)],
            state_operations=[
                migrations.DeleteModel("KnowledgeState"),
                migrations.CreateModel(
                    name='KnowledgeState',
                    fields=[
                        ('pk', models.CompositePrimaryKey('school_id', 'pupil_id', 'subject', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('subject', models.CharField(help_text='One of the subjects of `ridgeway.fluency`.', max_length=20)),
                        ('state', models.BinaryField(help_text='Empty before the first answer.')),
                        ('newer', models.BinaryField(default=b'', help_text='What has changed since the state was written; empty when nothing has.')),
                        ('answers', models.PositiveIntegerField(default=0, help_text="How many were to the subject's own items.")),
                        ('last_at', models.DateTimeField(null=True)),
                        ('last_id', models.UUIDField(null=True)),
                        ('pupil', models.ForeignKey(db_index=False, on_delete=models.deletion.CASCADE, related_name='knowledge', to='schools.pupil')),
                        ('school', models.ForeignKey(on_delete=models.deletion.PROTECT, related_name='+', to='schools.school')),
                    ],
                    options={'abstract': False},
                ),
            ],
        ),
        migrations.RemoveConstraint('knowledgeday', 'knowledge_day_once'),
        migrations.AddField(
            model_name='knowledgeday',
            name='subject',
            field=models.CharField(default='number-facts', max_length=20),
            preserve_default=False,
        ),
        migrations.RunSQL(migrations.RunSQL.noop, ONLY_NUMBER_FACTS),
        migrations.AddConstraint(
            model_name='knowledgeday',
            constraint=models.UniqueConstraint(fields=('school', 'pupil', 'subject', 'day'), name='knowledge_day_once'),
        ),
    ]
