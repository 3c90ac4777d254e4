"""Chinese names that no field gives: a surname with a title, and who is called at the beginning."""

import re
from collections.abc import Iterator
from typing import Final

_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
    "傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤裴关骆倪"
    "鲍樊柯柴尚游岳耿兰齐盛章苗鲁康乔赖温庞申翟葛季焦聂辛涂洪饶褚卓宫舒柳詹阮邢符殷庄霍桂蒙麦沙尤娄欧阳司徒诸葛上官慕容皇甫"
)
_TITLES: Final = (
    "先生|女士|小姐|博士|教授|老师|总监|总(?![部体是会理共量之结])|经理|主管|主任|处长|院长|所长|局长"
    "|叔|姨|婶|伯|哥|姐|师傅|同学|工(?![程作艺业厂具资人序])"
)
_TITLED: Final = re.compile(rf"[{_SURNAMES}][\u3400-\u9fff]{{0,2}}?(?={_TITLES})")
_HONOURED: Final = re.compile(rf"(?:尊敬的|亲爱的)(?P<name>[\u3400-\u9fff]{{1,4}}?)(?={_TITLES})")
_FAMILIAR: Final = re.compile(r"(?:\A|\n)(?P<name>[小老阿][\u3400-\u9fff]{1,2})(?=[，,！!：:、\s])")
_CALLED: Final = re.compile(
    rf"(?:\A|\n)(?P<name>[{_SURNAMES}][\u3400-\u9fff]{{1,2}})(?=[，,！!：:、\s])"
)


def han_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of what may be a Chinese name; too many words may be taken for one."""
    yield from (match.span() for match in _TITLED.finditer(text))
    for pattern in (_HONOURED, _FAMILIAR, _CALLED):
        yield from (match.span("name") for match in pattern.finditer(text))
