"""The SQL of the twin."""

from beffroi.search import sql
from beffroi.search.plan import AllOf, AnyOf, Near, Phrase, Prefix, Unit
from tests.search.documents import TODAY


def test_what_a_person_typed_is_never_part_of_a_statement() -> None:
    evil = "'; DROP TABLE x --"
    unit = Unit(
        (AnyOf((evil,)), Phrase((evil, evil)), Prefix(evil), AllOf((Unit((Prefix(evil),)),)))
    )
    made = sql.unit(unit)
    assert "DROP" not in made.text
    assert made.text.count("?") == len(made.params)


def test_filters_are_parameters_too() -> None:
    made = sql.question(sql.Plan(), {"topic": ("'",), "activity": ("quiet", "x")}, TODAY)
    assert "'" not in made.text
    assert made.text.count("?") == len(made.params) == 4


def test_an_unknown_activity_finds_nothing() -> None:
    assert "1 = 0" in sql.question(sql.Plan(), {"activity": ("x",)}, TODAY).text


def test_an_empty_list_is_legal_sql() -> None:
    assert "(NULL)" in sql.facet_counts(sql.Sql("SELECT 1"), ()).text


def test_near_spellings_are_no_sql() -> None:
    assert "1 = 0" in sql.unit(Unit((Near("a", 1),))).text


def test_texts_compare_byte_by_byte_on_postgresql() -> None:
    assert 'COLLATE "C"' in sql.tables("postgresql")[0]
    assert "WITHOUT ROWID" in sql.tables("sqlite")[1]
