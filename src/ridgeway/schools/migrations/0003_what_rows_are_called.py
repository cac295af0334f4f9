from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0002_row_security'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='groupmembership',
            options={'verbose_name': 'place in a class'},
        ),
        migrations.AlterModelOptions(
            name='networkschool',
            options={'verbose_name': 'school of a network'},
        ),
        migrations.AlterModelOptions(
            name='staffassignment',
            options={'verbose_name': 'teacher of a class'},
        ),
        migrations.AlterModelOptions(
            name='yearplacement',
            options={'verbose_name': 'year group'},
        ),
    ]
