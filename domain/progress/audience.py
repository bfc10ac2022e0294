"""Who a figure is made for: what few cases tell, and what is personal, is left out for others."""

from enum import StrEnum

from domain.people.roles import Post, Role


class Audience(StrEnum):
    """EVERYONE: a group, a file, a link. PERSON: a private chat. CASE_OFFICERS: of the province."""

    EVERYONE = "everyone"
    PERSON = "person"
    CASE_OFFICERS = "case_officers"

    @property
    def sees_few(self) -> bool:
        """Whether figures of few cases are made for it."""
        return self is Audience.CASE_OFFICERS

    @property
    def sees_personal(self) -> bool:
        """Whether the lines that tell of one branch's leader are made for it."""
        return self is not Audience.EVERYONE


def find_audience(posts: tuple[Post, ...], *, private: bool) -> Audience:
    """Find the audience of a chat by the posts of whoever writes in it."""
    if not private:
        return Audience.EVERYONE
    officer = any(post.role is Role.PROVINCE for post in posts)
    return Audience.CASE_OFFICERS if officer else Audience.PERSON
