"""What pqpy raises besides TypeError, ValueError and ImportError."""


class PQError(Exception):
    """Base of the errors below; never raised itself."""


class InvalidKey(PQError, ValueError):
    """The key has the right length, but its contents are not a valid key."""


class InvalidSignature(PQError):
    """The signature does not fit the message and public key."""


class DecryptionError(PQError):
    """The ciphertext is not authentic; nothing of the plaintext is released."""
