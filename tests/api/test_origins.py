"""Which addresses may see a token."""

from __future__ import annotations

import pytest

from ocs_tui.api.errors import Untrusted
from ocs_tui.api.origins import Origin, Origins, is_loopback, normal_base

PROFILE = "https://dat-b.example.com"


@pytest.mark.parametrize(
    "url",
    [
        "https://dat-b.example.com/api/v1",
        "https://DAT-B.example.com:443",
        "https://dat-d.example.com/x?y#z",
        "https://gateway.example.com:8443/",
        "http://127.0.0.1:5000/identity",
    ],
)
def test_the_profile_its_trusted_origins_and_the_regions_are_trusted(url: str) -> None:
    origins = Origins([PROFILE, "https://gateway.example.com:8443", "http://127.0.0.1:5000"])
    origins.set_regions(["https://dat-d.example.com/"])
    assert origins.trusts(url)
    origins.check(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://dat-b.example.com/",
        "https://dat-b.example.com:8443/",
        "https://dat-b.example.com.evil.example/",
        "https://dat-b.example.com@evil.example/",
        "https://evil.example\\@dat-b.example.com/",
        "https://evil.example#@dat-b.example.com/",
        "https://user:pw@dat-b.example.com/",
        "//dat-b.example.com/",
        "ftp://dat-b.example.com/",
        "https:///x",
        "",
        "not a url",
        "https://dat-b.example.com:99999999/",
        "http://127.0.0.1:5001/",
        "http://localhost:5000/",
    ],
)
def test_anything_else_is_not(url: str) -> None:
    origins = Origins([PROFILE, "http://127.0.0.1:5000"])
    assert not origins.trusts(url)
    with pytest.raises(Untrusted, match="The address"):
        origins.check(url)


def test_plain_http_elsewhere_is_trusted_by_nobody() -> None:
    origins = Origins(["http://dat-b.example.com", "http://10.0.0.1"])
    origins.set_regions(["http://dat-d.example.com"])
    for url in ("http://dat-b.example.com", "http://10.0.0.1", "http://dat-d.example.com"):
        with pytest.raises(Untrusted, match=r"not encrypted.*plain http is for this machine only"):
            origins.check(url)


def test_a_new_regions_list_takes_the_place_of_the_old() -> None:
    origins = Origins([PROFILE])
    origins.set_regions(["https://a.example", "nonsense"])
    origins.set_regions(["https://b.example"])
    assert not origins.trusts("https://a.example")
    assert origins.trusts("https://b.example")
    assert origins.trusts(PROFILE)


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("2130706433", False),
    ],
)
def test_loopback(host: str, is_it: bool) -> None:
    assert is_loopback(host) is is_it


def test_base_urls_are_written_in_one_way() -> None:
    assert normal_base(" HTTPS://Dat-B.example.com:443/ ") == PROFILE
    assert normal_base("http://[::1]:80/ocs/") == "http://[::1]/ocs"
    assert str(Origin.of("https://x.example:444/a/b")) == "https://x.example:444"
