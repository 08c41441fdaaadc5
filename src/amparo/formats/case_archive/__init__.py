"""Cases and threads that travel from one house to another: one JSON document a line. Pure, and no key in it.

The page docs/reference/case-archive.md is the format in words. The lines are what is inside the envelope of an age
file. Nothing in it is packed, so nothing grows while it is read, and no name in it is taken for a path: a file is
pieces of base64 under an opaque name.

``documents`` says what each document holds, ``writing`` makes the lines, ``reading`` takes them apart.
"""
