import django.core.validators
from django.db import migrations

from tidu.kit.sealed import SealedField, seal_columns


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0003_latest_imports'),
    ]

    operations = [
        migrations.AlterField(
            model_name='enterprise',
            name='legal_phone',
            field=SealedField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name='enterprise',
            name='legal_mobile',
            field=SealedField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name='enterprise',
            name='contact_phone',
            field=SealedField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name='enterprise',
            name='contact_mobile',
            field=SealedField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name='enterprise',
            name='email',
            field=SealedField(blank=True, max_length=254, validators=[django.core.validators.EmailValidator()]),
        ),
        seal_columns(
            "enterprises_enterprise", "legal_phone", "legal_mobile", "contact_phone", "contact_mobile", "email"
        ),
    ]
