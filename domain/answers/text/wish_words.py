"""The words of wishes, without marks: what is said alone, and what is enough in any short text.

`a/b_c` is either of two, `x?` may be left out, `x*` may stand several times, `…` is anything,
`<me>` one of a named set, `!x` must not follow; `^` and `$` are the ends of the text.
"""

from collections.abc import Mapping
from enum import StrEnum


class Wish(StrEnum):
    """What somebody wants who reports nothing; where two fit, the earlier is meant."""

    LEFT_POST = "left_post"
    DELETE = "delete"
    CASE = "case"
    NOT_ME = "not_me"
    NOTHING_NEW = "nothing_new"
    STOP = "stop"
    PRINT = "print"
    NEW_PHONE = "new_phone"
    SUBSTITUTE = "substitute"
    SENT_ASK = "sent_ask"
    SENT = "sent"
    MY_REPORT = "my_report"
    CONTACT = "contact"
    DUE = "due"
    WHO = "who"
    ODD = "odd"
    PROGRESS = "progress"
    EDIT = "edit"
    LATER = "later"
    ON_NOW = "on_now"
    HELP = "help"
    REPORT = "report"
    MEANING = "meaning"
    INSULT = "insult"
    SMALL_TALK = "small_talk"
    THANKS = "thanks"
    GREETING = "greeting"


SPELT: Mapping[str, str] = {
    **dict.fromkeys(("k", "ko", "kh", "hk", "hok", "hong", "hem", "khg", "hg", "hông"), "khong"),
    **dict.fromkeys(("dc", "dk", "duoc"), "duoc"),
    **dict.fromkeys(("r", "zoi", "roai", "rui"), "roi"),
    **dict.fromkeys(("tks", "thanks", "thank", "thankyou", "cmon", "cam_on"), "cam on"),
    **dict.fromkeys(("z", "v", "zay", "zậy"), "vay"),
    **dict.fromkeys(("mk", "mik", "mih"), "minh"),
    "un": "on", "j": "gi", "e": "em", "c": "chi", "cj": "chi", "bc": "bao cao", "ntn": "the nao",
    "sdt": "so dien thoai", "dt": "dien thoai", "cb": "can bo", "bh": "bao gio",
    "bn": "bao nhieu", "lm": "lam", "lun": "luon", "baocao": "bao cao", "cht": "chi hoi truong",
    "chp": "chi hoi pho", "d": "di", "nhg": "nhung", "vs": "voi", "tui": "toi", "tg": "thoi gian",
    "nt": "nhan tin", "goidien": "goi dien",
}  # fmt: skip
"""How words are written in haste."""

NAMED_SETS: Mapping[str, str] = {
    "<me>": "chi|toi|em|minh|ta|bac",
    "<month>": r"thang (?:nay|truoc|roi|vua roi|qua|\d{1,2}(?: nam \d{4}|/20\d\d)?)"
    "|ky nay|ky truoc|lan truoc|hom truoc",
    "<send>": "gui|nop|bao cao|bao|khai",
    "<when>": "bao gio|khi nao|ngay nao|ngay may|hom nao|luc nao|may tay",
    "<how>": "the nao|nhu nao|nhu the nao|sao|lam sao|ra sao|kieu gi|kieu nao|cach nao|o dau"
    "|cho nao",
    "<officer>": "can bo|lanh dao|chu tich|phu trach|nguoi phu trach|hoi(?! vien)|xa|ai",
    "<post>": "chi hoi truong|chi hoi pho|hoi truong|can bo hoi|can bo chi hoi|chuc vu|nhiem vu"
    "|nhiem ky|chuc",
    "<phone>": "so dien thoai|dien thoai|so may|so|zalo",
    "<tomorrow>": "(?<!chi )(?<!co )(?<!ba )(?<!thi )mai",
    "<has>": "(?<!khong )(?<!chua )(?<!chang )co",
    "<who>": "(?<!khong )(?<!chua )(?<!chang )ai",
    "<n>": r"\d{1,2}",
    "<laugh>": "(?:ha|hi|he|ho|k){2,}|ha|hi|he",
}

ALONE: Mapping[Wish, tuple[str, ...]] = {
    Wish.NOT_ME: (
        "khong_phai/nham/dau_phai la? <me> dau/roi/ma*",
        "sai/nham mat? roi <me>? dau_phai/khong_phai/khong/la …",
        "nham/lon/sai nguoi/so/may roi/mat*",
        "<me>? khong_phai/dau_phai la? chi_hoi/can_bo/hoi_vien …",
        "sai/nham ten/chuc/chuc_vu/chi_hoi cua? <me>? roi?",
    ),
    Wish.NOTHING_NEW: (
        "<month>? chi_hoi/ben_chi/<me>? van? khong/chua/chang thay? co? "
        "gi/hoat_dong_gi/viec_gi/chuyen_gi ca/moi/het/dau/phat_sinh/thay_doi/em/a* <month>? "
        "thang_sau/thang_toi? chi? moi? bao/gui/bao_cao/tinh* sau/luon/the*",
        "<month>? chi_hoi/ben_chi <month>? nghi/khong/chua duoc? sinh_hoat/hop/hoat_dong* <month>?",
        "<month> nghi sinh_hoat/hop/hoat_dong*",
        "thang_sau/thang_toi chi? moi? bao/gui/bao_cao sau/luon/the*",
    ),
    Wish.SENT_ASK: (
        "da/co? <me>? da? <send> duoc? bao_cao? cho_em? <month>? "
        "chua/roi_chua/xong_chua/duoc_chua/roi_phai_khong/roi_dung_khong",
        "<month> <me>? da? <send> bao_cao? chua/roi_chua",
        "em? da? nhan duoc? bao_cao/tin* cua? chi? chua/roi_chua/khong",
        "… nhan/thay duoc? bao_cao/tin_nhan/tin/bai … chua/khong",
        "bao_cao … nhan/thay duoc? chua/khong",
        "bao_cao cua? <me>? <month>? da? den/toi/gui/vao/duoc/xong/on/nhan noi/duoc? "
        "chua/roi_chua/khong",
    ),
    Wish.SENT: (
        "da/moi/vua* <send> bao_cao/het/du* cho_em/em? <month>? "
        "hom_qua/hom_kia/hom_no/hom_truoc/hom_nay/sang_nay/luc_nay/toi_qua* xong/roi+ "
        "ma/day/con_gi*",
        "<month> <me>? da? <send> xong? roi",
        "hom_qua/hom_kia/hom_truoc/sang_nay/toi_qua/luc_nay <me>? da? <send> bao_cao? xong? roi "
        "ma/con_gi/day*",
        "da/moi/vua gui/nop bao_cao? hom_qua/hom_kia/luc_nay/sang_nay/em/cho_em/<month>*",
        "… gui/nop/bao_cao xong? roi ma/day? sao? em? sao/con/van/cu/lai nhac/nhan/doi/bao …",
    ),
    Wish.REPORT: (
        "gui/nop/lam/viet/nhap/dien/khai/bat_dau/mo/vao/tiep_tuc/phai/di* cai/mau/form/phan/bang? "
        "bao_cao cua/chi_hoi/<me>/<month>/hang_thang/moi/nao/ngay/bay_gio/gio/dum*",
        "gio/bay_gio? <me>? <send> bay_gio/luon/ngay/day/nhe",
        "gui/bao/nop so_lieu <month>?",
        "lam/nhap/gui/nop bao_cao duoc? chua/khong",
        "… ranh roi bao_cao",
        "gio? moi ranh de? bao_cao/lam/gui", "san_sang roi <me>? lam thoi?",
        "mo/gui/dua/cho/lay* cai? mau/phieu/form/bieu/cau_hoi/bang_hoi day? "
        "cho? <me>? lam/bao_cao/tra_loi/dien/khai*",
        "hoi di/luon em? <me> tra_loi/lam/bao", "hoi/hoi_di/hoi_luon di/luon/nhe/nao",
        "dau? dua/len bao_cao di/day/cho/ra <me>? lam?",
        "lam/tra_loi/bao_cao/khai* not/tiep/do/do_dang cai/phan/bao_cao/bai/cho/mau* "
        "dang? do/do_dang/con_lai/con_thieu/hom_qua/hom_truoc/hom_no/<month>/kia/dang* ",
        "lam/viet bao_cao do/do_dang/thoi/dang hom_qua/hom_truoc/chau/co/bac*",
        "tiep_tuc", "hoi chi? tiep/di/lai", "den gio bao_cao",
    ),
    Wish.EDIT: (
        "cho/muon/can/nho/giup/xin* <me>? sua/chinh/doi lai/giup/ho/cho/chi/em/toi* "
        "thanh/la/con <n>",
        "cho/muon/can/nho/giup/xin* <me>? sua/chinh/dinh_chinh/doi/thay lai/giup/ho/cho* chi? cai? "
        "cau/muc/y/dong/so/bao_cao/so_lieu/ket_qua/tin/phan …",
        "cho/muon/can/nho/giup/xin+ <me>? sua/chinh lai/giup/ho*",
        "<me>? da? noi/gui/ghi/bao/bam/dien/go/khai/nop/bao_cao bi? nham/lon/sai/thieu …",
        "… <me>/da/hom/hom_truoc/hom_qua/lan_truoc/vua/bao_cao/thang_truoc/tin/luc_nay "
        "noi/gui/ghi/bao/bam/nhan/dien/go/khai/nop/bao_cao bi? nham/lon/sai/thieu …",
        "ay_chet/chet/thoi_chet/o/oi? <me>? bi? nham/lon roi/mat/so/em*",
        "nham/lon/sai cau <n> …",
        "bao_cao/so_lieu cua? chi? <month>? bi? sai/nham/thieu roi/mat*",
        "cho? <me>? sua/dinh_chinh lai/giup/ho/cho/chi/em/toi* cai/bai/ban? <month>",
        "sua/dinh_chinh lai/giup/ho+ … cho <me>",
    ),
    Wish.HELP: (
        "huong_dan/tro_giup/giup_do/cach_dung/cach_lam/chi_dan/menu/bat_dau",
        "… lam/bao_cao/gui/nhan/dung/su_dung/nhap/tra_loi/viet/nop/ghi/go bao_cao/tin/lai* <how>",
        "lam_sao/lam_the_nao/phai_lam_gi de? bao_cao/gui/nop/dang_ky/vao/dung? bao_cao?",
        "kho? qua? <me>? khong/chua/cha/chang biet/hieu/ro cach? "
        "lam/bao_cao/dung/gui/nhan/go/gi/the_nao/sao*",
        "em/bot/day/tro_ly? lam/giup chi? duoc gi/nhung_gi/viec_gi cho_chi?",
        "co nhung? lenh/chuc_nang/muc gi/nao", "go/nhan/bam gi/cai_gi/vao_dau",
        "day/huong_dan/giup/chi_cho/chi_giup cho? <me>? cach/dung/lam/bao_cao/gui/voi …",
        "cach lam/gui/nhap/dung/viet* bao_cao?",
    ),
    Wish.THANKS: (
        "chi/rat/xin/vang/ok* cam_on …",
        "em? gioi/hay/tot/tuyet/nhanh/tien/ngoan/dang_yeu qua/the/lam/vay/ghe/that+",
        "ok/oke/okie/okay/uh/u/vang/da/duoc/biet/ro/hieu/nho/the/thoi "
        "the/roi/vay/duoc/em/nhe/la/ok*",
        "tot/tot_lam/tuyet_voi/hay_lam/yeu_em/thuong_em/chi_yeu_em/xong_roi",
        "khong/chang co_gi/sao dau/ca*",
    ),
    Wish.GREETING: (
        "xin? chao em/bot/so_hoi/ban/moi_nguoi/ca_nha/cac_em/chi/co* buoi? sang/trua/chieu/toi?",
        "em_oi? cho/xin? chi/toi/em? hoi ti/chut/cai/xiu/voi*",
        "a_lo/alo/em/hi/hello/hey/helo/em_oi/oi/bot/so_hoi oi/em/a*",
        "co ai khong/o_do_khong/day_khong", "em_oi em_oi?",
    ),
}  # fmt: skip
"""Said with nothing but courtesies around it."""

ANYWHERE: Mapping[Wish, tuple[str, ...]] = {
    Wish.DELETE: (
        "xoa/huy/go/bo het/bo/di* giup/ho/cho* chi/em/toi? cac/toan_bo/moi/nhung/tat_ca? "
        "du_lieu/thong_tin/tai_khoan/so_lieu_cua/ten_chi/ten_toi/so_cua/ten_khoi",
        "luu/giu/thu_thap/biet/ghi lai? nhung? gi/thong_tin_gi/du_lieu_gi/cai_gi cua/ve <me>",
        "du_lieu/thong_tin cua? rieng? <me> … dau/gi/an_toan/lo/ai/the_nao/bao_mat/khong",
        "bao_mat/bi_lo/lo_thong_tin/rieng_tu/lo_so khong",
        "ai xem/doc/thay/biet duoc? tin/bao_cao/thong_tin/nhung_gi",
    ),
    Wish.LEFT_POST: (
        "nghi/thoi/khong/het/xin_nghi/xin_thoi con/lam/la/giu/phu_trach/duoc* <post> !nao",
        "bau lai roi",
        "<me> sap/chuan_bi chuyen/don ve/di/den/sang … o/song/lam",
        "bau/co/chon/thay duoc? <post>/nguoi/ban_chap_hanh moi/khac",
        "ban_giao/giao_lai/chuyen_giao cong_viec/chuc/lai/chi_hoi/cho/nhiem_vu/roi",
        "chi_hoi_truong moi/bay_gio/gio/hien_nay la/khong_phai",
        "nghi_huu/het_nhiem_ky/nghi_cong_tac_hoi/nghi_lam_hoi/nghi_viec_hoi",
        "khong lam hoi/chi_hoi/can_bo nua",
        "chuyen/giao/ban_giao/nhuong/trao lai? chi_hoi/chuc/cong_viec/viec_hoi/vai_tro/<post> "
        "lai/sang? cho …",
    ),
    Wish.CASE: (
        "bao/ke/trinh_bao/noi/phan_anh ve? mot/1? viec/chuyen/vu/vu_viec/truong_hop "
        "cua? mot/1? chi_em/hoi_vien/phu_nu",
        "muon/can/cho/xin/de+ <me>? bao/ke/trinh_bao/noi/phan_anh ve? mot/1/cai? "
        "vu_viec/vu/truong_hop/ca $", "bao/co ve? mot/1/cai? vu_viec $",
        "<has> mot/1/hai/may? chi_em/hoi_vien/phu_nu nao? can/dang_can/gap/dang_gap "
        "hoi? giup/giup_do/kho_khan/chuyen_kho",
    ),
    Wish.STOP: (
        "dung/ngung/khoi/dung_co/khong_can/thoi co? gui/goi cho/may/cac/nhung/them* "
        "tin/tin_nhan/loi_nhac/nhac/tin_nhac … nua/vao/cho/den/toi/chi",
        "dung/ngung/khoi/dung_co/khong_can/thoi co? nhan/nhac tin/nho* cho/vao/den/toi/may+ <me>",
        "dung/thoi/ngung/khoi/dung_co/khong_can/tat/bot/tam_dung co/khong/gui? "
        "nhan/nhac/lam_phien/gui_tin/quay/spam/goi tin/nho* nua/chi/nhieu/den/toi/em",
        "^ dung/thoi/ngung/khoi/dung_co/khong_can/tat/bot/tam_dung co/khong/gui? "
        "nhan/nhac/lam_phien/gui_tin/quay/spam tin/nho/tin_nhan* $",
        "khong_muon/chan bi? nhan/nhac/nhan_tin/nhac_nho",
        "phien/lam_phien/nhan_nhieu/nhac_nhieu/nhan_hoai/nhac_hoai/nhac_mai/nhan_mai "
        "qua/the/vay/lam",
        "^ <month>/dot_nay? <me>? <month>? khong/chua/chac_khong the? gui/lam/nop/bao_cao/bao "
        "bao_cao? duoc/noi/kip !gi",
        "^ dot_nay/<month>/hom_nay/nay* <me> dang/bi/phai/di/vua/moi* "
        "nam_vien/di_vien/vao_vien/sinh_em_be/nam_o/co_tang/vang_nha/di_vang/di_xa/di_cong_tac",
        "^ dot_nay/<month>/hom_nay/nay+ <me> dang/bi/phai/di/vua/moi* om/benh",
        "nhac/nhan it thoi/lai", "tat/bo/huy thong_bao/nhac_nho/nhac_hen",
    ),
    Wish.PRINT: (
        "^ in ra/bao_cao/giay/giup/duoc/ho/<month>/cho/ban/lai",
        "muon/can/cho/de/duoc/co chi? in ra/bao_cao/giay/giup/duoc/ho/<month>/cho/ban/lai/khong",
        "xuat ra? giay/file/word/excel/bao_cao/pdf", "ban/file/to/mau in/giay/word/excel/pdf",
    ),
    Wish.NEW_PHONE: (
        "doi/thay/mua/sang/chuyen sang? <phone>/may/sim moi/khac/roi/em/duoc/thi/thi_sao",
        "^ doi/thay so/may/dien_thoai/sim/so_dien_thoai/zalo $",
        "mat/hong/hu/vo/bi_mat cai? may/dien_thoai/sim", "<phone>/may moi/khac cua? chi/toi/em",
        "may/dien_thoai/sim cua? chi/toi? bi? hong/khong_roi/hu/mat/vo",
        "them may/telegram/zalo nua/khac/moi", "dung/vao/nhan ca/them/duoc/tren/bang+ "
        "telegram/zalo/hai_may/2_may/may_khac",
    ),
    Wish.SUBSTITUTE: (
        "<send>/nhap/lam_bao_cao bao_cao? ho/thay nhau/chi/em/toi/minh/nguoi/cho/duoc/khong",
        "^ <send>/nhap/lam_bao_cao bao_cao? ho/thay em/chi/voi/a* $",
        "nguoi_khac co_the/co? bao/bao_cao/gui/lam/nop/nhap/tra_loi",
        "nho/giao/phan_cong/uy_quyen/nhuong … bao_cao/bao/lam/gui/nhap",
        "con/chau/chong/chi_hoi_pho gai/trai/dau/cua/chi/toi* "
        "bao/bao_cao/lam/gui/nhan/nhap/tra_loi … duoc/thay/ho/khong",
    ),
    Wish.MY_REPORT: (
        "xem/coi/mo/kiem_tra/doc/tim/nhin lai/giup/ho/cho/chi/em/toi* cai/bang/ban/noi_dung? "
        "bao_cao/cau_tra_loi/bai_da_gui/tin_da_gui/bai_cu",
        "xem/coi/mo/kiem_tra/doc lai/giup/ho/cho/chi/em/toi* cai/bai/so/tin+ cua? <month>",
        "^ <me> da/vua? gui/bao/nop/khai/bao_cao/ghi cho_em? nhung? gi/nhung_gi/cai_gi "
        "roi/the/vay/nhi/xong/em/day* $",
        "xem/coi/mo lai/giup/ho/cho/chi/em/toi* <month> $", "xem so_lieu <me>/da/cu/<month>",
        "<month>/da/lan_truoc <me>? da? bao_cao/bao/gui/ghi/dien/nop/khai cho_em? nhung? "
        "gi/the_nao/bao_nhieu/may/nhu_nao/ra_sao",
        "^ bao_cao cu/da_gui/thang_truoc/hom_truoc/lan_truoc $",
        "bao_cao cu/<month>/cua/<me>/da_gui+ dau/gom_gi/co_gi/ghi_gi/the_nao/nhu_nao roi? $",
        "^ gui/cho lai? chi? xem? ban? bao_cao cu/<month>/da_gui",
        "^ gui/nhan lai cho? chi/toi/c? xem? voi/a/em* $",
    ),
    Wish.DUE: (
        "^ <when> … han/nop/gui/bao_cao/khoa/bao",
        "<when>/chi/thi/phai* <when> … han/nop/gui_bao_cao/bao_cao/khoa",
        "han/nop/bao_cao/khoa_so … <when>/truoc_ngay", "gui bao_cao … <when>/truoc_ngay",
        "^ thoi? han nop/gui/bao_cao/cuoi/chot/la/den/ngay/thang/<n>* $",
        "con may/bao_nhieu ngay/hom", "het/toi/den/qua/tre/sap_het han bao_cao? "
        "chua/roi_a/khong/roi_ha/roi_sao/roi",
        "con? no/thieu nhung? thang_nao/may_thang/bao_cao_nao/bao_cao_gi/bao_cao_khong/thang_may",
        "tre/muon bao_cao? co_sao/co_bi/duoc_khong/thi_sao", "gui muon duoc/co",
    ),
    Wish.CONTACT: (
        "goi dien? cho/den? ai/so_nao/dau/can_bo/so_may",
        "<phone>/lien_he cua? chi/co/ba/anh? <officer>",
        "^ cho/xin/chi/em/toi* so so_dien_thoai/dien_thoai/lien_he/can_bo/ai",
        "^ cho/xin/chi/em/toi* so_dien_thoai", "^ cho/xin+ chi/em? xin? so $",
        "lien_he/lien_lac duoc? voi/den? ai/can_bo/so_nao/the_nao/dau/hoi/nguoi",
        "ai/chi_nao la can_bo", "goi dien? cho? chi/toi/minh voi/duoc/di/nhe/ngay",
        "hoi/noi_chuyen/gap/trao_doi them/duoc/truc_tiep* voi/cho? "
        "ai/nguoi_nao/cho_nao/dau/can_bo/nguoi_that/nguoi",
        "ai/can_bo_nao/chi_nao/nguoi_nao la? nguoi? "
        "phu_trach/quan_ly/huong_dan/lo_viec/chiu_trach_nhiem",
        "can_bo phu_trach/hoi/xa/cua/minh/chi* la? ai/ten_gi/nao/o_dau/so_may",
        "^ can/muon/xin goi/gap dien/ai/can_bo/nguoi", "hotline/tong_dai",
    ),
    Wish.WHO: (
        "ai bao/cho/nho/sai/giao em? nhan/goi/nhac/hoi/gui tin? cho? <me>",
        "^ em/ban/day/may/con/bot/so_hoi/so_nay/may_nay/cai_nay/zalo_nay/nick_nay/nguoi_nay/"
        "tro_ly+ la/ten/ten_la ai/gi/nguoi_nao/cai_gi/nguoi_hay_may/may_hay_nguoi/robot/bot/may/"
        "nguoi vay/the/day/ha/do/a/khong/that/em* $",
        "^ la? ai ha/a? day/do/vay/the/nhan/nhan_tin/goi/dang_nhan/o_day/dau_day/ha tin? cho? "
        "chi/toi/minh? day/the/vay/ha/do/em/a* $",
        "^ la ai vay/the/day* $",
        "^ ai dang noi_chuyen/nhan/nhan_tin", "so_nay/so_dien_thoai_nay/so_la la? cua_ai",
        "nguoi/may that khong/a/ha/$", "nguoi/may hay la? may/nguoi/bot/robot",
        "la/phai nguoi/may/robot/bot that? khong/a/ha/phai_khong",
        "co_phai la? nguoi/may/bot/robot/lua_dao/cua_hoi/that", "lua_dao a/ha/khong/phai_khong",
        "^ em? ten gi/la_gi vay/the/day* $", "^ hoi nao day/nhan/vay",
    ),
    Wish.ODD: (
        "^ xem/cho/coi/co/chi/hoi/may/nhung/cac* so/so_lieu la/bat_thuong/ky_la $",
        "^ so/so_lieu la/bat_thuong da_xac_nhan/<month>/cua/chi_hoi/nao/khong/gi/em/nhung/cac*"
        " $", "ai/chi_hoi_nao/don_vi_nao ghi/bao/gui so la/bat_thuong",
        "<month> co so/so_lieu nao? la/bat_thuong",
    ),
    Wish.PROGRESS: (
        "^ xem/cho/coi/muon/bao/chi* tien_do/ket_qua/thanh_tich/bang_xep_hang/xep_hang",
        "<who>/don_vi_nao/xa_nao/chi_hoi_nao/to_nao/nhung_ai/con_ai/may_chi_hoi/bao_nhieu_chi_hoi "
        "… chua/con_no/con_thieu/thieu/no/cham",
        "ai/don_vi_nao/xa_nao/chi_hoi_nao/nhung_ai/may_chi_hoi/bao_nhieu_chi_hoi da <send>",
        "chi_tieu/muc/don_vi/xa/dia_ban/chi_hoi nao dang/la/con* "
        "cham/kem/thap/yeu/nhanh/tot/cao/dat/dung_dau/bet",
        "^ so_sanh", "^ … quy 1/2/3/4/mot/hai/ba/bon/i/ii/iii/iv $",
        "bieu_do/ban_do",
        "chi_hoi/minh/xa/don_vi/tinh/ben cua? chi/minh/ta? da? lam/dat? duoc? den_dau/toi_dau",
        "dat/duoc bao_nhieu/may phan_tram/chi_tieu", "cham/chua tien_do",
    ),
    Wish.LATER: (
        "^ … de/thoi/hen/sang/ngay/bua/chieu/trua/toi/qua mai "
        "nhe/nha/chi/em/minh/lam/bao/gui/nhac/nop/tinh/hay/nhan/moi/duoc/di/a/thoi* $",
        "^ mai $",
        "^ mai moi? nhe/nha/lam/bao/gui/nhac/nop/tinh/hay/nhan/bao_cao/tra_loi",
        "<tomorrow> <me>? moi? lam/bao/gui/nhac/nop/tinh/hay/nhan/nhe/nha/bao_cao/tra_loi",
        "de toi/chieu/trua/luc_khac/hom_khac/sau/lat/ti/chut/may_hom/tuan_sau/cuoi_tuan/vai_hom/"
        "xong_viec/ranh",
        "^ doi/cho/lat/ti/chut/mot_lat/mot_ti/mot_chut+ nua/xiu/ti/chut/lat", "ti/chut/lat nua",
        "^ luc/hom/khi/bua khac", "<tomorrow> ranh",
        "^ cuoi_tuan/tuan_sau/hom_sau/bua_sau nay? <me>? moi? lam/bao/gui/bao_cao/nop/tra_loi/ranh",
        "^ toi/chieu/trua nay? <me>? lam/bao/gui/bao_cao/nop/tra_loi",
        "^ hom_nay/gio/bay_gio? <me>? dang/con ban/do_tay/di_nuong/di_ruong/di_cho/di_lam/o_nuong/"
        "gat_lua/hop/lai_xe/nau_com/an_com qua/lam/roi/viec/lua/nuong/day* ti_nua/lat_nua? "
        "nhe/em/a* $",
        "^ <me>? ban qua/lam/roi/viec+ ti_nua/lat_nua? nhe/em/a* $",
        "^ chua/khong ranh/co_thoi_gian/kip",
        "^ <me> dang/con o? ngoai/tren/duoi ruong/dong/nuong/ray/duong/cho/rung/truong/xe "
        "nhe/em/a/day/ma/chua_ve/ti_nua/lat_nua* $",
        "^ <me> dang/con cho/don/dua/dia/cham/trong con/chau/me/bo/chong",
        "^ toi/chieu/trua/lat ve/ranh/xong <me>? moi? lam/bao/gui/bao_cao/nop/tra_loi",
        "^ <me>? chieu/toi/trua toi/nay? <me>? moi? ranh",
        "^ vai/may/dam/it bua/hom/ngay nua <me>? moi? lam/bao/gui/bao_cao/nop/tra_loi",
        "^ cuoi_tuan nhe/nha/em/a+ $",
        "^ de <me> hoi/xem/coi/dem/gom/tong_hop lai? … da/cai/xong a* $",
        "khat/hen den/toi/sang/lai? mai/chieu/tuan_sau/hom_sau", "^ cho/cho_ti/cho_chut ti/chut",
        "^ luc/khi/bao_gio nao? ranh/xong/ve <me>? moi? se? lam/bao/gui/bao_cao/nop/tra_loi",
        "nhac lai? chi/em/cho_chi? ngay_mai/mai/sau/lai_sau/toi_nay/lat_nua/lan_nua",
        "^ nhac lai chi/sau* $",
    ),
    Wish.ON_NOW: (
        "thang_nay/thang_toi/thang_sau/sap_toi/sap_den/tuan_nay/tuan_sau/hom_nay/ngay_mai/dot_nay/"
        "toi_day … "
        "viec_gi/lam_gi/gi_khong/hoat_dong_gi/su_kien_gi/gi_moi/<has>_gi/hop_gi/hop_khong",
        "co viec/hoat_dong/su_kien/lich/hop/ke_hoach gi",
        "lich hop/sinh_hoat/hoat_dong/cong_tac … <when>/the_nao/gi",
        "^ xem/cho/coi/chi* lich/ke_hoach hoat_dong/hop/lam_viec/cong_tac/hoi/<month>/tuan_nay/"
        "sap_toi* $",
        "^ can/phai lam gi/nhung_gi/viec_gi <month>? $", "<when> thi/chi_hoi/chung_ta/minh* hop",
    ),
    Wish.MEANING: (
        "la gi/sao/the_nao/nhu_nao/nhu_the_nao", "nghia la", "the_nao la/thi/moi", "co_tinh",
        "tinh the_nao/sao/nhu_nao/ra_sao/ca/vao/ho", "gom nhung? gi", "co_phai la", "hieu the_nao",
    ),
    Wish.INSULT: (
        "do/con/thang/may ngu/dien/khung/cho/ham/dan/than_kinh", "ngu the/vay/qua/nhu/ngoc/si/lam",
        "^ ngu $", "dm/dmm/vcl/dit/deo/cut/bien_di/mat_day/vo_dung/chang_ra_gi/ban_than",
        "^ buc/buc_minh/chan/phien/tuc qua/the/em* $",
    ),
    Wish.SMALL_TALK: (
        "con/chau/no/be/chong/thang_be/tre_con chi/em/toi/no/con/nha/cu/lay* "
        "bam/nghich/cam/choi/an/go/nhan/gui "
        "may/dien_thoai/lung_tung/linh_tinh/bay/nham/lon/nhe/day",
        "^ nhan/go/gui nham/lon/bay xin_loi/nguoi/roi/mat/thoi/em/nhe/tin* $",
        "^ xin_loi em/nhe/nham", "^ a? quen em/roi/mat/oi/nhe* $",
        "an_com/khoe/ngu/day chua/khong", "bao_nhieu/may tuoi", "co/lay chong/vo/nguoi_yeu chua",
        "que em? o_dau", "em o_dau", "troi hom_nay/nay? mua/nang/nong/lanh/ret/dep",
        "chuc em/cac/moi/mung/ngu/chi/ngay", "vui_ve nhe",
        "^ <me>? met/buon/chan_doi/nho_em/gia_roi/mat_kem/mu_chu qua/lam/roi* $",
        "ke/hat/doc cho? chi? chuyen/bai/tho/nghe", "dang_lam_gi day/the/vay? $", "^ <laugh>+ $",
    ),
}  # fmt: skip
"""Enough wherever it stands in a short text."""
