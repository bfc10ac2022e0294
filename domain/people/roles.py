"""Who may do what: roles, and the units they reach."""

from dataclasses import dataclass
from enum import StrEnum

from domain.org.levels import Level


class Role(StrEnum):
    """What a person is in one unit. A person may hold several roles."""

    LEADER = "leader"
    DEPUTY = "deputy"
    COMMUNE = "commune"
    AREA = "area"
    PROVINCE = "province"
    ADMIN = "admin"


class Permission(StrEnum):
    """What may be asked of the product."""

    REPORT = "report"
    REPORT_FOR_BRANCH = "report_for_branch"
    SEE_PROGRESS = "see_progress"
    INVITE = "invite"
    BIND_GROUP = "bind_group"
    EXPORT = "export"
    SET_EVENT_DATES = "set_event_dates"
    BROADCAST = "broadcast"
    REOPEN = "reopen"
    RECORD_ACTIVITY = "record_activity"


LEVEL_OF_ROLE = {
    Role.LEADER: Level.BRANCH,
    Role.DEPUTY: Level.BRANCH,
    Role.COMMUNE: Level.COMMUNE,
    Role.AREA: Level.AREA,
    Role.PROVINCE: Level.PROVINCE,
    Role.ADMIN: Level.PROVINCE,
}

STAFF = frozenset({Role.COMMUNE, Role.AREA, Role.PROVINCE, Role.ADMIN})
_BRANCH = frozenset({Role.LEADER, Role.DEPUTY})

_ALLOWED = {
    Permission.REPORT: _BRANCH | STAFF,
    Permission.REPORT_FOR_BRANCH: STAFF,
    Permission.SEE_PROGRESS: _BRANCH | STAFF,
    Permission.INVITE: STAFF,
    Permission.BIND_GROUP: STAFF,
    Permission.EXPORT: STAFF,
    Permission.BROADCAST: STAFF,
    Permission.REOPEN: STAFF,
    Permission.RECORD_ACTIVITY: STAFF - {Role.ADMIN},
    Permission.SET_EVENT_DATES: frozenset({Role.PROVINCE, Role.ADMIN}),
}


@dataclass(frozen=True, slots=True)
class Post:
    """One role of one person in one unit (unit_id as stored)."""

    role: Role
    unit_id: int


def allows(role: Role, action: Permission) -> bool:
    """Return True if the role may do this anywhere; `may` says where."""
    return role in _ALLOWED[action]


def may(posts: tuple[Post, ...], action: Permission, unit_and_ancestors: tuple[int, ...]) -> bool:
    """Return True if one of these posts allows this to the unit.

    `unit_and_ancestors`: ids of the unit itself and of every unit and area above it, since a post
    reaches its own unit and all below.
    """
    return any(allows(p.role, action) and p.unit_id in unit_and_ancestors for p in posts)
