"""Pages that list repositories."""

import pytest

from beffroi.forges.indexes import Index, parse_index, parse_project_index
from beffroi.lib.http.addresses import parse_address

HERE = parse_address("https://git.example.org/srv/")
BASE = "https://git.example.org/srv"

NGINX = """<html><head><title>Index of /srv/</title></head><body><pre><a href="../">../</a>
<a href="one.git/">one.git/</a> 04-May-2026 12:00 -
<a href="two/">two/</a> <a href="file.tar.gz">file.tar.gz</a></pre></body></html>"""
APACHE = """<table><tr><th><a href="?C=N;O=D">Name</a></th></tr>
<tr><td><a href="/">Parent Directory</a></td></tr>
<tr><td><a href="one.git/">one.git/</a></td></tr><tr><td><a href="/srv/two/">two</a></td></tr>"""
PYTHON = """<h1>Directory listing for /srv/</h1><ul><li><a href="one.git/">one.git/</a></li>
<li><a href="two/">two/</a></li></ul>"""
CGIT = """<meta name='generator' content='cgit v1.2.3'/><a href='/srv/?s=name'>Name</a>
<td class='toplevel-repo'><a title='one.git' href='/srv/one.git/'>one.git</a></td>
<a class='button' href='/srv/one.git/log/'>log</a> <a class='button' href='/srv/two/'>summary</a>
<td class='sublevel-repo'><a title='two' href='/srv/two/'>two</a></td>
<ul class='pager'><li><a href='/srv/?ofs=50'>[2]</a></li></ul>"""


@pytest.mark.parametrize("page", [NGINX, APACHE, PYTHON, CGIT])
def test_the_pages_of_web_servers_and_cgit_are_read(page: str) -> None:
    assert parse_index(page, HERE).candidates == (f"{BASE}/one.git", f"{BASE}/two")


def test_cgit_goes_on_over_several_pages() -> None:
    assert parse_index(CGIT, HERE).pages == (f"{BASE}/?ofs=50",)


def test_gitweb_has_a_list_of_its_own() -> None:
    assert parse_index('<meta name="generator" content="gitweb/2.39">', HERE).has_project_index
    text = "one.git A+B\ngroup/t%20o.git C\n../up.git D\n/etc E\n"
    assert parse_project_index(text, HERE) == Index((f"{BASE}/one.git", f"{BASE}/group/t%20o.git"))


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#top",
        "?a=b",
        "one/?a=b",
        "../other/",
        "/",
        "/srv",
        "/srvother/x/",
        "%2e%2e/x/",
        "x/%2e%2e/%2e%2e/y/",
        "//evil.example.org/srv/x.git",
        "https://evil.example.org/srv/x.git",
        "http://git.example.org/srv/x.git",
        "https://git.example.org:8443/srv/x.git",
        "https://a:b@git.example.org/srv/x.git",
        "javascript:alert(1)",
        "mailto:a@example.org",
        "http://[::1",
        "file.zip",
        "robots.txt/",
        "two/src/main/",
    ],
)
def test_other_links_are_left_out(href: str) -> None:
    assert parse_index(f'<a href="{href}">x</a><a name="y">', HERE).candidates == ()


def test_a_deep_link_leads_to_its_repository_once() -> None:
    page = '<a href="g/one.git/tree/a.py"></a><a href="g/one.git#x"></a><a href="plain"></a>'
    assert parse_index(page, HERE).candidates == (f"{BASE}/g/one.git", f"{BASE}/plain")
