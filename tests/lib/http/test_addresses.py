"""Which addresses are called, in all the spellings that strangers try."""

from ipaddress import ip_address

import pytest

from beffroi.lib.http.addresses import is_public, parse_address, parse_networks, refuse_peer
from beffroi.lib.http.errors import AddressRefused

LOOPBACK = parse_networks(["127.0.0.0/8", "::1", ""])

NONSENSE = [
    "",
    "nonsense",
    "-oProxyCommand=x",
    "--upload-pack=x",
    "ftp://example.org/",
    "file:///etc/passwd",
    "ext::sh -c x",
    "git@example.org:a/b",
    "ssh://example.org/a",
    "//example.org/a",
    "https://",
    "https:///a",
    "https://user@example.org/",
    "https://user:secret@example.org/",
    "https://@example.org/",
    "https://example.org\\@127.0.0.1/",
    "https://example.org/a b",
    "https://example.org/a\nb",
    "https://example.org/\x00",
    "https://exa\u200bmple.org/",
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://example.org:/",
    "https://example.org:80a/",
    "https://example.org./",
    "https://localhost./",
    "https://.example.org/",
    "https://a..b/",
    "https://-a.org/",
    "https://a-.org/",
    "https://a_b%2f.org/",
    "https://" + "a" * 64 + ".org/",
    "https://" + "a." * 127 + "org/",
    "https://example.org/" + "a" * 2000,
    "https://[::1/",
    "https://[::1]x/",
    "https://[fe80::1%25eth0]/",
    "https://[v1.x]/",
    "https://[127.0.0.1]/",
    "https://[1::2::3]/",
    "https://a@[::1]/",
    "https://xn--\u2603\u2603/",
    "https://\u2603.\ufffd/",
    # 127.0.0.1 in the spellings of inet_aton
    "http://2130706433/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0x7f.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.0.0.1./",
    "http://127.0.0.0x1/",
    "http://127.000.000.001/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
]

INWARD = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.1.1",
    "169.254.169.254",
    "169.254.170.2",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1",
    "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2002:808:808::1",
    "2001:0:53aa:64c:0:0:80ff:fffe",
    "2001:db8::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "5f00::1",
]


@pytest.mark.parametrize("url", NONSENSE)
def test_nonsense_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        parse_address(url)
    assert refused.value.code == "bad-address"
    assert refused.value.permanent
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://Example.ORG", "https://example.org/"),
        ("HTTPS://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/?q=a#b", "http://example.org/?q=a"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("http://[0:0:0::1]/a", "http://[::1]/a"),
        ("https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9"),
        ("https://a_b.example.org/~x/%20", "https://a_b.example.org/~x/%20"),
        # look-alikes become what they look like, and are judged as that
        ("http://１２７.０.０.１/", "http://127.0.0.1/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://localhost/"),
    ],
)
def test_an_address_gets_its_plain_form(url: str, plain: str) -> None:
    assert parse_address(url).url == plain


@pytest.mark.parametrize("peer", INWARD)
@pytest.mark.parametrize("port", [80, 443])
def test_an_inward_address_is_refused(peer: str, port: int) -> None:
    assert not is_public(ip_address(peer))
    with pytest.raises(AddressRefused) as refused:
        refuse_peer(peer, port)
    assert refused.value.code == "refused-address"


@pytest.mark.parametrize("peer", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::8.8.8.8"])
def test_a_public_address_is_called_on_the_ports_of_the_web_only(peer: str) -> None:
    refuse_peer(peer, 80)
    refuse_peer(peer, 443)
    with pytest.raises(AddressRefused, match="80 and 443"):
        refuse_peer(peer, 8080)


def test_an_allowed_network_is_called_on_any_port() -> None:
    refuse_peer("127.0.0.1", 8080, LOOPBACK)
    refuse_peer("::1", 22, LOOPBACK)


@pytest.mark.parametrize("peer", ["::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "10.0.0.1"])
def test_an_allowed_network_allows_nothing_that_only_resembles_it(peer: str) -> None:
    with pytest.raises(AddressRefused):
        refuse_peer(peer, 80, LOOPBACK)


@pytest.mark.parametrize("peer", ["169.254.169.254", "fd00:ec2::254", "224.0.0.1", "fe80::1%eth0"])
def test_no_setting_opens_the_addresses_of_machines_themselves(peer: str) -> None:
    everything = parse_networks(["0.0.0.0/0", "::/0"])
    with pytest.raises(AddressRefused):
        refuse_peer(peer, 80, everything)
