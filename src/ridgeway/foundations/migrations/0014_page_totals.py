from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0013_own_aims'),
    ]

    operations = []
