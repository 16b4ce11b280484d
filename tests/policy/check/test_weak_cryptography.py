"""Where code uses algorithms that no longer protect."""

from pathlib import Path

import pytest

from beffroi.policy.check.packs import open_pack
from beffroi.policy.check.weak_cryptography import uses_of
from tests.policy.check.working_copies import subject_of


def uses(folder: Path, path: str, line: str) -> list[tuple[str, int]]:
    tree = subject_of(folder, {path: f"first line\n{line}\n"}).tree
    parameters = open_pack("fr-dinum").rule("SEC-05").parameters
    return [(use.algorithm, use.where.line) for use in uses_of(tree, parameters)]


@pytest.mark.parametrize(
    ("path", "line", "algorithm"),
    [
        ("a.py", "digest = hashlib.md5(data)", "md5"),
        ("A.java", 'MessageDigest.getInstance("SHA-1");', "sha1"),
        ("a.js", "crypto.createHash('md5')", "md5"),
        ("a.php", "$hash = sha1($password);", "sha1"),
        ("A.java", 'Cipher.getInstance("AES/ECB/PKCS5Padding");', "ecb"),
        ("a.py", "AES.new(key, AES.MODE_ECB)", "ecb"),
        ("main.go", 'import "crypto/des"', "des"),
        ("a.py", "cipher = ARC4.new(key)", "rc4"),
        ("A.cs", "using var md5 = MD5.Create();", "md5"),
    ],
)
def test_a_weak_algorithm_is_seen(path: str, line: str, algorithm: str, tmp_path: Path) -> None:
    assert uses(tmp_path, path, line) == [(algorithm, 2)]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a.py", "digest = hashlib.sha256(data)"),
        ("a.py", "# hashlib.md5(data) was here"),
        ("a.py", "hashlib.md5(data, usedforsecurity=False)"),
        ("tests/a.py", "hashlib.md5(data)"),
        ("notes.txt", "hashlib.md5(data)"),
        ("a.py", "description = md5_of_the_file"),
        ("a.py", "from app.models import Order, nodes"),
    ],
)
def test_other_code_is_left_alone(path: str, line: str, tmp_path: Path) -> None:
    assert uses(tmp_path, path, line) == []
