"""Keys and envelopes: how something is sealed so that only who should can open it.

Pure: no Django, no database, no clock, no network. The cryptography is that of libraries: age (through pyrage) for
envelopes, Argon2id for what people remember, HKDF and AEAD of ``cryptography`` for what hangs on a key, SLIP-39 for
the sheets of paper. Nothing here invents a cipher; it only says which one, with which label, in which order.
"""
