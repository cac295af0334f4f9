from django.db import migrations

from ridgeway.schools.rowsecurity import OWN_NETWORKS, RowSecurity

TABLES = (
    "evaluation_study",
    "evaluation_studyevent",
    "evaluation_studyfile",
    "evaluation_run",
    "evaluation_runfile",
)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial"), ("schools", "0002_row_security")]

    operations = [RowSecurity(table, condition=OWN_NETWORKS) for table in TABLES]
