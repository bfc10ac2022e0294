"""Says what is wrong with an office's list of branches, in the office's language."""

from collections.abc import Mapping

from domain.org.branches import MAX_NAME
from domain.org.columns import RowFault, RowProblem

_SENTENCES: Mapping[RowProblem, str] = {
    RowProblem.NO_HEADER: "không thấy dòng tiêu đề (cần có «tên chi hội», «số hội viên»…)",
    RowProblem.NO_COLUMN: "thiếu cột này",
    RowProblem.COLUMN_TWICE: "cột này có hai lần",
    RowProblem.NO_ROWS: "tệp không có chi hội nào",
    RowProblem.EMPTY: "ô trống",
    RowProblem.TOO_LONG: f"dài hơn {MAX_NAME} chữ",
    RowProblem.NOT_A_NUMBER: "cần một số nguyên từ 0 trở lên",
    RowProblem.NOT_YES_NO: "cần ghi «có» hoặc «khuyết»",
    RowProblem.BAD_CODE: "mã chỉ gồm chữ không dấu, số và gạch nối",
    RowProblem.CODE_TAKEN: "mã này đã là của {candidates}",
    RowProblem.NO_COMMUNE: "cần mã xã hoặc tên xã",
    RowProblem.UNKNOWN_COMMUNE: "không có xã, phường này",
    RowProblem.AMBIGUOUS: "có nhiều nơi cùng tên: {candidates}. Hãy ghi mã xã",
    RowProblem.CODE_AND_NAME: "mã xã và tên xã không khớp: {candidates}",
    RowProblem.NOT_A_PART: "xã cũ không thuộc xã này; xã này gồm: {candidates}",
    RowProblem.TWICE: "trùng với dòng {candidates}",
    RowProblem.OTHER_CODE: "chi hội này đã có mã {candidates}",
    RowProblem.MOVED: "chi hội này thuộc xã khác: {candidates}",
}
_NOW = ", nay là: {candidates}?"


def describe(fault: RowFault) -> str:
    """Describe a fault in one line: where it is, what stands there, what is wrong with it."""
    where = f"dòng {fault.line}" if fault.line else "cả tệp"
    column = f", cột «{fault.column}»" if fault.column else ""
    given = f" «{fault.given}»" if fault.given else ""
    return f"{where}{column}:{given} {_make_sentence(fault)}"


def _make_sentence(fault: RowFault) -> str:
    sentence = _SENTENCES[fault.problem]
    if fault.problem is RowProblem.UNKNOWN_COMMUNE and fault.candidates:
        sentence += _NOW
    return sentence.format(candidates="; ".join(fault.candidates))
