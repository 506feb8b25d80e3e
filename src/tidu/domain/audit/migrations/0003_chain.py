"""The chain, and what those above an officer ask by. A table that is made anew loses its triggers, so they come last."""

import django.db.models.deletion
from django.db import migrations, models

from tidu.kit.append_only import append_only, changeable


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
    ]

    operations = [
        changeable("audit_event"),
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('name', models.CharField(default='events', max_length=8, primary_key=True, serialize=False)),
                ('sequence', models.BigIntegerField(default=0)),
                ('digest', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ('sealed_to', models.BigIntegerField(default=0)),
                ('settled_to', models.BigIntegerField(default=0)),
                ('seen_to', models.BigIntegerField(default=0)),
                ('seen_before', models.BigIntegerField(default=0)),
                ('seen_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('missing_from', models.BigIntegerField(null=True)),
                ('missing_to', models.BigIntegerField(null=True)),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='event',
            name='audit_event_actor',
        ),
        migrations.AddField(
            model_name='event',
            name='office_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='role',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AlterField(
            model_name='event',
            name='thing_id',
            field=models.CharField(max_length=64),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['at', 'id'], name='audit_event_at'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['actor_id', 'at', 'id'], name='audit_event_actor'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['office_id', 'at', 'id'], name='audit_event_office'),
        ),
        migrations.AddField(
            model_name='link',
            name='event',
            field=models.OneToOneField(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='link', to='audit.event'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', False), ('missing_from__isnull', True), ('missing_to__isnull', True)), models.Q(('event__isnull', True), ('missing_from__isnull', False), ('missing_to__isnull', False)), _connector='OR'), name='audit_link_seals_one_thing'),
        ),
        append_only("audit_event"),
        append_only("audit_link"),
    ]
