"""The route convertor for row numbers in addresses: a number no row can have gives 404 instead of an error."""

from __future__ import annotations

from starlette.convertors import CONVERTOR_TYPES, Convertor, register_url_convertor


class RowNumber(Convertor[int]):
    """`{shop:row}`: as many digits as every number of a row has room for in either database."""

    regex = "[0-9]{1,18}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


def name_row_numbers() -> None:
    """Let routes say `{name:row}`."""
    if "row" not in CONVERTOR_TYPES:
        register_url_convertor("row", RowNumber())
