from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0017_withdrawals'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='classpractice',
            options={'verbose_name': 'practice of a class'},
        ),
        migrations.AlterModelOptions(
            name='forgetrequest',
            options={'verbose_name': 'device to forget its pupils'},
        ),
        migrations.AlterModelOptions(
            name='notpractised',
            options={'verbose_name': 'reason for not practising'},
        ),
        migrations.AlterModelOptions(
            name='setactivity',
            options={'ordering': ['set_at', 'pk'], 'verbose_name': 'activity set for a class'},
        ),
        migrations.AlterModelOptions(
            name='sheetresult',
            options={'verbose_name': 'result of a sheet'},
        ),
        migrations.AlterModelOptions(
            name='sheetset',
            options={'ordering': ['-day', '-pk'], 'verbose_name': 'set of sheets'},
        ),
        migrations.AlterModelOptions(
            name='steer',
            options={'ordering': ['starts', 'pk'], 'verbose_name': 'decision about practice'},
        ),
        migrations.AlterModelOptions(
            name='tried',
            options={'ordering': ['since', 'pk'], 'verbose_name': 'remedy that is tried'},
        ),
        migrations.AlterModelOptions(
            name='withdrawal',
            options={'verbose_name': 'session that does not count'},
        ),
    ]
