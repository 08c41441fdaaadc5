"""Ids that tell nothing: random, 62 bits, assigned before saving. And what a database keeps to, whoever writes into it.

A sequential id says how many came before and in which order. ``BigAutoField`` with an id of our own is the
one key type under which SQLite keeps no hidden sequential row number beside it.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import migrations, models
from django.db.models import F, Func


def random_id() -> int:
    """A number between 1 and 2**62 - 1."""
    return secrets.randbelow(2**62 - 1) + 1


def random_reference() -> str:
    """An opaque name for an address: 16 characters that lead nowhere else."""
    return secrets.token_hex(8)


class RandomIdField(models.BigAutoField):  # type: ignore[type-arg]  # it takes none when it runs
    """The primary key of every table of the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", random_id)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, "django.db.models.BigAutoField", args, kwargs


class QuietModel(models.Model):
    """A row that shows nothing of itself where it is printed by accident: in a log, on a page of errors, in a test."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return type(self).__name__


# A shape, as SQLite says it (GLOB has no repetition; the text has ASCII bytes alone, and none of them is a zero) and
# as PostgreSQL does. ``{}`` is the column.
ASCII = "typeof({}) = 'text' AND length(CAST({} AS BLOB)) = length({})"
SHAPES: dict[str, tuple[str, str]] = {
    "empty": ("{} = ''", "^$"),
    "hex32": ("length({}) = 32 AND {} NOT GLOB '*[^0-9a-f]*'", "^[0-9a-f]{32}$"),
    "hex64": ("length({}) = 64 AND {} NOT GLOB '*[^0-9a-f]*'", "^[0-9a-f]{64}$"),
    "word": (
        "length({}) BETWEEN 2 AND 24 AND {} GLOB '[a-z]*' AND {} NOT GLOB '*[^a-z0-9_]*'",
        "^[a-z][a-z0-9_]{1,23}$",
    ),
    "version": (
        "length({}) BETWEEN 4 AND 28 AND {} NOT GLOB '*[^a-z0-9_/]*' AND {} NOT GLOB '*/*/*'"
        " AND ({} GLOB '[a-z]*[a-z0-9_]/[1-9]' OR {} GLOB '[a-z]*[a-z0-9_]/[1-9][0-9]'"
        " OR {} GLOB '[a-z]*[a-z0-9_]/[1-9][0-9][0-9]')",
        "^[a-z][a-z0-9_]{1,23}/[1-9][0-9]{0,2}$",
    ),
    "code": (
        "length({}) BETWEEN 1 AND 24 AND {} NOT GLOB '*[^A-Za-z0-9_]*' AND {} GLOB '*[^0-9]*'",
        "^(?=.*[^0-9])[A-Za-z0-9_]{1,24}$",
    ),
    "month": ("({} GLOB '20[0-9][0-9]-0[1-9]' OR {} GLOB '20[0-9][0-9]-1[0-2]')", "^20[0-9]{2}-(0[1-9]|1[0-2])$"),
    "quarter": ("{} GLOB '20[0-9][0-9]-Q[1-4]'", "^20[0-9]{2}-Q[1-4]$"),
    "week": (
        "({} GLOB '20[0-9][0-9]-W0[1-9]' OR {} GLOB '20[0-9][0-9]-W[1-4][0-9]' OR {} GLOB '20[0-9][0-9]-W5[0-3]')",
        "^20[0-9]{2}-W(0[1-9]|[1-4][0-9]|5[0-3])$",
    ),
    "place": (
        "{} NOT GLOB '*[^A-Z0-9-]*' AND ({} GLOB '[A-Z][A-Z]' OR ({} GLOB '[A-Z][A-Z]-[A-Z0-9]*'"
        " AND {} NOT GLOB '*-' AND {} NOT GLOB '*-*-*-*' AND {} NOT GLOB '*--*'"
        " AND instr(substr({} || '-', 4), '-') BETWEEN 2 AND 4"
        " AND length(substr(substr({}, 4), instr(substr({}, 4), '-') + 1)) <= 8))",
        "^[A-Z]{2}(-[A-Z0-9]{1,3}(-[A-Z0-9]{1,8})?)?$",
    ),
}


class Shaped(Func):
    """Has a text this shape? A condition for a constraint, in the words of either database."""

    output_field = models.BooleanField()

    def __init__(self, name: str, shape: str) -> None:
        self.name, self.shape = name, shape
        super().__init__(F(name))

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        column, params = compiler.compile(self.get_source_expressions()[0])
        return f"({ASCII} AND {SHAPES[self.shape][0]})".replace("{}", column), params

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **more: Any) -> Any:
        column, params = compiler.compile(self.get_source_expressions()[0])
        return f"({column} ~ '{SHAPES[self.shape][1]}')", params


# --- what a CHECK cannot say, because it looks at other rows ---

type Rule = tuple[str, str, str, str]
"""The table, without the name of its app; INSERT, UPDATE or DELETE; what the rule is called; why it is refused."""

LEAVES = "COALESCE((SELECT a.verb FROM audit_act a ORDER BY a.number DESC LIMIT 1), '') = 'house.left'"
"""Whoever leaves the house takes everything away, and the last line of the trail says so before."""


def triggers(
    app: str, never: Mapping[Rule, str], *, at_once: Mapping[Rule, str] | None = None, ends: str = "ABORT"
) -> migrations.RunPython:
    """A step of a migration that lays rules of the database, and takes them up again when it is gone back.

    Parameters
    ----------
    app : whose tables these are.
    never : for each rule what must not be; ``NEW`` and ``OLD`` are the row.
    at_once : for PostgreSQL, which row by row keeps the way it found to look for the first row, when all tables were
        empty, however many rows come: a question over all rows of a statement, ``come``, that finds those that must
        not be. It is thought through anew for each statement.
    ends : how SQLite refuses. ``ABORT`` undoes the statement alone, ``FAIL`` keeps no copy of what it would undo.
    """
    several = at_once or {}

    def lay(apps: Any, schema_editor: Any) -> None:
        for rule, row in never.items():
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(_on_sqlite(app, rule, row, ends))
            else:
                for sql in _on_postgres(app, rule, row, several.get(rule)):
                    schema_editor.execute(sql)

    def lift(apps: Any, schema_editor: Any) -> None:
        for rule in never:
            kind, more = ("TRIGGER", "") if schema_editor.connection.vendor == "sqlite" else ("FUNCTION", "() CASCADE")
            schema_editor.execute(f"DROP {kind} {_name(app, rule)}{more}")

    return migrations.RunPython(lay, lift)


def lifted(rules: migrations.RunPython) -> migrations.RunPython:
    """The same step the other way: SQLite lays a table anew for a new column, and its rules would not be there."""
    back: Callable[..., None] = rules.reverse_code  # type: ignore[assignment]  # every one of ours can be gone back
    return migrations.RunPython(back, rules.code)


def _name(app: str, rule: Rule) -> str:
    table, event, name, _why = rule
    return f"{app}_{table}_{event.lower()}_{name}"


def _on_sqlite(app: str, rule: Rule, never: str, ends: str) -> str:
    table, event, _called, why = rule
    return (
        f"CREATE TRIGGER {_name(app, rule)} BEFORE {event} ON {app}_{table} WHEN {never} "
        f"BEGIN SELECT RAISE({ends}, '{why}'); END"
    )


def _on_postgres(app: str, rule: Rule, never: str, found: str | None) -> Iterator[str]:
    table, event, _called, why = rule
    called, row = _name(app, rule), "OLD" if event == "DELETE" else "NEW"
    no = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation'"
    if found is None:
        yield (
            f"CREATE FUNCTION {called}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {never} THEN "
            f"{no}; END IF; RETURN {row}; END $$"
        )
        yield f"CREATE TRIGGER {called} BEFORE {event} ON {app}_{table} FOR EACH ROW EXECUTE FUNCTION {called}()"
        return
    yield (
        f"CREATE FUNCTION {called}() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE wrong boolean; BEGIN "
        f"EXECUTE $ask$ SELECT EXISTS ({found}) $ask$ INTO wrong; IF wrong THEN {no}; END IF; RETURN NULL; END $$"
    )
    yield (
        f"CREATE TRIGGER {called} AFTER {event} ON {app}_{table} REFERENCING NEW TABLE AS come "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {called}()"
    )
