from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messages', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='message',
            name='message_kind',
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('expiry', '认定到期'), ('update', '信息更新'), ('recognition', '认定通知'), ('cancellation', '取消认定'), ('declaration', '申报提醒'), ('account', '账户与岗位')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['expiry', 'update', 'recognition', 'cancellation', 'declaration', 'account'])), name='message_kind'),
        ),
    ]
