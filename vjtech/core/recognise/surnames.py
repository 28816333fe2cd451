"""Family names of Vietnam and Japan, folded, by which a person's name is told."""

from vjtech.core.search.fold import fold

VIETNAMESE_NAMES = (
    "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh dao doan lam"
    " mai trinh truong cao luong luu ha chu ta thai to quach kieu phung tang tong trieu vuong"
    " nghiem than la thach khuc diep lac ung giang mac quan van ninh au bach cu doi bo hua"
)
JAPANESE_NAMES = (
    "sato suzuki takahashi tanaka ito watanabe yamamoto nakamura kobayashi kato yoshida yamada"
    " sasaki yamaguchi matsumoto inoue kimura hayashi saito shimizu yamazaki mori abe ikeda"
    " hashimoto yamashita ishikawa nakajima maeda fujita ogawa goto okada hasegawa murakami"
    " kondo ishii sakamoto endo aoki fujii nishimura fukuda ota miura fujiwara okamoto matsuda"
    " nakagawa nakano harada ono tamura takeuchi kaneko wada nakayama ishida ueda morita hara"
    " shibata sakai kudo yokoyama miyazaki miyamoto uchida takagi ando taniguchi ohno maruyama"
    " imai takada fujimoto takeda murata ueno sugiyama masuda sugawara hirano kojima otsuka"
    " chiba kubo matsui iwasaki sakurai kinoshita noguchi matsuo nomura kikuchi sano onishi"
    " sugimoto arai hamada ichikawa furukawa mizuno komatsu shimada koyama fujino tanimoto"
    " kishida ishiba suga aso hayashida yamanaka toyoda morikawa iwata nagai kawasaki kawamura"
    " yoshikawa yoshimura higuchi nagata oshima homma honda koizumi takaichi motegi kono"
    " naito kitamura asano tsuchiya otani matsushita kobori soramoto umeda yamaoka"
)
# Words of other languages too: names where written with their accents, or before a middle name.
DOUBTFUL_NAMES = "do to la than mac van au ho bo doi cu mai thai an"
MIDDLE_NAMES = (
    "van thi duc minh ngoc quoc thanh huu xuan anh hong cong dinh trung tien the viet hoang manh"
)
DOUBTFUL, MIDDLE = frozenset(DOUBTFUL_NAMES.split()), frozenset(MIDDLE_NAMES.split())
VIETNAMESE = frozenset(VIETNAMESE_NAMES.split())
JAPANESE = frozenset(JAPANESE_NAMES.split())


def is_vietnamese(word, following=""):
    """Say whether a word is a family name; `following` is the word of the name behind it."""
    folded = fold(word)
    if folded in DOUBTFUL and following and word.isascii():
        return fold(following) in MIDDLE
    return folded in VIETNAMESE


def is_japanese(word):
    return fold(word) in JAPANESE
