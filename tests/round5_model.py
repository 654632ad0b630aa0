"""Round5 in plain Python: the oracle of the tests.

Written from the specification alone, in its order, for clarity: nothing here is constant time.  It
shares no code with pqpy and calls none.  `MODELS` has one `Model` per parameter set, with the calls
of a `pqpy.KEM`; the functions below them are the steps.  Needs numpy, and cryptography for the PKE.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from round5_hashes import (
    bits_of,
    from_bits,
    pack,
    to_bits,
    tuple_hash,
    tuple_hash_xof,
    unpack,
    words,
)

# Parameters

#   name               kappa    d    n    h   q  p  t  b nbar mbar  f   (q, p, t, b: bits)
TABLE = """
R5ND_1CPA_0d              16  618  618  104  11  8  4  1    1    1  0
R5ND_3CPA_0d              24  786  786  384  13  9  4  1    1    1  0
R5ND_5CPA_0d              32 1018 1018  428  14  9  4  1    1    1  0
R5ND_1CCA_0d              16  586  586  182  13  9  4  1    1    1  0
R5ND_3CCA_0d              24  852  852  212  12  9  5  1    1    1  0
R5ND_5CCA_0d              32 1170 1170  222  13  9  5  1    1    1  0
R5ND_1CPA_5d              16  490  490  162  10  7  3  1    1    1  5
R5ND_3CPA_5d              24  756  756  242  12  8  2  1    1    1  5
R5ND_5CPA_5d              32  940  940  414  12  8  2  1    1    1  5
R5ND_1CCA_5d              16  508  508  136  10  7  4  1    1    1  5
R5ND_3CCA_5d              24  756  756  242  12  8  3  1    1    1  5
R5ND_5CCA_5d              32  946  946  388  11  8  5  1    1    1  5
R5N1_1CPA_0d              16  594    1  238  13 10  7  3    7    7  0
R5N1_3CPA_0d              24  881    1  238  13 10  7  3    8    8  0
R5N1_5CPA_0d              32 1186    1  712  15 12  7  4    8    8  0
R5N1_1CCA_0d              16  636    1  114  12  9  6  2    8    8  0
R5N1_3CCA_0d              24  876    1  446  15 11  7  3    8    8  0
R5N1_5CCA_0d              32 1217    1  462  15 12  9  4    8    8  0
R5ND_0CPA_2iot            16  372  372  178  11  7  3  1    1    1  2
R5ND_1CPA_4longkey        24  490  490  162  10  7  3  1    1    1  4
R5N1_3CCA_0smallCT        24  757    1  378  14  9  4  1  192    1  0
"""

# Registers of the error correction by (f, kappa): how many payload bits a parity bit of the first
# one covers, if that is a block register, and the lengths of all.
REGISTERS = {
    (2, 16): (0, (11, 13, 14, 15)),
    (4, 24): (0, (13, 15, 16, 17, 19, 23, 29, 31)),
    (5, 16): (8, (16, 11, 13, 16, 17, 19, 21, 23, 25, 29)),
    (5, 24): (8, (24, 13, 16, 17, 19, 21, 23, 25, 29, 31)),
    (5, 32): (16, (16, 16, 17, 19, 21, 23, 25, 29, 31, 37)),
}


class Parameters(NamedTuple):
    """The numbers of a parameter set; moduli are given as numbers of bits."""

    name: str
    kappa: int
    d: int
    n: int
    h: int
    q_bits: int
    p_bits: int
    t_bits: int
    b_bits: int
    n_bar: int
    m_bar: int
    f: int

    @property
    def ring(self):
        """One polynomial, not a matrix of integers."""
        return self.n == self.d

    @property
    def cca(self):
        """A set of the CCA KEM."""
        return "CCA" in self.name

    @property
    def parity_bits(self):
        """How many bits the error correction adds."""
        return sum(REGISTERS[self.f, self.kappa][1]) if self.f else 0

    @property
    def mu(self):
        """How many symbols a message takes."""
        return -(-(8 * self.kappa + self.parity_bits) // self.b_bits)

    @property
    def h1(self):
        """The constant of rounding B."""
        return 1 << (self.q_bits - self.p_bits - 1)

    @property
    def h2(self):
        """The constant of rounding U and X."""
        z_bits = max(self.p_bits, self.q_bits - self.p_bits + self.t_bits)
        return 1 << (self.q_bits - z_bits - 1)

    @property
    def h3(self):
        """The constant of rounding to symbols."""
        t = 1 << (self.p_bits - self.t_bits - 1)
        return t + (1 << (self.p_bits - self.b_bits - 1)) - self.h2

    @property
    def u_bytes(self):
        """Where v begins in a ciphertext."""
        return -(-self.d * self.m_bar * self.p_bits // 8)

    @property
    def v_bytes(self):
        """How long v is."""
        return -(-self.mu * self.t_bits // 8)

    @property
    def pke_bytes(self):
        """The size of a ciphertext of the CPA-PKE; g follows it in CCA sets."""
        return self.u_bytes + self.v_bytes


# Hashing: Keccak, and TupleHash of SP 800-185 without customization


def a_words(par, sigma, per_block):
    """The eight blocks that A is made from, mod q."""
    blocks = [tuple_hash(par.kappa, 2 * per_block, b"AGEN", sigma, bytes([c])) for c in range(8)]
    return np.frombuffer(b"".join(blocks), "<u2").astype(np.int64) % (1 << par.q_bits)


@lru_cache(4)
def create_a(par, sigma):
    """The polynomial A, or the matrix: rows cut from 2048 words at different places (tau = 2)."""
    if par.ring:
        return a_words(par, sigma, -(-par.d // 8))[: par.d]
    master = a_words(par, sigma, 256)
    offsets = []
    for word in words(tuple_hash_xof(par.kappa, b"APermutation", sigma)):
        if word % 2048 not in offsets:
            offsets.append(word % 2048)
        if len(offsets) == par.d:
            break
    return np.array([master[(offset + np.arange(par.d)) % 2048] for offset in offsets])


def secret_vector(par, domain, seed, index):
    """A vector with h/2 entries 1, h/2 entries -1, and zeros."""
    width = 65536 // par.d
    vector, k = np.zeros(par.d, np.int64), 0
    for word in words(tuple_hash_xof(par.kappa, domain, seed, bytes([index]))):
        position = word // width
        if position < par.d and not vector[position]:
            vector[position] = -1 if k % 2 else 1
            k += 1
            if k == par.h:
                return vector


@lru_cache(4)
def secret_matrix(par, domain, seed, count):
    """*count* secret vectors, as rows."""
    return np.array([secret_vector(par, domain, seed, i) for i in range(count)])


# Error correction


def covered(par):
    """By register: which of its parity bits covers each bit of the payload, and its length."""
    group, lengths = REGISTERS[par.f, par.kappa]
    position = np.arange(8 * par.kappa)
    for r, length in enumerate(lengths):
        yield position // group if group and r == 0 else position % length, length


def parity(par, payload):
    """The parity bits of a payload, both as arrays of bits."""
    sums = [np.bincount(index, payload, length) for index, length in covered(par)]
    return (np.concatenate(sums).astype(np.int64) % 2).astype(np.uint8)


def correct(par, payload, received):
    """The payload with every bit turned over that more than f of the 2f registers vote against."""
    difference, votes, start = parity(par, payload) ^ received, 0, 0
    for index, length in covered(par):
        votes = votes + difference[start + index].astype(np.int64)
        start += length
    return payload ^ (votes > par.f)


# Arithmetic


def cyclic(a, s, n):
    """The product in Z[x]/(x^(n+1) - 1) of polynomials of n coefficients; has n + 1."""
    c = np.convolve(a, s)
    c = np.append(c, np.zeros(2 * (n + 1) - len(c), np.int64))
    return c[: n + 1] + c[n + 1 :]


def product(a, s, n):
    """The product mod 1 + x + ... + x^n."""
    c = cyclic(a, s, n)
    return c[:n] - c[n]


def masks(par, a, s):
    """What hides the symbols of a message: part of the product of B and R, or of U and S."""
    if par.f:
        return cyclic(a, s, par.n)[1 : par.mu + 1]
    return product(a, s, par.n)[: par.mu]


def rounded(x, from_bits, to_bits, constant):
    """x mod 2^from scaled down to 2^to."""
    return ((x + constant) >> (from_bits - to_bits)) % (1 << to_bits)


# The CPA-PKE


def pke_keygen(par, sigma, seed):
    """The public key."""
    a, s = create_a(par, sigma), secret_matrix(par, b"SGEN", seed, par.n_bar)
    b = product(a, s[0], par.n) if par.ring else (a @ s.T).reshape(-1)
    return sigma + pack(rounded(b, par.q_bits, par.p_bits, par.h1), par.p_bits)


def pke_encrypt(par, public_key, m, rho):
    """The ciphertext: U and v."""
    a = create_a(par, public_key[: par.kappa])
    b = unpack(public_key[par.kappa :], par.d * par.n_bar, par.p_bits)
    r = secret_matrix(par, b"RGEN", rho, par.m_bar)
    if par.ring:
        u, x = product(a, r[0], par.n), masks(par, b, r[0])
    else:
        u = (r @ a).reshape(-1)
        x = (b.reshape(par.d, par.n_bar).T @ r.T).reshape(-1)[: par.mu]
    u = rounded(u, par.q_bits, par.p_bits, par.h2)
    x = rounded(x, par.p_bits, par.t_bits, par.h2)
    bits = bits_of(m)
    if par.f:
        bits = np.append(bits, parity(par, bits))
    padding = np.zeros(par.mu * par.b_bits - len(bits), np.uint8)
    symbols = from_bits(np.append(bits, padding), par.b_bits)
    v = (x + (symbols << (par.t_bits - par.b_bits))) % (1 << par.t_bits)
    return pack(u, par.p_bits) + pack(v, par.t_bits)


def pke_decrypt(par, seed, ciphertext):
    """The message, whatever the ciphertext is."""
    s = secret_matrix(par, b"SGEN", seed, par.n_bar)
    u = unpack(ciphertext, par.d * par.m_bar, par.p_bits)
    v = unpack(ciphertext[par.u_bytes :], par.mu, par.t_bits)
    x = masks(par, u, s[0]) if par.ring else (s @ u.reshape(par.m_bar, par.d).T).reshape(-1)
    scaled = (v << (par.p_bits - par.t_bits)) - x[: par.mu]
    bits = to_bits(rounded(scaled, par.p_bits, par.b_bits, par.h3), par.b_bits)
    payload, rest = bits[: 8 * par.kappa], bits[8 * par.kappa :]
    if par.f:
        payload = correct(par, payload, rest)
    return np.packbits(payload, bitorder="little").tobytes()


# The KEMs and the CCA-PKE


def derived(par, m, public_key):
    """What a CCA set hashes of m and the public key: L, g, rho."""
    k = par.kappa
    data = tuple_hash(k, 3 * k, b"GCCAKEM", m, public_key)
    return data[:k], data[k : 2 * k], data[2 * k :]


@lru_cache(16)
def cca_encrypt(par, public_key, m):
    """``(L, ciphertext)`` of a CCA set."""
    key, g, rho = derived(par, m, public_key)
    return key, pke_encrypt(par, public_key, m, rho) + g


class Model:
    """One parameter set, with the calls of ``pqpy.KEM`` and keys as bytes."""

    def __init__(self, par):
        k, pk = par.kappa, par.kappa + -(-par.d * par.n_bar * par.p_bits // 8)
        self.par, self.name, self.shared_secret_bytes = par, par.name, k
        self.public_key_bytes = pk
        self.secret_key_bytes = 2 * k + pk if par.cca else k
        self.ciphertext_bytes = par.pke_bytes + (k if par.cca else 0)
        self.seed_bytes = 3 * k if par.cca else 2 * k
        self.encaps_seed_bytes = k if par.cca else 2 * k

    def keygen(self, *, seed):
        """``(public_key, secret_key)`` of sigma, the secret seed and, in CCA sets, y."""
        k = self.par.kappa
        sigma, secret, y = seed[:k], seed[k : 2 * k], seed[2 * k :]
        public_key = pke_keygen(self.par, sigma, secret)
        return public_key, secret + y + public_key if self.par.cca else secret

    def encaps(self, public_key, *, seed):
        """``(shared_secret, ciphertext)`` of m and, in CPA sets, rho."""
        k, par = self.par.kappa, self.par
        m, rho = seed[:k], seed[k:]
        if par.cca:
            key, ciphertext = cca_encrypt(par, public_key, m)
            return tuple_hash(k, k, b"HCCAKEM", key, ciphertext), ciphertext
        ciphertext = pke_encrypt(par, public_key, m, rho)
        return tuple_hash(k, k, b"HCPAKEM", m, ciphertext), ciphertext

    def message(self, secret_key, ciphertext):
        """What a ciphertext carries, before any check."""
        return pke_decrypt(self.par, secret_key[: self.par.kappa], ciphertext)

    def decaps(self, secret_key, ciphertext):
        """The shared secret; of a forged ciphertext, the hash of y and that ciphertext."""
        k = self.par.kappa
        m = self.message(secret_key, ciphertext)
        if not self.par.cca:
            return tuple_hash(k, k, b"HCPAKEM", m, ciphertext)
        y, public_key = secret_key[k : 2 * k], secret_key[2 * k :]
        key, again = cca_encrypt(self.par, public_key, m)
        return tuple_hash(k, k, b"HCCAKEM", key if again == ciphertext else y, ciphertext)

    def aead(self, shared_secret):
        """AES-GCM with the key, and the nonce."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        k = self.par.kappa
        data = tuple_hash(k, k + 12, b"HR5DEM", shared_secret)
        return AESGCM(data[:k]), data[k:]

    def encrypt(self, public_key, message, *, seed):
        """The ciphertext of the CCA-PKE."""
        shared_secret, ciphertext = self.encaps(public_key, seed=seed)
        aead, nonce = self.aead(shared_secret)
        return ciphertext + aead.encrypt(nonce, message, None)

    def decrypt(self, secret_key, ciphertext):
        """The message of the CCA-PKE; raises what cryptography raises."""
        size = self.ciphertext_bytes
        aead, nonce = self.aead(self.decaps(secret_key, ciphertext[:size]))
        return aead.decrypt(nonce, ciphertext[size:], None)


def _models():
    for line in TABLE.split("\n"):
        if line:
            name, *numbers = line.split()
            yield name, Model(Parameters(name, *map(int, numbers)))


MODELS = dict(_models())
