from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundations", "0006_steering")]

    operations = []
