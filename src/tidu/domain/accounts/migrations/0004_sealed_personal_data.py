import django.core.validators
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tidu.kit.sealed import SealedField, blind, seal, seal_columns, unseal


def index_names(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """A name that stands there as it was typed becomes its blind index, with a sealed copy."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, value FROM accounts_signinname")
        cursor.executemany(
            "UPDATE accounts_signinname SET value = %s, shown = %s WHERE id = %s",
            [
                (blind(value, "accounts_signinname.value"), seal(value, "accounts_signinname.shown"), pk)
                for pk, value in cursor.fetchall()
            ],
        )


def show_names(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back: each name as it was typed."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, shown FROM accounts_signinname")
        cursor.executemany(
            "UPDATE accounts_signinname SET value = %s WHERE id = %s",
            [(unseal(shown, "accounts_signinname.shown"), pk) for pk, shown in cursor.fetchall()],
        )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_posts_and_second_factors'),
    ]

    operations = [
        migrations.AlterField(
            model_name='user',
            name='phone',
            field=SealedField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name='user',
            name='email',
            field=SealedField(blank=True, max_length=254, validators=[django.core.validators.EmailValidator()]),
        ),
        seal_columns("accounts_user", "phone", "email"),
        migrations.AddField(
            model_name='signinname',
            name='shown',
            field=SealedField(default="", max_length=254),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='signinname',
            name='kind',
            field=models.CharField(choices=[('username', '用户名'), ('credit_code', '统一社会信用代码'), ('phone', '手机号'), ('email', '电子邮箱'), ('id_number', '身份证号')], max_length=12),
        ),
        migrations.AlterField(
            model_name='signinname',
            name='value',
            field=models.CharField(max_length=64, unique=True),
        ),
        migrations.RunPython(index_names, show_names),
        migrations.RemoveConstraint(
            model_name='signinname',
            name='sign_in_name_kind',
        ),
        migrations.AddConstraint(
            model_name='signinname',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['username', 'credit_code', 'phone', 'email', 'id_number'])), name='sign_in_name_kind'),
        ),
    ]
