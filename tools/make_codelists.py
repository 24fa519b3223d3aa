"""Write the code lists of countries, currencies and languages from pycountry.

Usage: python tools/make_codelists.py [FOLDER]   (default: schema/1.0/codelists)

The lists are committed; run this after installing a newer pycountry, then record its version in the folder's
README.md and in PYCOUNTRY below. What pycountry lacks (the Union, Kosovo's user-assigned code, currencies withdrawn
since 2010) is written here by hand, each with its source.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pycountry

PYCOUNTRY = "26.2.16"
HEADER = ("code", "title", "definition", "source", "valid_from", "valid_until", "replaced_by")
FOLDER = Path(__file__).resolve().parent.parent / "schema" / "1.0" / "codelists"

Row = tuple[str, str, str, str, str, str, str]

EXTRA_COUNTRIES: tuple[Row, ...] = (
    ("EU", "European Union", "The Union as a whole.", "ISO 3166-1 exceptional reservation", "", "", ""),
    ("XK", "Kosovo", "User-assigned code in wide use.", "ISO 3166-1 user-assigned; practice of the Union", "", "", ""),
)
WITHDRAWN_CURRENCIES: tuple[tuple[str, str, str, str], ...] = (
    ("ANG", "Netherlands Antillean Guilder", "2025-03-31", "XCG"),
    ("BGN", "Bulgarian Lev", "2025-12-31", "EUR"),
    ("BYR", "Belarusian Ruble", "2016-12-31", "BYN"),
    ("CUC", "Peso Convertible", "2021-06-30", "CUP"),
    ("EEK", "Kroon", "2010-12-31", "EUR"),
    ("HRK", "Kuna", "2022-12-31", "EUR"),
    ("LTL", "Lithuanian Litas", "2014-12-31", "EUR"),
    ("LVL", "Latvian Lats", "2013-12-31", "EUR"),
    ("MRO", "Ouguiya", "2017-12-31", "MRU"),
    ("SLL", "Leone", "2024-03-31", "SLE"),
    ("STD", "Dobra", "2017-12-31", "STN"),
    ("VEF", "Bolívar", "2018-08-20", "VES"),
    ("ZMK", "Zambian Kwacha", "2012-12-31", "ZMW"),
    ("ZWL", "Zimbabwe Dollar", "2024-08-31", "ZWG"),
)
THREE_LETTERS = """
arn ast awa bal bar bcl ber bho bik brx ceb chr ckb cmn crh csb dgo doi dsb fil frp frr fur gom gsw
hak haw hil hmn hne hsb ilo kab kmr kok krl lad lld ltg mag mai mis mni mul mwr nan nap nds nhn pag
pam prs quc rmy rom sat scn sco sgs sma smj sme smn sms swg szl tet tzm und vec vro war wuu yue zgh
zxx
"""


def countries() -> Iterator[Row]:
    """Yield the countries of ISO 3166-1 by alpha-2 code, and the Union."""
    for country in pycountry.countries:
        yield (country.alpha_2, getattr(country, "common_name", country.name), country.name, "ISO 3166-1", "", "", "")
    yield from EXTRA_COUNTRIES


def currencies() -> Iterator[Row]:
    """Yield the currencies of ISO 4217, also those withdrawn since 2010 (dates are last days of validity)."""
    current = {currency.alpha_3: currency.name for currency in pycountry.currencies}
    for code, name in current.items():
        yield (code, name, name, "ISO 4217", "", "", "")
    for code, name, until, successor in WITHDRAWN_CURRENCIES:
        if code not in current:
            yield (code, name, f"Withdrawn: {name}.", "ISO 4217, withdrawn", "", until, successor)


def languages() -> Iterator[Row]:
    """Yield primary language subtags of BCP 47: all of two letters, and of three those met in political advertising."""
    useful = set(THREE_LETTERS.split())
    for language in pycountry.languages:
        short = getattr(language, "alpha_2", None)
        if short:
            yield (short, language.name, language.name, "ISO 639-1; BCP 47", "", "", "")
        elif language.alpha_3 in useful:
            yield (language.alpha_3, language.name, language.name, "ISO 639-3; BCP 47", "", "", "")


def write(folder: Path) -> None:
    """Write countries.csv, currencies.csv and languages.csv into the folder, sorted by code."""
    for name, rows in (("countries", countries()), ("currencies", currencies()), ("languages", languages())):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(sorted(rows))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
