"""Who signs documents, as an office sets it; each fault with its line."""

from domain.documents.signing import OfficeSettings, Signer
from domain.org.levels import Level
from domain.plan.office_file import parse_office
from tests.support.paths import PLANS


def test_the_shipped_file_is_right() -> None:
    found = parse_office((PLANS / "van-phong.yaml").read_text("utf-8"))
    assert isinstance(found, OfficeSettings)
    assert found.find_signer("04", Level.PROVINCE) == Signer("TM. BAN THƯỜNG VỤ", "", "CHỦ TỊCH")
    assert found.find_signer("CH-1", Level.BRANCH).position == "CHI HỘI TRƯỞNG"
    assert found.symbols[Level.COMMUNE] == "/BC-BTV"


def test_one_unit_s_own_signer() -> None:
    found = parse_office('units: {"04": {position: PHÓ CHỦ TỊCH THƯỜNG TRỰC, name: Họ Tên}}')
    assert isinstance(found, OfficeSettings)
    assert found.find_signer("04", Level.PROVINCE).name == "Họ Tên"
    assert found.find_signer("01290", Level.COMMUNE) == Signer()


def test_faults_are_named_with_their_lines() -> None:
    found = parse_office("signers:\n  provnce: {position: X}\n  commune: {nme: Y}\nextra: 1\n")
    assert isinstance(found, list)
    assert [str(fault) for fault in found] == [
        "2: signers: provnce is no level",
        "3: signers.commune.nme: unknown field",
        "3: signers.commune.position: is missing",
        "4: extra: unknown field",
    ]
