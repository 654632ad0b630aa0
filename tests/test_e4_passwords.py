"""Keys from passwords: the Go library's, and better ones."""

import e4_figures as figures
import pytest

from pqpy.e4 import _curve, passwords

ID = bytes(range(16))


@pytest.mark.parametrize("password", figures.PASSWORDS)
def test_deployed_key(password, reproduced):
    """Argon2i with an empty salt gives the Go library's key, and warns."""
    pytest.importorskip("numpy")
    with pytest.warns(UserWarning, match="compatibility only"):
        key = passwords.deployed_key(password)
    assert (key.hex(), _curve.ed25519_public(key).hex()) == figures.PASSWORDS[password]
    reproduced(f"E4 key of {password}", "Python")


def test_argon2i_with_a_salt():
    """With a salt that other libraries take, it is their Argon2i."""
    pytest.importorskip("numpy")
    peer = pytest.importorskip("argon2.low_level", reason="argon2-cffi is not installed")
    expected = peer.hash_secret_raw(b"password", b"some salt", 1, 65536, 4, 32, peer.Type.I)
    assert passwords.argon2i(b"password", b"some salt") == expected


def test_new_key():
    """Argon2id with a salt of its own for each client and use."""
    peer = pytest.importorskip("argon2.low_level", reason="argon2-cffi is not installed")
    salt = passwords.h16(b"pqpy.e4 password symmetric " + ID)
    expected = peer.hash_secret_raw(b"0123456789abcdef", salt, 3, 65536, 4, 32, peer.Type.ID)
    assert passwords.key("0123456789abcdef", ID) == expected


def test_new_keys_differ():
    """Another id or use gives another key, the same ones the same."""
    one = passwords.key("0123456789abcdef", ID)
    assert one == passwords.key("0123456789abcdef", ID, "symmetric")
    others = [
        passwords.key("0123456789abcdef", bytes(16)),
        passwords.key("0123456789abcdef", ID, "public-key"),
        passwords.key("0123456789abcdef", ID, "database"),
    ]
    assert len({one, *others}) == 4


@pytest.mark.parametrize("password", figures.REFUSED_PASSWORDS)
def test_short_passwords(password):
    """Less than 16 bytes of UTF-8 is refused by both."""
    for call in (passwords.deployed_key, lambda text: passwords.key(text, ID)):
        with pytest.raises(ValueError, match="16 bytes"):
            call(password)


def test_arguments():
    """An id of another length and an unknown use are refused."""
    with pytest.raises(ValueError, match="id"):
        passwords.key("0123456789abcdef", b"alice")
    with pytest.raises(ValueError, match="use"):
        passwords.key("0123456789abcdef", ID, "signing")
