from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0012_week'),
    ]

    operations = []
