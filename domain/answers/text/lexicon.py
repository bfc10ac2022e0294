"""The words that answers are made of, grouped by what they do in an answer.

Each group is a string of words; the syllables of a phrase are joined by "_". Words are written with
all their marks; `ALIASES` gives the other spellings that people type on telephones.
"""

# What a word does, as bits.
FILLER = 1 << 0  # politeness, pronouns, verbs and nouns that change nothing
NOT = 1 << 1
YET = 1 << 2  # "chưa": not so far
ABOUT = 1 << 3  # an approximation
LOW = 1 << 4  # before a number: at least
HIGH = 1 << 5  # before a number: at most
UPWARDS = 1 << 6  # after a number: and more
DOWNWARDS = 1 << 7
BETWEEN = 1 << 8  # joins the ends of a range
KNOWING = 1 << 9  # with a negation: does not know
AT_A_LOSS = 1 << 10  # does not know, by itself
CORRECTION = 1 << 11  # takes back what came before
LABEL = 1 << 12  # the number after it names a thing
ANY = 1 << 13  # "nào", "ai", "gì": completes a negation
ASKING = 1 << 14
VAGUE = 1 << 15  # an amount without a number, or what must not be added up
YES = 1 << 16
SURE_NO = 1 << 17
WAITING = 1 << 18  # under way: not yet
PER_CENT = 1 << 19
OUT_OF = 1 << 20
ALL = 1 << 21
HALF = 1 << 22
TIME = 1 << 23  # a period of time to which the answer belongs
MAYBE = 1 << 24
PLUS = 1 << 25
NONE = 1 << 26  # nothing at all, as a whole phrase
BUT = 1 << 27
SEEK = 1 << 28  # ask, look up: after "để", does not know yet
LET = 1 << 29
THING = 1 << 30  # a unit noun
DATE = 1 << 31
POLITE = 1 << 32  # pure politeness, pronouns, time: says nothing of the thing counted
PRONOUN = 1 << 33
MONEY = 1 << 35
UNCOUNTED = 1 << 34  # after a number: a date, an hour, an age

GROUPS: tuple[tuple[int, str], ...] = (
    (
        FILLER | POLITE,
        """
        dạ vâng dạ_vâng ạ á à ơi ới nhé nhá nha nhe nhen nghen nghe nhỉ hả hén nè này đây đó đấy
        ấy thế vậy rồi luôn thôi chào chào_em chào_chị báo_cáo gửi gởi báo bên hiện hiện_tại là ừ ừm
        vẫn cũng thưa kính ui yêu hihi hehe haha cảm_ơn
        """,
    ),
    (
        FILLER | POLITE | PRONOUN,
        "em chị anh cô bác chú thím dì mợ cậu bà mế mình tôi tui tớ ta ông",
    ),
    (UNCOUNTED, "tuổi ngày tháng giờ năm_sinh phút h"),
    (MONEY, "tiền phụ_cấp lương chế_độ thù_lao tiền_bồi_dưỡng"),
    (ASKING, "không_vấn_đề không_thành_vấn_đề"),
    (0, "bây đi chuyển"),
    (
        FILLER,
        """
        chúng cháu con bạn bên nhà ở tại trong của cho với và là có được cả hết tổng cộng tổng_cộng
        số số_lượng con_số kết_quả đã mới vừa đang cũng chỉ đúng đủ tròn chẵn vẫn hiện hiện_tại
        hiện_nay bây_giờ giờ gửi gởi báo báo_cáo thưa kính xin trả_lời ghi ghi_nhận nhập điền
        câu_trả_lời thì mà chứ lị cơ mỗi độc vỏn_vẹn tất_cả toàn_bộ toàn thảy hết_thảy gồm bao_gồm
        đạt hoàn_thành làm tổ_chức họp tham_gia có_mặt thực_hiện triển_khai giúp giúp_đỡ hỗ_trợ
        vận_động tuyên_truyền tập_huấn thành_lập ra_mắt kết_nạp phát_triển giới_thiệu đăng_ký
        duy_trì thoát thoát_nghèo thoát_cận_nghèo cận_nghèo mồ_côi thăm tặng
        sinh_hoạt hoạt_động tư_vấn truyền_thông xây_dựng thu thu_được nhận tiếp_nhận phát_hiện
        phát_sinh bằng tức tức_là nghĩa_là cụ_thể chính_xác chắc_chắn đúng_rồi chi phân_hội
        chi_hội bên_em bên_chị chỗ chỗ_em xã_em thôn_em cảm_ơn cám_ơn thanks thank_you
        hay_chưa_có admin ad bot trợ_lý sổ_hội sạch đảng bồi_dưỡng tuyệt_đối nữa
        duy_nhất ui hihi hehe haha hì hí hi kk kkk
        đầy_đủ toàn_vẹn chị_em khoản_này mục_này câu_này thêm_được
        thêm_mới kết_nạp_mới mới_kết_nạp hướng_dẫn hoà_giải tiếp_cận dịch_vụ đỡ_đầu nhận_đỡ_đầu
        chăm_sóc trồng nuôi vay_vốn khởi_nghiệp văn_hoá văn_nghệ
        thể_thao thể_dục dân_số lễ_hội lễ đại_hội hội_thi hội_thảo hội_họp từ_thiện tự_nguyện
        người_ta ngày_hội của_em của_chị gì_nữa_đâu nhiêu_đó
        """,
    ),
    (
        FILLER | THING,
        """
        đ vnđ vnd hộ người chị chị_em hội_viên buổi mô_hình gia_đình hộ_gia_đình phụ_nữ cái cuộc
        lượt trường_hợp
        lớp nhóm tổ câu_lạc_bộ đội xóm thôn bản xã phường huyện cán_bộ đảng_viên đồng_chí bé
        trẻ trẻ_em cháu học_sinh em nữ nam bà cụ mẹ suất phần_quà quà căn nhà ngôi_nhà đồng
        sản_phẩm hợp_tác_xã doanh_nghiệp tổ_hợp_tác vụ vụ_việc việc lần chiếc bộ
        thành_viên nạn_nhân địa_chỉ chi_hội cơ sở đơn_vị phụ_huynh quần_chúng bí_thư cuốn quyển tờ
        bài tin bài_viết tin_bài hoạt_động sinh_hoạt lá đơn hồ_sơ giấy cây con công_trình
        phần_việc đoạn_đường mét hv hn hcn pn cb ng hgđ gđ te clb thẻ sổ bhyt bhxh giỏ tổ_chức
        đợt chuyến điểm nơi chỗ mái_ấm mái_ấm_tình_thương hầm bể nhà_tiêu nhà_vệ_sinh chương_trình
        hội hội_nghị toạ_đàm sự_kiện thanh_niên hộ_nghèo hộ_cận_nghèo hộ_khó_khăn gia_đình_nghèo
        gia_đình_khó_khăn hoàn_cảnh_khó_khăn ý_tưởng dự_án_khởi_nghiệp mạng suất_quà gương
        tấm_gương cá_nhân tập_thể nhân_khẩu khẩu lao_động quần_chúng_ưu_tú
        hộ_dân người_dân con_lợn con_heo con_gà con_vịt con_ngan con_bò con_trâu con_dê con_ngựa
        hố_rác thùng_rác lò_đốt_rác đường_hoa
        đứa thằng ca tiết tiếng_nói mụ ả vị nhân_viên giáo_viên bệnh_nhân phần lốt buổi_họp
        """,
    ),
    (
        NOT,
        """
        không chẳng chả nỏ chớ đếch đéo cóc không_hề chẳng_hề chả_hề trống none no_one nothing
        zero
        """
    ),
    (YET | NOT, "chưa chưa_hề"),
    (
        NONE | FILLER,
        """
        không_phát_sinh không_có_gì chưa_phát_sinh không_có_phát_sinh rỗng nil null chẳng_có
        chả_có làm_gì_có có_đâu đâu_có
        nào_có có_gì_đâu có_ai_đâu ai_có_đâu không_có_đâu chưa_có_đâu trắng trắng_tay có_hộ_nào_đâu
        có_ai_mà không_không
        """,
    ),
    (
        ABOUT,
        """
        khoảng chừng tầm độ cỡ áng gần ngót xấp_xỉ ~ khoản suýt_soát ước ước_tính ước_chừng
        áng_chừng
        khoảng_chừng khoảng_tầm trên_dưới hơn_kém loanh_quanh gì_đó gì_đấy gì_ấy đâu_đó đâu_đấy
        đâu thì_phải hay_sao hay_sao_ấy hay_sao_đó trong_khoảng tạm đại_khái sơ_sơ gần_như
        vào_khoảng
        đâu_khoảng dăm ngót_nghét ngót_ngét phỏng_chừng
        """,
    ),
    (
        ABOUT | MAYBE,
        """
        chắc hình_như có_lẽ có_thể chắc_là hình_như_là có_khi dường_như nghe_nói nghe_đâu
        nghe_bảo
        """
    ),
    (
        LOW,
        """
        hơn trên quá ngoài ít_nhất tối_thiểu không_dưới chẳng_dưới không_kém vượt ít_ra trên_cả
        """
    ),
    (
        HIGH,
        """
        dưới tối_đa nhiều_nhất không_quá chưa_đến chưa_tới chưa_đầy không_đến không_tới
        không_đầy chưa_quá kém không_vượt_quá không_hơn ít_hơn chẳng_quá
        """,
    ),
    (UPWARDS, "trở_lên đổ_lên trở_đi hơn có_lẻ có_dư dư lẻ trở_ra"),
    (DOWNWARDS, "trở_xuống đổ_xuống đổ_lại trở_lại"),
    (BETWEEN, "đến tới hay hoặc hoặc_là hay_là sang"),
    (
        KNOWING,
        """
        biết rõ nhớ nắm hiểu rành tường chắc chắc_chắn biết_được rõ_lắm nắm_được nắm_rõ thuộc
        """
    ),
    (
        KNOWING | SEEK,
        """
        thống_kê tổng_hợp đếm cập_nhật kiểm_tra rà_soát xác_định chốt tính số_liệu con_số
        nắm_số hỏi tra xem xem_lại hỏi_lại coi coi_lại kiểm_tra_lại đếm_lại tính_lại xác_minh
        thông_tin tra_sổ xem_sổ kiểm_đếm thu_thập đối_chiếu báo_lên
        """,
    ),
    (LET, "để đợi chờ phải cần"),
    (
        AT_A_LOSS,
        """
        quên quên_mất quên_rồi chịu bó_tay kb idk hỏi_lại_đã ai_mà_biết có_biết_đâu
        biết_đâu đâu_có_biết đâu_biết sao_biết ai_biết sao_mà_biết có_nhớ_đâu đâu_có_nhớ đâu_nhớ
        """,
    ),
    (
        CORRECTION,
        """
        nhầm lộn sửa_lại quên nhầm_rồi à_nhầm à_quên à_không ý_lộn sửa sorry xin_lỗi đính_chính
        nhầm_tí
        """
    ),
    (
        LABEL,
        """
        thứ hôm bữa nhóm câu xóm thôn tổ khu tháng ngày quý lần đợt kỳ khoá lớp đề_án dự_án mục điều
        số_nhà bản năm đội lúc hồi mùng chương_trình quyết_định chi_hội
        """
    ),
    (ANY, "lấy nào ai gì cả hết đâu sất hề nốt trơn ráo trọi mống"),
    (
        ASKING,
        """
        bao_nhiêu sao tại_sao vì_sao mấy thế_nào phải_không đúng_không được_không có_phải hay_không
        là_sao bao_giờ khi_nào có_đúng không_nhỉ hay_chưa có_được_không nhỉ
        """,
    ),
    (
        VAGUE,
        """
        vài nhiều ít đông mấy rưỡi nửa trừ âm bớt gấp gấp_đôi lần_lượt như như_cũ như_trước giống
        bằng_tháng bằng_kỳ không_thay_đổi thiếu còn_thiếu trễ giảm nghỉ không_còn đa_số phần_lớn
        hầu_hết hàng linh mươi trăm chục nghìn vạn triệu tỷ tháng_trước năm_ngoái năm_trước
        kỳ_trước quý_trước năm_kia một_số một_ít không_ít chút một_vài
        """,
    ),
    (
        DATE,
        """
        hôm ngày bữa mùng mồng tháng năm tuần thứ chủ nhật qua kia kìa nay mai mốt ngoái trước sau
        tới sang rằm tết âm lịch dương nhuận giêng chạp sáng trưa chiều tối đêm khuya sớm giờ quý
        cách đây giao thừa trung thu đoan ngọ giỗ nửa đầu cuối giữa al hồi lúc vào khoảng này rồi
        vừa tế
        """,
    ),
    (NOT | YET, "chưa_bao_giờ"),
    (NOT, "không_bao_giờ no"),
    (FILLER, "ý chọn tỷ_lệ các những hoàn_toàn lĩnh lãnh trao phát"),
    (BUT, "nhưng nhưng_mà song tuy mỗi_tội"),
    (FILLER, "vài_ba đôi_ba dăm_ba dăm_bảy"),
    (PLUS | FILLER, "tăng thêm cộng_thêm"),
    (
        TIME | FILLER | POLITE,
        """
        năm_nay tháng_này kỳ_này quý_này hôm_nay vừa_rồi vừa_qua tuần_này tháng_nay đợt_này
        trong_tháng trong_năm trong_kỳ trong_quý cả_năm cả_tháng từ_đầu_năm đầu_năm lần_này bữa_nay
        tháng_vừa_rồi tháng_vừa_qua đến_nay tới_nay đến_giờ tính_đến_nay từ_đầu_năm_đến_nay
        đến_thời_điểm_này năm_này tới_giờ
        """,
    ),
    (
        YES,
        """
        có rồi đã vâng ừ ừm ờ ok đúng chuẩn yes ye yeah yep phải đồng_ý đủ xong hoàn_thành
        chính_xác đúng_rồi tất_nhiên dĩ_nhiên đương_nhiên có_chứ nhất_trí được_rồi chắc_chắn
        có_rồi được ô_kê dạ_vâng nhận đúng_vậy đúng_thế chứ_sao sao_không chứ_sao_không
        không_sai sẵn_sàng
        """,
    ),
    (SURE_NO, "no nope sai làm_gì_có đâu_có có_đâu không_phải nào_có chẳng_có đâu_phải"),
    (
        WAITING,
        """
        sắp sắp_có đang_chờ đang_đợi đang_làm chờ đợi còn_chờ đang_chuẩn_bị sắp_xong sắp_rồi
        sắp_sửa gần_xong đang_xử_lý
        """
    ),
    (PER_CENT, "phần_trăm"),
    (
        OUT_OF,
        """
        trên trong trong_số trong_tổng_số trên_tổng_số trong_tổng trên_tổng phần tổng_số tổng
        tổng_là trong_đó_có trong_tổng_số_là
        """
    ),
    (
        ALL | FILLER,
        """
        tất_cả toàn_bộ hết cả đủ đầy_đủ trọn_vẹn hết_cả đủ_cả tất tất_tần_tật đủ_hết hết_thảy
        cả_thảy toàn_thể đều 100_phần_trăm tuyệt_đối trọn
        """
    ),
    (HALF, "nửa một_nửa phân_nửa một_nữa nữa"),
)  # fmt: skip

# Words that are never meant where no mark is typed: "cho" is cho, and "trong" is trong.
NEED_MARKS = frozenset({"trống", "chớ", "nỏ", "cóc", "đéo", "trắng", "lộn", "bớt", "mụ", "ả"})

# Doubts that are dropped where the same letters have a harmless reading.
DOUBTS = ABOUT | LOW | HIGH | UPWARDS | DOWNWARDS | VAGUE | CORRECTION | ASKING | BUT | MAYBE

# Other spellings of a word: on telephones, of regions, typos.
ALIASES: dict[str, str] = {
    "không": (
        "k ko kg kh kông khg hk hok hông hổng hong hem hêm khum khom khog kong kô kog khôg k0 "
        "khonh hônk khùm hỏng hổg"
    ),
    "chưa": "chx cưa chửa",
    "có": "cóa cs",
    "rồi": "òi r rui rùi ròi gòi ròy roài rồy",
    "được": "đc dc đk dk",
    "người": "ng ngừi",
    "hội_viên": "hv",
    "buổi": "b bủi buỏi bổi",
    "em": "e",
    "chị": "c chụy chỵ",
    "anh": "a",
    "ạ": "ah ak",
    "mình": "mk m mìn",
    "gì": "j rì ja",
    "biết": "bít bik bt bjt bjk bk pit",
    "vâng": "vg vag vầng vưng zâng",
    "dạ": "zạ",
    "tháng": "thág thg th",
    "ok": "oke okie okê oki okela okla oce okay kê uki ôkê ôk okay okey ukie okee",
    "ừ": "uh ư ừh uk ừa ùh",
    "ừm": "ukm uhm um ừhm uhmm",
    "nhé": "nhóe nhaz",
    "thôi": "thoi thui thôy",
    "khoảng": "khoảg",
    "nghìn": "ngìn ngàn ngằn",
    "bảy": "bẩy",
    "triệu": "tr chiệu",
    "tỷ": "tỉ",
    "qua": "wa",
    "quá": "wá",
    "rõ": "rỏ",
    "chủ_nhật": "cn",
    "cảm_ơn": "tks thks thank thanks",
    "vẫn": "vẩn",
    "chẳng": "chẵng",
    "đúng": "đúg",
    "yes": "y",
    "no": "nop",
    "hôm": "hum",
    "chủ": "chúa",
    "nhật": "nhựt",
    "sinh_hoạt": "sh",
    "phát_sinh": "ps",
    "số_lượng": "sl",
    "trước": "trc",
    "tháng_này": "tn",
    "báo_cáo": "bc",
    "nhầm": "nhằm",
}

# The words of numbers.
DIGITS = "một hai ba bốn năm sáu bảy tám chín"
TAILS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
OTHER_NUMERALS = (
    "mười mươi chục trăm nghìn vạn triệu tỷ linh lẻ rưỡi rưởi nửa tá hăm băm phẩy phảy "
    "phết chấm đôi"
)
