from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0015_own_words'),
    ]

    operations = []
