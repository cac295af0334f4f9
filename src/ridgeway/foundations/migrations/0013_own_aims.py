from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0012_week'),
    ]

    operations = [
        migrations.AddField(
            model_name='practicesession',
            name='own_aims',
            field=models.JSONField(help_text='Aims that a teacher had set, in milliseconds by item, set or strand; null = none.', null=True),
        ),
    ]
