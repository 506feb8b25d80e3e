"""Tables whose rows never change: plain triggers, made in migrations, refuse update and delete on both databases."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FUNCTION = """
CREATE OR REPLACE FUNCTION tidu_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
"""


def trigger_statements(vendor: str, table: str) -> list[str]:
    """The statements that make ``table`` append-only on that database."""
    if vendor == "postgresql":
        return [
            _FUNCTION,
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION tidu_append_only()",
        ]
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def drop_statements(vendor: str, table: str) -> list[str]:
    """The statements that take the triggers away again."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("UPDATE", "DELETE")]


def append_only(table: str) -> migrations.RunPython:
    """A migration operation that makes ``table`` append-only."""
    return migrations.RunPython(_runs(trigger_statements, table), _runs(drop_statements, table))


def changeable(table: str) -> migrations.RunPython:
    """The operation before those that alter the columns of an append-only ``table``; `append_only` comes after them."""
    return migrations.RunPython(_runs(drop_statements, table), _runs(trigger_statements, table))


def _runs(statements: Callable[[str, str], list[str]], table: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements(editor.connection.vendor, table):
            editor.execute(statement, params=None)

    return run


@contextmanager
def lifted(table: str) -> Iterator[None]:
    """Let the rows of ``table`` be changed inside the block: only to seal with another key what says the same after.

    Nobody else sees the table without its triggers: the block needs a transaction, and locks the table for writing.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
            names = [name for (name,) in cursor.fetchall()]
            # what foreign keys still have to look at must be over before the table may be altered
            lifts = [
                "SET CONSTRAINTS ALL IMMEDIATE",
                *(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name in names),
            ]
            puts_back = [
                *(f"ALTER TABLE {table} ENABLE TRIGGER {name}" for name in names),
                "SET CONSTRAINTS ALL DEFERRED",
            ]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            triggers = cursor.fetchall()
            lifts = [f"DROP TRIGGER {name}" for name, _ in triggers]
            puts_back = [statement for _, statement in triggers]
        for statement in lifts:
            cursor.execute(statement)
        yield
        for statement in puts_back:
            cursor.execute(statement)
