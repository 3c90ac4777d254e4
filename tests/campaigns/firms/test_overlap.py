from pathlib import Path

from counterpitch.campaigns.firms.firm import Firm, firms
from counterpitch.campaigns.firms.overlap import firm_edges, firm_links
from counterpitch.campaigns.keys import Key

CSV = """name,domain,mail_host,ip,registered,text,address
Foreseen Strategy,foreseen.example,mx.single.example,192.0.2.1,2021-12-03,"We are an independent institute that studies the affairs of the wider world for our clients",
Review of Affairs,review.example,mx.single.example,192.0.2.2,2022-01-20,,
Other House,other.example,mx.else.example,192.0.2.3,2015-01-01,,"12 High St, Exampleton AB1"
Burst Only,burst.example,,,2021-12-20,,
"""


def listed(tmp_path: Path, text: str = CSV) -> Path:
    """Write a CSV of firms, with strangers so that rarity means something."""
    path = tmp_path / "firms.csv"
    more = "".join(
        f"House {n},house{n}.example,mx{n}.example,198.51.100.{n},19{n:02}-06-01,,\n"
        for n in range(60)
    )
    path.write_text(text + more, "utf-8")
    return path


def approaches() -> list[Key]:
    """Return approaches whose contacts name the listed firms."""
    pairs = (
        ("a", "foreseen strategy"),
        ("b", "review affairs"),
        ("b2", "review of affairs"),
        ("c", "other house"),
    )
    return [Key(approach, "company", name) for approach, name in pairs]


def test_two_independent_overlaps_tie_two_firms(tmp_path: Path) -> None:
    """One mail server and one registration burst tie two firms; the sentence names both."""
    found = firms(approaches(), listed(tmp_path))
    (link,) = firm_links(found.firms)
    assert {link.a, link.b} == {"foreseen strategy", "review of affairs"}
    assert {overlap.group for overlap in link.overlaps} == {"mail", "registration"}
    (edge,) = firm_edges(found.firms, [link])
    assert (edge.a, edge.b, edge.kind) == ("a", "b2", "front-firm")
    assert "mx.single.example" in edge.reason
    assert "48 days apart" in edge.reason


def test_one_overlap_ties_nobody() -> None:
    """A shared telephone alone, or a burst alone, is no tie."""
    one = Firm("a", "A", {("phone", "+442079460000"): "x"}, ("1",))
    other = Firm("b", "B", {("phone", "+442079460000"): "y"}, ("2",))
    assert firm_links([one, other]) == []


def test_overlaps_of_one_kind_are_one() -> None:
    """Server address and name server are one reason; so are text and picture."""

    def firm(name: str) -> Firm:
        return Firm(
            name,
            name,
            {("site-ip", "192.0.2.1"): "x", ("name-server", "ns.x.example"): "x"},
            (name,),
        )

    assert firm_links([firm("a"), firm("b")]) == []


def test_what_follows_from_a_shared_domain_is_no_second_reason() -> None:
    """Firms with one domain share its server and text by necessity; with one telephone besides they are tied."""
    facts = {
        ("domain", "a.example"): "x",
        ("mail-host", "mx.a.example"): "x",
        ("site-text", "ab"): "x",
    }
    one, other = Firm("a", "A", facts, ("1",)), Firm("b", "B", dict(facts), ("2",))
    assert firm_links([one, other]) == []
    more = [
        Firm(f.name, f.written, {**f.facts, ("phone", "+442079460000"): "x"}, f.approaches)
        for f in (one, other)
    ]
    assert len(firm_links(more)) == 1


def test_a_host_of_many_ties_nobody() -> None:
    """A mail server that sixty firms use is a provider."""
    crowd = [
        Firm(
            f"f{n}",
            f"F{n}",
            {("mail-host", "mx.big.example"): "x", ("registered", f"2020-01-{1 + n % 28:02}"): "x"},
            (f"{n}",),
        )
        for n in range(60)
    ]
    assert firm_links(crowd) == []


def test_faults_are_told_by_row(tmp_path: Path) -> None:
    """A row without a name, and a value that says nothing, are told and left out."""
    path = listed(tmp_path, "name,domain,registered\n,x.example,\nFoo,microsoft.com,\nBar,,soon\n")
    faults = firms([], path).faults
    assert [fault.split(":")[0] for fault in faults if "row" in fault][:3] == [
        "firms.csv, row 2",
        "firms.csv, row 3",
        "firms.csv, row 4",
    ]


def test_firms_with_many_approaches_cost_no_square() -> None:
    """A thousand approaches to each side give two thousand edges and not a million."""
    facts = {("phone", "+442079460000"): "x", ("address", "12 high"): "x"}
    one = Firm("a", "A", facts, tuple(f"l{n:04}" for n in range(1000)))
    other = Firm("b", "B", facts, tuple(f"r{n:04}" for n in range(1000)))
    edges = firm_edges([one, other], firm_links([one, other]))
    assert len(edges) == 1999
