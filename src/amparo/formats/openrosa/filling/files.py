"""A file that answers a question. The page that takes one in says its name here, and sends it beside the answers."""

from amparo.formats.openrosa.filling.filled import Filling


def name_file(filling: Filling, key: str, name: str) -> None:
    """Write the name of a file into its place, as a phone does; ValueError where no file belongs there now."""
    node = filling.tree.keys.get(key)
    if node is None or not node.is_relevant or filling.question(key).type != "binary":
        raise ValueError(f"no file is asked for at {key}")
    node.value = name
