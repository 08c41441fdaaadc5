"""Coupons, as the vault knows them: a code that is printed and forgotten, and the marks that stay."""

import secrets

from amparo.commons.audit.actions import unaudited
from amparo.sealing.coupons import Marks as Marks
from amparo.sealing.coupons import NotACode as NotACode
from amparo.sealing.coupons import fresh_code, marks_of, read_code, shown


@unaudited("it writes nothing")
def new_code(salt: str) -> tuple[str, Marks]:
    """A code as it is printed, and its marks. Nobody keeps the code."""
    code = fresh_code()
    return code, marks_of(read_code(code), salt)


@unaudited("it writes nothing")
def marks_of_typed(typed: str, salt: str) -> Marks:
    """The marks of a code as somebody typed or read it; :class:`NotACode` says what is wrong with it."""
    return marks_of(read_code(typed), salt)


@unaudited("it writes nothing")
def shown_code(typed: str) -> str:
    """The code as it is printed, however it was typed."""
    return shown(read_code(typed))


@unaudited("it writes nothing")
def new_salt() -> str:
    """With what all coupons of one study are salted, in hexadecimal."""
    return secrets.token_hex(16)
