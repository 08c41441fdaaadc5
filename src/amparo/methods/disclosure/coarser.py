"""The nearest plan that says less: what is proposed where a plan cannot be published."""

from dataclasses import replace

from amparo.methods.disclosure.plan import Plan, Table


def coarser(plan: Plan) -> Plan | None:
    """The nearest plan that says less: the finest level of one dimension goes, of the one with most codes first.

    ``None`` where every table is a single figure already.

    Parameters
    ----------
    plan : what could not be published; it is not changed.

    Returns
    -------
    Plan or None
        Without the finest level of one dimension, in its tables too.

    References
    ----------
    Hundepool et al. (2012), chapter 4, see ``audit``.
    """
    sizes = []
    for number, each in enumerate(plan.dimensions):
        shown = {level for table in plan.tables for level in dict(table.levels).get(each.name, ())}
        kept = [level for level in each.levels if level.name in shown]
        if len(kept) > 1:
            sizes.append((max(len(level.codes) for level in kept), -number, each.name))
    if not sizes:
        return None
    name = max(sizes)[2]
    levels = plan.dimension(name).levels
    tables = []
    for table in plan.tables:
        shown_here = dict(table.levels)
        order = [level for level in levels if level.name in shown_here.get(name, ())]
        if len(order) > 1:
            finest = max(order, key=lambda level: len(level.codes)).name
            shown_here[name] = tuple(level for level in shown_here[name] if level != finest)
        tables.append(Table(table.name, tuple(shown_here.items())))
    return replace(plan, tables=tuple(tables))
