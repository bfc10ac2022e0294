"""What a case says comes back from its packed text as it was."""

from domain.cases.intake import CaseKind, Consent, Intake, SafeContact, Way
from domain.cases.social_services import HelpGiven, Service, ServiceState
from domain.confidential import Confidential
from storage.cases import content
from storage.cases.content import Content

WORDS = Confidential("chỉ gọi sau 19 giờ")


def test_content_is_unpacked_as_it_was_packed() -> None:
    intake = Intake(
        danger=False,
        kind=CaseKind.HARDSHIP,
        consent=Consent(given=True),
        contact=SafeContact(Way.MEETING, words=WORDS),
        note=WORDS,
    )
    state = next(iter(ServiceState))
    made = Content(intake, {next(iter(Service)): state}, frozenset({HelpGiven.COUNSEL}))
    text = content.pack(made)
    assert WORDS.reveal() in text, "the vault seals it: it is packed in the clear"
    assert content.unpack(text) == made


def test_erased_content_has_no_intake() -> None:
    assert content.unpack(content.pack(Content())) == Content()
