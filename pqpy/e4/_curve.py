"""Ed25519 and X25519 in E4's public-key mode (E4 v1, sections 4.2 to 4.4).

The arithmetic of this file is on public points only; secrets go to cryptography.
"""

from __future__ import annotations

from hashlib import sha3_256, sha512

from cryptography import exceptions
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from .errors import InvalidKeyMaterial, InvalidSignature

POINT_BYTES = 32
SEED_BYTES = 32
PRIVATE_BYTES = 64  # seed | public, Go's form

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P  # -x^2 + y^2 = 1 + D x^2 y^2
A = 486662  # v^2 = u^3 + A u^2 + u

MESSAGE_PREFIX = b"CompositeAlgorithmSignatures2025"  # what a composite's Ed25519 half signs


def check_ed25519_point(data: bytes) -> None:
    """Refuse what is not the canonical encoding of a point, or one of small order.

    Raises:
        InvalidKeyMaterial: it is one of these.
    """
    if len(data) != POINT_BYTES:
        raise InvalidKeyMaterial(f"an Ed25519 public key has 32 bytes, not {len(data)}")
    value = int.from_bytes(data, "little")
    y = value & (2**255 - 1)
    if y >= P:
        raise InvalidKeyMaterial("an Ed25519 public key that is not encoded canonically")
    # x^2 = (y^2 - 1) / (D y^2 + 1), so this product is a square for points; D is none, so that
    # the divisor is never 0.
    if pow((y * y - 1) * (D * y * y + 1), (P - 1) // 2, P) == P - 1:
        raise InvalidKeyMaterial("an Ed25519 public key that is no point of the curve")
    # u = (1 + y) / (1 - y) as a fraction; three doublings take small orders, and them only, to
    # infinity.  Among them are both points with x = 0, so no sign of a zero is left to check.
    u, w = 1 + y, 1 - y
    for _ in range(3):
        u, w = (u * u - w * w) ** 2 % P, 4 * u * w * (u * u + A * u * w + w * w) % P
    if not w:
        raise InvalidKeyMaterial("an Ed25519 public key of small order")


def x25519_public(ed25519_public: bytes) -> bytes:
    """The X25519 public key (32 bytes) of an Ed25519 public key.

    Raises:
        InvalidKeyMaterial: as :func:`check_ed25519_point`.
    """
    check_ed25519_point(ed25519_public)
    y = int.from_bytes(ed25519_public, "little") & (2**255 - 1)
    return ((1 + y) * pow(1 - y, -1, P) % P).to_bytes(POINT_BYTES, "little")


def x25519_private(seed: bytes) -> bytes:
    """The X25519 private key (32 bytes, clamped) of an Ed25519 seed."""
    scalar = bytearray(sha512(seed).digest()[:32])
    scalar[0] &= 248
    scalar[31] = scalar[31] & 127 | 64
    return bytes(scalar)


def ed25519_public(seed: bytes) -> bytes:
    """The Ed25519 public key (32 bytes) of a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def ed25519_private(private_key: bytes) -> bytes:
    """Go's form (64 bytes) of a private key that is a seed, or has that form already.

    Raises:
        InvalidKeyMaterial: of another length, zero, or the second half is not the public key.
    """
    if len(private_key) not in (SEED_BYTES, PRIVATE_BYTES):
        raise InvalidKeyMaterial(
            f"an Ed25519 private key has {SEED_BYTES} or {PRIVATE_BYTES} bytes, "
            f"not {len(private_key)}"
        )
    seed = private_key[:SEED_BYTES]
    if seed == bytes(SEED_BYTES):
        raise InvalidKeyMaterial("an Ed25519 private key must not be all zeros")
    # With a public half that is not the seed's, signatures give the key away.
    whole = seed + ed25519_public(seed)
    if private_key not in (seed, whole):
        raise InvalidKeyMaterial("an Ed25519 private key whose halves do not belong together")
    return whole


def curve25519_public(private_key: bytes) -> bytes:
    """The public key (32 bytes) of C2's private key.  InvalidKeyMaterial if that is none."""
    if len(private_key) != POINT_BYTES or private_key == bytes(POINT_BYTES):
        raise InvalidKeyMaterial("a Curve25519 private key has 32 bytes, not all zero")
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def command_key(own_private: bytes, peer_public: bytes) -> bytes:
    """The key (32 bytes) of the commands between C2 and one client, from X25519 keys (4.4).

    Raises:
        InvalidKeyMaterial: the peer's key is of the wrong length or of small order.
    """
    try:
        own = X25519PrivateKey.from_private_bytes(own_private)
        shared = own.exchange(X25519PublicKey.from_public_bytes(peer_public))
    except ValueError:
        raise InvalidKeyMaterial("an X25519 key of wrong length or of small order") from None
    return sha3_256(shared).digest()


def client_command_key(private_key: bytes, c2_public: bytes) -> bytes:
    """:func:`command_key` for a client: its Ed25519 private key or seed, C2's public key."""
    return command_key(x25519_private(private_key[:SEED_BYTES]), c2_public)


def c2_command_key(c2_private: bytes, client_public: bytes) -> bytes:
    """:func:`command_key` for C2: its private key, the client's Ed25519 public key."""
    return command_key(c2_private, x25519_public(client_public))


def ed25519_signer(seed: bytes) -> Ed25519PrivateKey:
    """A key object that signs; keep it, making one costs as much as a signature."""
    return Ed25519PrivateKey.from_private_bytes(seed[:SEED_BYTES])


def ed25519_verifier(public_key: bytes) -> Ed25519PublicKey:
    """A key object for :func:`verify_ed25519`, of a key that passes :func:`check_ed25519_point`."""
    check_ed25519_point(public_key)
    return Ed25519PublicKey.from_public_bytes(public_key)


def verify_ed25519(public_key: bytes | Ed25519PublicKey, message: bytes, signature: bytes) -> None:
    """Check a signature of an Ed25519 key that is not part of a composite.

    Raises:
        InvalidSignature: it does not fit; or the message could be one of a composite signature,
            whose halves must not be used alone.
        InvalidKeyMaterial: as :func:`check_ed25519_point`, if the key is given as bytes.
    """
    if message.startswith(MESSAGE_PREFIX):
        raise InvalidSignature("half of a composite signature")
    if isinstance(public_key, bytes):
        public_key = ed25519_verifier(public_key)
    try:
        public_key.verify(signature, message)
    except exceptions.InvalidSignature:
        raise InvalidSignature("the signature does not fit") from None
