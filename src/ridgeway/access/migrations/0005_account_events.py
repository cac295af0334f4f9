import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0004_erasures'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='membership',
            options={'verbose_name': 'role'},
        ),
        migrations.AlterModelOptions(
            name='pupilsignin',
            options={'verbose_name': 'sign-in'},
        ),
        migrations.CreateModel(
            name='AccountEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('signed_in', 'Signed in'), ('refused', 'Sign-in refused: too many wrong passwords'), ('password_changed', 'Password changed'), ('password_reset', 'Password set with a link'), ('app_added', 'Authenticator app set up'), ('app_removed', 'Authenticator app turned off'), ('codes_made', 'Recovery codes made'), ('code_used', 'Recovery code used')], max_length=20)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('from_server', models.BooleanField(default=False, help_text='By a command on the server.')),
                ('done_by', models.ForeignKey(blank=True, help_text='Who did it for them; blank = they themselves.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='account_events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['user', '-at'], name='account_event_by_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['signed_in', 'refused', 'password_changed', 'password_reset', 'app_added', 'app_removed', 'codes_made', 'code_used'])), name='account_event_what')],
            },
        ),
    ]
