"""Where a unit stands in the Union: the levels that enter, confirm and are shown numbers."""

from enum import StrEnum


class Level(StrEnum):
    """A kind of unit. Areas and blocs group communes. Districts ended on 2025-07-01.

    The nation stands above provinces where several share a database.
    """

    BRANCH = "branch"
    COMMUNE = "commune"
    AREA = "area"
    DISTRICT = "district"
    PROVINCE = "province"
    BLOC = "bloc"
    NATION = "nation"
