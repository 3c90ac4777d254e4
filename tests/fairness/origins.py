"""Where somebody may be from: invented names and the words that go with a place.

Names are invented and chosen to be awkward: of one, two and four words, with
hyphens, apostrophes and accents, of two characters.
"""

from typing import NamedTuple


class Name(NamedTuple):
    """A person's name in three scripts; an empty given name leaves one word."""

    given: str
    family: str
    han: str
    cyrillic: str


class Origin(NamedTuple):
    """One origin: two names, places and languages in six languages, money, codes."""

    key: str
    names: tuple[Name, Name]
    country: tuple[str, ...]
    nationality: tuple[str, ...]
    city: tuple[str, ...]
    language: tuple[str, ...]
    currency: tuple[str, ...]
    code: str
    sign: str
    dialling: str
    ending: str


LANGUAGES = ("en", "zh", "de", "fr", "ru", "es")
"""The order in which the words of an origin stand."""

ORIGINS = (
    Origin(
        "united-kingdom",
        (
            Name("Imogen", "Thistlewood", "伊莫金·西斯尔伍德", "Имоджен Тислвуд"),
            Name("Rupert", "Ashgrove-Pell", "鲁珀特·阿什格罗夫", "Руперт Эшгроув-Пелл"),
        ),
        (
            "United Kingdom", "英国", "Großbritannien", "Royaume-Uni", "Великобритания",
            "Reino Unido",
        ),
        ("British", "英国", "britisch", "britannique", "британский", "británico"),
        ("London", "伦敦", "London", "Londres", "Лондон", "Londres"),
        ("English", "英语", "Englisch", "anglais", "английский", "inglés"),
        ("pounds", "英镑", "Pfund", "livres sterling", "фунтов", "libras"),
        "GBP", "£", "+44", "co.uk",
    ),
    Origin(
        "germany",
        (
            Name("Hannelore", "Birkenfeldt", "汉内洛蕾·比肯费尔特", "Ханнелоре Биркенфельдт"),
            Name("Jörg", "von der Mühlen", "约尔格·冯·德米伦", "Йорг фон дер Мюлен"),
        ),
        ("Germany", "德国", "Deutschland", "Allemagne", "Германия", "Alemania"),
        ("German", "德国", "deutsch", "allemand", "немецкий", "alemán"),
        ("Munich", "慕尼黑", "München", "Munich", "Мюнхен", "Múnich"),
        ("German", "德语", "Deutsch", "allemand", "немецкий", "alemán"),
        ("euros", "欧元", "Euro", "euros", "евро", "euros"),
        "EUR", "€", "+49", "de",
    ),
    Origin(
        "china",
        (Name("Xiaofan", "Lu", "鲁小凡", "Лу Сяофань"), Name("Qi", "Ou", "欧阳琦", "Оу Ци")),
        ("China", "中国", "China", "Chine", "Китай", "China"),
        ("Chinese", "中国", "chinesisch", "chinois", "китайский", "chino"),
        ("Shanghai", "上海", "Shanghai", "Shanghai", "Шанхай", "Shanghái"),
        ("Chinese", "中文", "Chinesisch", "chinois", "китайский", "chino"),
        ("yuan", "人民币", "Yuan", "yuans", "юаней", "yuanes"),
        "CNY", "¥", "+86", "com.cn",
    ),
    Origin(
        "russia",
        (
            Name("Evdokia", "Zaretskaya", "叶夫多基娅·扎列茨卡娅", "Евдокия Зарецкая"),
            Name("Timofey", "Bulavin", "季莫费·布拉温", "Тимофей Булавин"),
        ),
        ("Russia", "俄罗斯", "Russland", "Russie", "Россия", "Rusia"),
        ("Russian", "俄罗斯", "russisch", "russe", "российский", "ruso"),
        ("Moscow", "莫斯科", "Moskau", "Moscou", "Москва", "Moscú"),
        ("Russian", "俄语", "Russisch", "russe", "русский", "ruso"),
        ("rubles", "卢布", "Rubel", "roubles", "рублей", "rublos"),
        "RUB", "₽", "+7", "ru",
    ),
    Origin(
        "india",
        (
            Name("Madhurima", "Venkataraghavan", "马杜里玛", "Мадхурима Венкатарагхаван"),
            Name("Sukhdev Pal", "Bhattal", "苏克德夫", "Сукхдев Бхаттал"),
        ),
        ("India", "印度", "Indien", "Inde", "Индия", "India"),
        ("Indian", "印度", "indisch", "indien", "индийский", "indio"),
        ("Mumbai", "孟买", "Mumbai", "Bombay", "Мумбаи", "Bombay"),
        ("Hindi", "印地语", "Hindi", "hindi", "хинди", "hindi"),
        ("rupees", "印度卢比", "Rupien", "roupies", "рупий", "rupias"),
        "INR", "₹", "+91", "co.in",
    ),
    Origin(
        "emirates",
        (
            Name("Shamsa", "Al-Sabti", "沙姆萨·阿尔萨布提", "Шамса аль-Сабти"),
            Name("Abdul Rahim bin", "Dhaheri", "拉希姆", "Абдул Рахим бин Дахери"),
        ),
        (
            "United Arab Emirates", "阿拉伯联合酋长国", "Vereinigte Arabische Emirate",
            "Émirats arabes unis", "Объединённые Арабские Эмираты", "Emiratos Árabes Unidos",
        ),
        ("Emirati", "阿联酋", "emiratisch", "émirien", "эмиратский", "emiratí"),
        ("Abu Dhabi", "阿布扎比", "Abu Dhabi", "Abou Dabi", "Абу-Даби", "Abu Dabi"),
        ("Arabic", "阿拉伯语", "Arabisch", "arabe", "арабский", "árabe"),
        ("dirhams", "迪拉姆", "Dirham", "dirhams", "дирхамов", "dírhams"),
        "AED", "AED", "+971", "ae",
    ),
    Origin(
        "iran",
        (
            Name("Golnaz", "Tavakkoli-Rad", "戈尔纳兹", "Гольназ Таваккoли-Рад".replace("o", "о")),
            Name("Keyhan", "Pourmand", "凯汉", "Кейхан Пурманд"),
        ),
        ("Iran", "伊朗", "Iran", "Iran", "Иран", "Irán"),
        ("Iranian", "伊朗", "iranisch", "iranien", "иранский", "iraní"),
        ("Tehran", "德黑兰", "Teheran", "Téhéran", "Тегеран", "Teherán"),
        ("Persian", "波斯语", "Persisch", "persan", "персидский", "persa"),
        ("rials", "伊朗里亚尔", "Rial", "rials", "риалов", "riales"),
        "IRR", "IRR", "+98", "ir",
    ),
    Origin(
        "mexico",
        (
            Name("Ximena", "de la Cruz Ordaz", "希梅娜", "Химена де ла Крус"),
            Name("Rigoberto", "Tlapale", "里戈韦托", "Ригоберто Тлапале"),
        ),
        ("Mexico", "墨西哥", "Mexiko", "Mexique", "Мексика", "México"),
        ("Mexican", "墨西哥", "mexikanisch", "mexicain", "мексиканский", "mexicano"),
        ("Mexico City", "墨西哥城", "Mexiko-Stadt", "Mexico", "Мехико", "Ciudad de México"),
        ("Spanish", "西班牙语", "Spanisch", "espagnol", "испанский", "español"),
        ("pesos", "墨西哥比索", "Peso", "pesos", "песо", "pesos"),
        "MXN", "MX$", "+52", "com.mx",
    ),
    Origin(
        "nigeria",
        (
            Name("Oluwatomisin", "Ogunleye", "奥卢瓦托米辛", "Олуватомисин Огунлейе"),
            Name("Chukwuebuka", "Nnaji-Obi", "丘库埃布卡", "Чуквуэбука Ннаджи-Оби"),
        ),
        ("Nigeria", "尼日利亚", "Nigeria", "Nigéria", "Нигерия", "Nigeria"),
        ("Nigerian", "尼日利亚", "nigerianisch", "nigérian", "нигерийский", "nigeriano"),
        ("Lagos", "拉各斯", "Lagos", "Lagos", "Лагос", "Lagos"),
        ("Yoruba", "约鲁巴语", "Yoruba", "yoruba", "йоруба", "yoruba"),
        ("naira", "奈拉", "Naira", "nairas", "найр", "nairas"),
        "NGN", "₦", "+234", "com.ng",
    ),
    Origin(
        "korea",
        (Name("Ha-eun", "Bae", "裴夏恩", "Пэ Ха Ын"), Name("Seung-woo", "Noh", "卢胜", "Но Сын У")),
        ("South Korea", "韩国", "Südkorea", "Corée du Sud", "Южная Корея", "Corea del Sur"),
        ("Korean", "韩国", "koreanisch", "coréen", "корейский", "coreano"),
        ("Busan", "釜山", "Busan", "Busan", "Пусан", "Busan"),
        ("Korean", "韩语", "Koreanisch", "coréen", "корейский", "coreano"),
        ("South Korean won", "韩元", "Won", "wons", "вон", "wones"),
        "KRW", "₩", "+82", "co.kr",
    ),
    Origin(
        "japan",
        (
            Name("Kotone", "Inagaki", "稻垣琴音", "Котонэ Инагаки"),
            Name("Daigo", "Mizushima", "水岛大吾", "Дайго Мидзусима"),
        ),
        ("Japan", "日本", "Japan", "Japon", "Япония", "Japón"),
        ("Japanese", "日本", "japanisch", "japonais", "японский", "japonés"),
        ("Osaka", "大阪", "Osaka", "Osaka", "Осака", "Osaka"),
        ("Japanese", "日语", "Japanisch", "japonais", "японский", "japonés"),
        ("yen", "日元", "Yen", "yens", "иен", "yenes"),
        "JPY", "¥", "+81", "co.jp",
    ),
    Origin(
        "indonesia",
        (
            Name("", "Kartiningsih", "卡蒂宁西", "Картинингсих"),
            Name("", "Wirosudiro", "维罗", "Виросудиро"),
        ),
        ("Indonesia", "印度尼西亚", "Indonesien", "Indonésie", "Индонезия", "Indonesia"),
        ("Indonesian", "印度尼西亚", "indonesisch", "indonésien", "индонезийский", "indonesio"),
        ("Jakarta", "雅加达", "Jakarta", "Jakarta", "Джакарта", "Yakarta"),
        ("Indonesian", "马来语", "Indonesisch", "indonésien", "индонезийский", "indonesio"),
        ("rupiah", "印尼盾", "Rupiah", "roupies", "рупий", "rupias"),
        "IDR", "Rp", "+62", "co.id",
    ),
    Origin(
        "switzerland",
        (
            Name("Seraina", "Caflisch", "塞拉伊娜", "Серайна Кафлиш"),
            Name("Beat", "Zurbriggen", "贝亚特", "Беат Цурбригген"),
        ),
        ("Switzerland", "瑞士", "Schweiz", "Suisse", "Швейцария", "Suiza"),
        ("Swiss", "瑞士", "schweizerisch", "suisse", "швейцарский", "suizo"),
        ("Zurich", "苏黎世", "Zürich", "Zurich", "Цюрих", "Zúrich"),
        ("German", "德语", "Deutsch", "allemand", "немецкий", "alemán"),
        ("francs", "瑞士法郎", "Franken", "francs", "франков", "francos"),
        "CHF", "CHF", "+41", "ch",
    ),
    Origin(
        "israel",
        (
            Name("Noya", "Ben-Artzi", "诺娅", "Ноя Бен-Арци"),
            Name("Eliav", "Shoshani", "埃利亚夫", "Элиав Шошани"),
        ),
        ("Israel", "以色列", "Israel", "Israël", "Израиль", "Israel"),
        ("Israeli", "以色列", "israelisch", "israélien", "израильский", "israelí"),
        ("Tel Aviv", "特拉维夫", "Tel Aviv", "Tel Aviv", "Тель-Авив", "Tel Aviv"),
        ("Hebrew", "希伯来语", "Hebräisch", "hébreu", "иврит", "hebreo"),
        ("shekels", "新谢克尔", "Schekel", "shekels", "шекелей", "shekels"),
        "ILS", "₪", "+972", "co.il",
    ),
)  # fmt: skip
