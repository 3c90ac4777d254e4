import pytest

from counterpitch.campaigns.identifiers.company import company_name, named
from counterpitch.campaigns.identifiers.reading import read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ledger & Vale Advisory Ltd.", "LEDGER AND VALE ADVISORY LIMITED"),
        ("Ledger Vale, Inc", "Ledger Vale Incorporated"),
        ("Beispiel Aktiengesellschaft", "Beispiel A.G."),
        ("Beispiel GmbH & Co. KG", "Beispiel"),
        ("S.A.R.L. Exemple", "Exemple Sàrl"),
        ("ООО «Пример»", "Пример"),
        ("样例技术有限公司", "样例技术股份有限公司"),
        ("株式会社サンプル", "サンプル"),
        ("주식회사 보기", "보기"),
        ("Muestra S.A. de C.V.", "Muestra"),
        ("Esempio S.p.A.", "ESEMPIO SPA"),
        ("Ｌｅｄｇｅｒ Ｖａｌｅ Ltd", "Ledger Vale"),
    ],
)
def test_legal_forms_do_not_tell_companies_apart(one: str, other: str) -> None:
    """A company is the same with its legal form, in another case, and without."""
    assert company_name(one) == company_name(other) != ""


@pytest.mark.parametrize("name", ["Ltd", "GmbH & Co. KG", "有限公司", "Co"])
def test_a_name_that_is_a_legal_form_stays(name: str) -> None:
    """Nothing becomes an empty name."""
    assert company_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "Self-Employed", "freelance", "N/A", "自由职业者", "Confidential", "фрилансер", "AB"],
)
def test_no_company(name: str) -> None:
    """What people write where they have no company names none."""
    assert named(name) == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Registered in England, Company No. 01234567", "companies-house:1234567"),
        ("company number: 1234567", "companies-house:1234567"),
        ("LEI 5493001KJTIIGC8Y1R12", "lei:5493001KJTIIGC8Y1R12"),
        ("统一社会信用代码：91110000600037341L", "uscc:91110000600037341L"),
        ("SIREN 732829320", "siren:732829320"),
        ("Amtsgericht Beispielstadt, HRB 12345", "hrb:12345"),
        ("ИНН 7707083893", "inn:7707083893"),
    ],
)
def test_number_of_a_company(text: str, value: str) -> None:
    """A number is read behind the word that says what it is."""
    assert value in [each.value for each in read(text) if each.kind == "company-number"]


@pytest.mark.parametrize(
    "text",
    ["LEI 5493001KJTIIGC8Y1R13", "SIREN 732829321", "our company has 1234567 users", "leisure 12"],
)
def test_no_number_of_a_company(text: str) -> None:
    """A wrong sum, or a number that only stands near the word, is none."""
    assert [each for each in read(text) if each.kind == "company-number"] == []
