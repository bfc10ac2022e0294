"""What counts as a social help service: article 22 of law 13/2022 and article 37 of law 53/2024.

That the plan's "dịch vụ trợ giúp xã hội" means the union of both lists is our reading.
"""

from enum import StrEnum


class Service(StrEnum):
    """One service, the same in both laws where they agree."""

    SHELTER = "shelter"
    """Nơi tạm lánh và nhu cầu thiết yếu (13/2022; essentials alone: 53/2024)."""
    HEALTH = "health"
    """Chăm sóc, điều trị (13/2022); hỗ trợ y tế (53/2024)."""
    LEGAL = "legal"
    """Trợ giúp pháp lý, tư vấn pháp luật (both)."""
    COUNSELLING = "counselling"
    """Tư vấn tâm lý, kỹ năng (13/2022); hỗ trợ tâm lý (53/2024)."""
    INTERPRETER = "interpreter"
    TRAVEL = "travel"
    SCHOOLING = "schooling"
    TRAINING = "training"
    """Học nghề, việc làm."""
    ALLOWANCE = "allowance"
    """Trợ cấp khó khăn ban đầu, vay vốn."""


FOR_VIOLENCE = (Service.SHELTER, Service.HEALTH, Service.LEGAL, Service.COUNSELLING)
FOR_TRAFFICKING = tuple(Service)


class ServiceState(StrEnum):
    """How far a service came; only `ACCESSED` counts for the indicator."""

    REFERRED = "referred"
    ACCESSED = "accessed"


class HelpGiven(StrEnum):
    """What staff did themselves; one of them is enough for indicator 3.2 (formula B)."""

    COUNSEL = "counsel"
    SUPPORT = "support"
    REFERRAL = "referral"
