from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('foundations', '0014_page_totals'),
    ]

    operations = []
