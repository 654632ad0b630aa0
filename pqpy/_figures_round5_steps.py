"""Known values of the steps inside Round5, for tests of kernels and of the model in tests/.

Made for this project with one implementation of the specification and confirmed by another, the
hashes with a third-party TupleHash too.
"""

# TupleHash and TupleHashXOF without customization: kappa, the tuple, the first bytes of the output.
HASHES: list[tuple[str, int, tuple[bytes, ...], str]] = [
    (
        "TupleHash",
        16,
        (b"AGEN", bytes(16), b"\0"),
        "f763ba3de6dc5b6467a3fdb80b05dd8456f27ffaa92e2ce4993d77bc320a17dc",
    ),
    (
        "TupleHash",
        24,
        (b"AGEN", bytes(24), b"\0"),
        "056c54b99311e2b23092d66fbbb641a4d935b0da9d14ec0fbf8c801bf5f56933",
    ),
    (
        "TupleHash",
        32,
        (b"HR5DEM", bytes(range(32))),
        "465efb91d007c421cf5debec3a07e9a918836d967489f8a64645b9ea6bce3de8a35a046452b02991c51dd6a9",
    ),
    (
        "TupleHashXOF",
        16,
        (b"SGEN", bytes(16), b"\0"),
        "d2ea48031e5b22a28b2a582fe9ec93129d86259a10cf3b96f7efc746556aeee9",
    ),
    (
        "TupleHashXOF",
        24,
        (b"APermutation", bytes(24)),
        "2c8c2ffc1cc60bcef8838250457251bd3e2a60420f5f9fd650b4c3c6de9435f7",
    ),
]

# Parity bits, filled up to bytes, of the payload whose byte i is 17 i + 3 mod 256, by (f, kappa).
PARITIES = {
    (2, 16): "141a6892ae0107",
    (4, 24): "846b768f01a4330715c9634abca4e8d075b2193b00",
    (5, 16): "a4e4141a6810c0f6d5c27384def01627a6bd22736cd7921b",
    (5, 24): "a4e4f9840b0348670e2a921d18f69812ef79494f5274e83ad98c1d00",
    (5, 32): "6ef3e0c079c566059e8959b697ce080e82190e4c8484b4088b5361cd3202",
}

# The first values of the steps of entry 0 of NIST's response file of three sets, one of each kind.
# Of A, U^T, B and X the first row; "S" is where the first entries of the first secret vector are,
# +1 and -1 by turns; "X" is what hides the message, before and after rounding.
FIRST_VALUES: dict[str, dict[str, list[int]]] = {
    "R5ND_1CPA_0d": {
        "A": [1827, 86, 1769, 1890, 1826, 1921, 536, 1792],
        "S": [227, 160, 166, 483, 63, 269, 50, 161],
        "AS": [159, 948, 1207, 211, 1200, 623, 144, 1231],
        "B": [20, 119, 151, 26, 150, 78, 18, 154],
        "U": [155, 206, 87, 202, 12, 20, 105, 239],
        "X": [114, 247, 159, 217, 73, 108, 86, 209],
        "X rounded": [7, 15, 10, 13, 4, 7, 5, 13],
        "v": [7, 7, 10, 13, 4, 7, 13, 13],
    },
    "R5ND_1CCA_5d": {
        "A": [378, 651, 397, 687, 123, 781, 527, 703],
        "S": [186, 131, 136, 397, 52, 221, 41, 132],
        "AS": [873, 765, 65, 847, 673, 393, 615, 49],
        "B": [109, 96, 8, 106, 84, 49, 77, 6],
        "U": [66, 102, 92, 80, 51, 96, 5, 98],
        "X": [34, 22, 38, 19, 97, 36, 57, 91],
        "X rounded": [4, 3, 5, 2, 12, 5, 7, 11],
        "v": [12, 3, 5, 2, 4, 5, 15, 3],
    },
    "R5N1_1CCA_0d": {
        "A": [2617, 1056, 117, 3973, 2663, 2542, 2172, 1414],
        "S": [233, 164, 170, 497, 65, 277, 51, 166],
        "AS": [1308, 2995, 4078, 2369, 3476, 3902, 3228, 1987],
        "B": [164, 374, 510, 296, 435, 488, 404, 248],
        "U": [136, 408, 253, 234, 357, 153, 413, 401],
        "X": [51, 391, 341, 306, 42, 494, 183, 316],
        "X rounded": [6, 49, 43, 38, 5, 62, 23, 40],
        "v": [22, 49, 59, 22, 53, 62, 39, 40],
    },
}

# SHA-256 of all of A, S and B as 16-bit little-endian words (-1 is ffff), matrices row by row, S
# vector by vector; of the ciphertext without g; and in full what CCA sets hash of m and the key.
WHOLE_VALUES: dict[str, dict[str, str]] = {
    "R5ND_1CPA_0d": {
        "A": "6eb48788ebecee1c5a75a248b8e2709adcca30057f2c708cdaf569a784aab545",
        "S": "ba81bf7e54ec30355aa166c17ec8f99fea4d2ca8cfb679ecf6b3a99057a53362",
        "B": "1ada4dd3d117140be98aebe97edf6563944554b9216ea6ff32cd0aca30b000fb",
        "ct": "b4324ca2b3ed8c41f59183610dc29278e2e245a9e8681bb13e8ab18154ee9919",
    },
    "R5ND_1CCA_5d": {
        "A": "c1563b4dd08f5e9ff02b974cf39cea890c02a2e39e3f1e694a2cb7f101907fb5",
        "S": "3e5bee5ad1a06553f660aaeacbdb18e1a08428c12e35c12cc9ae80bf1fa915c2",
        "B": "810a8d5ba614d9386f6c13c60af98fc89149ed844aedaadb4c29e7551e256949",
        "ct": "41428b3968ad01cd9f602b340c7ec121c2677da427c32faf485aeb9b8bcab6eb",
        "parity": "161784294c2add947999ca8a4356879fa6b668959f85d713",
        "L": "233e6192f342c40b7f16a22236c8580d",
        "g": "3973c674f2637420f1eb18d11413ce53",
        "rho": "9e8fa38197b44a18edf34f550d400f36",
    },
    "R5N1_1CCA_0d": {
        "A": "34c13bc295a26dc7398cb8d565509d714ec705889a9339020bf0b36e8ae9aad7",
        "S": "6415917dfd5ade8542b9a9e1eb80a8c3debe5c28f6f7c833a9edabfbbdd2bca9",
        "B": "cece690ece4c8838e9df4afbe13d51b2c31b395b42b251ca96b60093382606dc",
        "ct": "6cca3266f630f40458ce7c17ab7bc76140ccfbcdcf604cef51d51bae4d8e72d5",
        "L": "8aeeedf225fc5cb1a90ae9f98ccb3bac",
        "g": "b081fbbf744c92182b203c972ec19173",
        "rho": "94c0e619cdd9ee129cdb625b93c8bf94",
    },
}
