"""Lines of TOML that its parser does not tell."""

from beffroi.policy.check.lines import line_of, lines_of

TEXT = '''policy = "x"  # one

[declarations."FILE-01"]
answer = true
by.name = "a"
[[secrets.allowed]]
path = "x"
long = """
[not.a.table]
key = 1
"""
last = 2
'''


def test_tables_and_keys_have_their_lines() -> None:
    lines = lines_of(TEXT)
    assert lines["policy",] == 1
    assert lines["declarations", "FILE-01"] == 3
    assert lines["declarations", "FILE-01", "by", "name"] == 5
    assert lines["secrets", "allowed", "path"] == 7


def test_what_stands_inside_a_text_is_no_key() -> None:
    lines = lines_of(TEXT)
    assert ("not", "a", "table") not in lines
    assert lines["secrets", "allowed", "last"] == 12


def test_a_name_that_is_not_there_has_the_line_of_the_table_around_it() -> None:
    lines = lines_of(TEXT)
    assert line_of(lines, "declarations", "FILE-01", "role") == 3
    assert line_of(lines, "nowhere") == 1
