"""Rows of these tables never change: triggers refuse it on both databases."""

from django.db import migrations

from tidu.kit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [append_only("audit_event"), ]
