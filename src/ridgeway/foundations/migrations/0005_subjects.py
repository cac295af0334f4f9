from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundations", "0004_schools_with_unmeasured_sessions")]

    operations = []
