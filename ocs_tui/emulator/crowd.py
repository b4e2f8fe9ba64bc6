"""A crowd of made-up users, for trying out long lists. The same at every start."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from ocs_tui.emulator.people.known import AZURE_AD
from ocs_tui.emulator.store import Json

# fmt: off
_GIVEN = (
    "Adam", "Agnes", "Ali", "Amara", "Ana", "Andrei", "Anna", "Antonio", "Arjun", "Astrid", "Beatriz",
    "Bilal", "Bruno", "Camille", "Chen", "Clara", "Daniel", "Deniz", "Diego", "Elena", "Elif", "Emil",
    "Emma", "Erik", "Esther", "Fatima", "Felix", "Fiona", "Gabriel", "Greta", "Hana", "Hassan",
    "Helena", "Hugo", "Ida", "Igor", "Ines", "Isaac", "Ivan", "Jana", "Jasper", "Joana", "Johan",
    "Julia", "Kamal", "Karin", "Kenji", "Lars", "Laura", "Leon", "Lina", "Lucas", "Mai", "Malik",
    "Marta", "Mateo", "Mina", "Nadia", "Nils", "Olga", "Omar", "Paula", "Priya", "Rafael",
)
# fmt: on
# fmt: off
_SURNAMES = (
    "Abbott", "Aguilar", "Ahmed", "Andersen", "Bakker", "Banerjee", "Becker", "Bennett", "Berg",
    "Bianchi", "Castillo", "Chan", "Clarke", "Costa", "Dahl", "Delgado", "Dubois", "Eriksen", "Evans",
    "Ferrari", "Fischer", "Fofana", "Garcia", "Gupta", "Hansen", "Haddad", "Hoffmann", "Ito", "Ivanov",
    "Jansen", "Johansson", "Kaya", "Keller", "Kim", "Kovacs", "Kumar", "Lambert", "Larsen", "Lee",
    "Lopez", "Maier", "Martin", "Mensah", "Meyer", "Moreau", "Mwangi", "Nakamura", "Nguyen", "Novak",
    "Okafor", "Olsen", "Park", "Petrov", "Popescu", "Ramos", "Rossi", "Santos", "Schmidt", "Silva",
    "Tanaka", "Torres", "Visser", "Wagner", "Yilmaz",
)
# fmt: on
_INITIALS = "ABCDEFGHIJKLMNOPRSTVW"
_NAMES = len(_GIVEN) * len(_SURNAMES) * len(_INITIALS)
_STEP = 40_009  # a prime that divides none of them: neighbours in the list are not neighbours in name


def crowd(count: int, tenant_id: str, member: str, others: tuple[str, ...]) -> Iterator[Json]:
    """Yield users, each with a name of their own.

    Args:
        count: how many.
        tenant_id: the tenant they are in.
        member: the id of the role that all hold.
        others: the ids of roles that some hold, one each.
    """
    space = uuid.UUID(tenant_id).int
    for number in range(count):
        which, given = divmod(number * _STEP % _NAMES, len(_GIVEN))
        initial, surname = divmod(which, len(_SURNAMES))
        given_name, surname_, letter = _GIVEN[given], _SURNAMES[surname], _INITIALS[initial]
        email = f"{given_name}.{letter}.{surname_}@northwind-process.example".lower()
        yield {
            # As different as hashed ones, and much cheaper.
            "Id": str(uuid.UUID(int=(space + (number + 1) * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128)),
            "GivenName": given_name,
            "Surname": surname_,
            "Name": f"{given_name} {letter}. {surname_}",
            "Email": email,
            "ContactEmail": email,
            "ContactGivenName": given_name,
            "ContactSurname": surname_,
            "ExternalUserId": None,
            "IdentityProviderId": AZURE_AD,
            "RoleIds": [member, others[number % len(others)]] if number % 3 == 0 else [member],
            "Joined": True,
        }
