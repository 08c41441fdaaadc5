"""Papers and exhibits as one PDF: a cover, an index with digests, a number on each page, and nothing that runs.

``binding.bind`` makes it of ``pieces.Piece``. Nothing is loaded here: what reads PDFs is loaded when one is made.
"""
