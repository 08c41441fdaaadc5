"""Who had a piece of proof in her hands, and when: a chain that anybody checks with ``sha256sum`` alone. Pure.

Every act is two small texts. The *fact* says what was done to which piece, by whom and why; the *link* holds the
number of the act, the digest of its fact, and the digest of the link before. So a piece is handed to a court with its
own facts, and of all other acts only their links: nothing was left out, and nobody reads what is not hers to read. A
fact has a salt, so that nobody guesses a text and tries whether it fits.

``events`` writes and reads these texts, ``checking`` says what was done to a chain, ``slips`` is the paper for whoever
hands something over, ``days`` is the one list of a day, ``stamps`` is the word of an authority about that list, and
``folder`` is what a court gets, with ``given/verificar.sh`` to check it. ``docs/how-to/verify-an-export.md`` is the
format in words.
"""
