from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundations", "0010_offline")]

    operations = []
