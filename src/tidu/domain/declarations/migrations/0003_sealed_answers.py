from django.db import migrations

from tidu.kit.sealed_json import SealedJSONField


class Migration(migrations.Migration):
    """The columns stay what they are; only what is written into them changes.

    A table that is made anew, as SQLite would, would lose its triggers.
    """

    dependencies = [
        ('declarations', '0002_append_only'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='sectionanswers',
                    name='cells',
                    field=SealedJSONField(default=dict),
                ),
                migrations.AlterField(
                    model_name='change',
                    name='value',
                    field=SealedJSONField(null=True),
                ),
                migrations.AlterField(
                    model_name='change',
                    name='typed',
                    field=SealedJSONField(null=True),
                ),
                migrations.AlterField(
                    model_name='submission',
                    name='snapshot',
                    field=SealedJSONField(),
                ),
            ],
        ),
    ]
