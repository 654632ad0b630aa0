"""Figures of E4 version 1, made by the Go library e4go (384ed8a); hex unless said otherwise.

What a client takes and refuses is in e4_figures_symmetric.py and e4_figures_public_key.py.
"""

TS = 1700000000  # of all messages and commands below

# Name: id.
NAMES = {
    "alice": "a7dcef9aef26202fce82a7c7d6672afb",
    "bob": "b5d577dc9ce59725e29886632e69ecdf",
    "eve": "fcf4908516e5f2aa8d07a01b093fd4ef",
    "device-0001": "d0a7d05a4a37901278cf5ab3b3e704b7",
    "é": "9e9bf67e95b10ed4ce3fa9481ac0158a",
    "x" * 255: "fc08fd69c14f5b5384632cebe21b4af7",
}

# Topic: hash, slot of the previous key.
TOPICS = {
    "t": (
        "889729e8d2d8864a59db1e195ad67c76",
        "c10e0830737f3b9fbaf41e4f3e2417ef",
    ),
    "plant/1/temp": (
        "e86e3ebae02e21e16837b7c445833f1c",
        "886ffa99d19ecad7c75f7c42a305d94d",
    ),
    "/e4go/demo/messages": (
        "0e79796346af4910775278f321a9a6e5",
        "47253193e54d87974dffdcb3bcb5d090",
    ),
    "plant/é/temp": (
        "7efade929fb7a76532e561c335195258",
        "27609f5937677cf529c4d3b25495590e",
    ),
    "x" * 600: (
        "6720bebe2afdf8d34d21dc04664b57c3",
        "f134e6749484c0525a99d8ecae79efb3",
    ),
}

# Password: symmetric key and Ed25519 seed, Ed25519 public key.
PASSWORDS = {
    "superSecretDevicePassword": (
        "de78547d9f382cbf2c9d94c94ae37e3c4a82bebbe055974ce98d9cefc7605634",
        "a83d896e7513e929cf63206e9c07629a441d64fb187cae0501f28786ecb8a55d",
    ),
    "0123456789abcdef": (
        "2438a1563c0a06c83d89bf6c244529f14afa617847397dd19ddef8ccd5864448",
        "ef0de8200baa805326bbe142b0988f8b1273a472ea82ff4195f2d3d6f49df4bd",
    ),
    "pässwörd-mit-ümläut": (
        "f4a97b1658ccb8cf0e1f8d23e3f3c84b1c9af448895a1195ccbe1f33a95b6aa7",
        "3eda9a65f97e169d9b138b022f3875d84fbd86f537b5e9d188eaf2d06f0f3236",
    ),
    "éééééééé": (
        "9c1f971f94988c39ad54bdcf8076a1c94f58f70942f5a793c28a0e33ba16c279",
        "b05da93cf8c302dbc2adf584279346d23e487559fd58346203e0efddbea01f62",
    ),
}
REFUSED_PASSWORDS = ["", "x" * 15, "é" * 7]

C2_PRIVATE = "0708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526"
C2_PUBLIC = "07b8c542487686a78301855fcb6d3f6a8a911cd7f1983a9b44dc9dcd22839d23"

# Ed25519 seed and public key; the X25519 keys they become; the command key shared with C2.
CONVERSIONS = [
    (
        "756b0b8d41ec630c55c3c233fc4ccb8510f76b498838169cb9e771fe4cdef826",
        "5e1c8ff1fe638f833aad07c7303774129f5bd4dbb9337e9983f1d5f28676cf4b",
        "a83d9eb34a1f1d763f8226c62ad4d4f81f8bb189aa0ab98adc4dc55aceaa017b",
        "3707bdc708da42a2b909d9f33160ac884d67a239b0da97b29e240813e83b1251",
        "484a90b1dbbe23b62186c3ef25348d8aaf5de12ed9aa57851d013f57d30b780a",
    ),
    (
        "bc94228bd57ae16465aaf4d6d13f14bcb6f2575e757e30367be0da8fbaf2a116",
        "13e9bb75eae13fb43018bd032e56437b95339df17e3cec211804e8921e686ee4",
        "7049c23981d78070e47a7a4296081495b97009bdd1141b9f48e059df2b796545",
        "01f91354f2c8093599996d4cb64c2ac8b72b03915e7bc5777366f68d0251e644",
        "c4d288f3a0b8906089d5ea46764dd7c7eac70e322ad20cbb1b6bf2b32688956a",
    ),
    (
        "05c006168a43c8858eada1f3fb5771b261e437fca37d56872a024b52fbc8ab8f",
        "47d220f7c9c318021cfd01d4e4590a078990c8d51ca9eafac4f475665a2fcbf5",
        "58facd1636fa5dca241a49e3d0de90fa23c687712c83821191dabbaa176e8074",
        "b9a3ff03413007c0cb5b4c96e6250dcb414abad6e01171fe84d117b7605d506e",
        "9f406fe3327571d76b7bcec0c9c8c9711305f5601c52011f7ccf6d9a705364f4",
    ),
]

SIV_KEY = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"

# By associated data: sealed forms of plaintexts of these lengths, which count up from 0x63.
SIV = {
    "0001020304050607": {
        0: "8304f62982321d90feb967d7c450f83b",
        1: "81d0b17174c2cb4a2b0adb9de9235d348e",
        15: "ddf24a4e7534508825bd63bd012d333f6d2d933166751908f1c17a609b7b21",
        16: "3d3f21152692109cd2f727f942dab0f70effc8e5b43f442a80299460f34d4636",
        17: "e50fae867874a2b85cd6361e4f25f5019ff9776ad961bd88771cea12fe8edd4ff3",
        31: (
            "ea5aefb6c35e2461c7f2b78790900017b57480d6e710e8d35412fe43ec701a94ab9222a8e11d3e1a87f439"
            "7dc7a185"
        ),
        32: (
            "28d6eb0a1f031cf55a55388c78b8a76f6e3998c841d20c5004eb5ad94a0b3894392340a7929f8124387add"
            "aba9563e00"
        ),
        33: (
            "c187d6c8f91f87667e0bef7b9e3923b2558484fd49dacd9bf01d755efd62010811581406db5d7254353208"
            "b6cc4c67a7a5"
        ),
        100: (
            "bac55a3731f7991ff11c0fa33846883583f3cb55392a388b8b84e0e31f8025c8248c408d925ad64fe5ab14"
            "5b4573396d9ea538b73ee17a667e5bf74030e43985fb3bb4f3915e1b5498bb2b6c4e0625122af11657dd21"
            "9973d3171e259c8c8f6c7b0ab832af818dcff4d1622eceef181b78afddb6"
        ),
    },
    "": {
        0: "c0629c6837e47e7cc16bce47623d2a45",
        1: "f4059cb5211e2cab7b60fd32bf8947ee9c",
        15: "8905da733b82a64e77904cdbdbeb0ea559cc6dc489f3465816a1d7cc40b271",
        16: "0989d1ebec7ca40db412acd697288849dccbda892f458179ee42d04bd9e6bff3",
        17: "b2824978095a8d6ce33bdfffcb779bd7743340c27e157575b0c1797f440587f046",
        31: (
            "db41d4602d5ce2703e10b990a0ed3e7384255175140358f8325bb2e3c591951258e0a23d890e1aae5057d8"
            "b22fc5cb"
        ),
        32: (
            "7e97f29196217d625d71774d46437de66df373e81a45da0409e260a98f3c1f9cf0d8d14333af231e6366c7"
            "5170bac0de"
        ),
        33: (
            "97f8c7763dc5193701f800d2b612a1dff7a901f64c33f1f29a501e65acd50df6909c9c65834e0615cbbcb0"
            "aa1686782350"
        ),
        100: (
            "184ebafd2416ae3ecb990e2057f0f00a902fe47eb5eeb8996faba01384196cf6d7a94f72aab2deecf55f53"
            "d5e99a95269e82a5d350e530e6ce8f42b7aa1fde5ea8fbfcaa0089aceefde44527fbcf83a1674a76901e60"
            "05fcd4ba4d2ada33dacdbd6a4ea3ddbea59ac3235657d91af4f7577b8032"
        ),
    },
}

TOPIC_KEY = "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"

# By the length of a payload, which counts up from 0x03: the message without a signature; what
# public-key mode has before it (id) and after it (signature) for the first key of CONVERSIONS.
SIGNER = "a7dcef9aef26202fce82a7c7d6672afb"
MESSAGES = {
    0: (
        "00f15365000000003eba2f15d8358f67eab6db852f455c3f",
        (
            "bb43b262729709a9ba77ccd774fa558da2ad50f2b0ba4ccc28d79db9d90f49330792ecfd6e4c17f0a0fa71"
            "7ff07a61b7f66775ee8106384736ce24d6ea7d1000"
        ),
    ),
    1: (
        "00f1536500000000c8bf415994215f73725d35ee77f1aaf18b",
        (
            "e41eb689a69b4d3aea4da313389e4a17c13d07bb0e748405ebd2763af86d61f623f2f1c8b48078251e9911"
            "33576abf7bab98ad02ac3487d76d5fcea07d54d902"
        ),
    ),
    15: (
        "00f1536500000000755e8ad8f1461192b3f613ceb6d171560a22a50c00aebb322c85469b517e7a",
        (
            "36e956d7bc32a76dc551fe396594bef8b0b5858ed1e548176536a12892a5ae5ce4182962e4a6dc1583e067"
            "fdc01f5e41a9fe39fd2592a8e5c82a56eca71ddb01"
        ),
    ),
    16: (
        "00f15365000000002ff617ac94e985a034d69a66290f402ce1dd49249ea072f4eae70df42025b6b1",
        (
            "780d6a60afc26e720fd5d6d2f864674feaab7a552877777741d1d427066c9e9fec4f5c2f449a0d415ca331"
            "dc29d39bf14122e7d5304af1b4ea59047a1c34cc04"
        ),
    ),
    17: (
        "00f1536500000000eaec39f06ba536161a7dff6066a7b4d13529b479beea9dfaf10d6b9d05d56d88bb",
        (
            "3598b65d9c072615002b639235890d9851c85f6cce56b36cb606e44f72e1d3eeba31f482b573a1fbb23725"
            "75185a427f9703183a5b34e7159346c06ccedd3206"
        ),
    ),
    64: (
        (
            "00f1536500000000ec70d4f9dad05da843070010989baf162d6df4f74eda0f14788a1f01bdea175299f355"
            "88ff74330fd9268dc285f68e3e9e148463983497476e3708f432c482f6e35cedf102e80ffdf4ff25901675"
            "0a15"
        ),
        (
            "e05f2bd96891a5e3f6b80bd7aec6d6a50b7e4da6d16df7244b589299aca7e2628a9431499704ac646ed020"
            "b14e97235830751d85cb13c161eb7420f70582d303"
        ),
    ),
    257: (
        (
            "00f1536500000000fbaa9885778ae7c62da0172050ac1d46a85830d01f678747581d25d8abc494319d27a7"
            "cfe601a860dcf658ee66e5dacfd307930ffe397309b89403ca477198546199457e3e774581577e1b6fe32f"
            "71178db7465db0b9a092727b49ccda4c39394893f8e913da639f4c949cb5659bf8046580a85b78b13c2543"
            "e33ba4dc0c6a2500725882196ea9c0cf150b22c0e3779c7eed11a8b08512cb8f6c083e0f63a90b2e81380f"
            "59249181e46104cfb88176d8be459714cd3f33395ba262e42936657a5eb9cd7a0ebeb612fa60f375d3dedf"
            "ba1a58e9dc35d230a23a93b1cd035968fa4b2c71d6c112ab872f05048fd186362677e34a011ae426737ecb"
            "aba6050e3fe3ba627f53c347acf1db0cf79643cf399161"
        ),
        (
            "e3d7887e9f3c25ba0ddb12f6858766367a252f941a5f64f460e8ca6caaa32a47dd3deca7072f658fc5b85c"
            "5dd3bdc709ce954a75255c93b7a392ac8ba7170708"
        ),
    ),
}

CLIENT_KEY = "1112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30"

# Plain; protected under CLIENT_KEY; protected by C2 for the first key of CONVERSIONS.
COMMANDS = [
    (  # RemoveTopic {"topic": "plant/1/temp"}
        "00e86e3ebae02e21e16837b7c445833f1c",
        "00f15365000000004ce6cf67b5e694da0dec1d86af25b586ad46fe5167bac678c4d3dedfb2a3693184",
        "00f15365000000002d9ac84a965c937ecbbe154ffcd2d76cf4e10bc9e72940ebd19a09eee339b59334",
    ),
    (  # ResetTopics {}
        "01",
        "00f153650000000091ed6c94cc992806766f8d6e84f40fc578",
        "00f1536500000000b8e9ee9bfb6822364c1a52bcb0d66d80d6",
    ),
    (  # SetIDKey
        "0205060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324",
        (
            "00f1536500000000abe35ff5e54d40dd8b63e7fbc90e4908d4574925ec8daa73121348269c6965845428ce"
            "212be3f48c515ef1e27e87aef45d"
        ),
        (
            "00f15365000000005bd1342c7b0ac3bbd67c2a4893a60366b6fa8b8d5653857e73423c89d4e7eee4069e79"
            "efeee8b8457a5906f2ff99ddfbf8"
        ),
    ),
    (  # SetIDKey
        (
            "02bc94228bd57ae16465aaf4d6d13f14bcb6f2575e757e30367be0da8fbaf2a11613e9bb75eae13fb43018"
            "bd032e56437b95339df17e3cec211804e8921e686ee4"
        ),
        (
            "00f15365000000002b0536eb9b75ec89eaa279a16649d471395e36b4d3a8740e486ade2865bbc5f98c2a6a"
            "120eba845bc96d314cb39d42ce331178f8cc9274ddc92d550e8a522901d4217a4cd6c4055d6b24ecae7e68"
            "8e7c74"
        ),
        (
            "00f153650000000098c3443dcabfbab54e2039800f07024513dbdff1d4802b19583d3e527d6836d14b190b"
            "faa203b12bea85595db17bd910b52df58ab52c9932617c5764ab25d5b7caca84bb63a27f006c3c501d0739"
            "70dd94"
        ),
    ),
    (  # SetTopicKey
        (
            "03404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5fe86e3ebae02e21e16837"
            "b7c445833f1c"
        ),
        (
            "00f15365000000005900da3eac69da21d1c0b2e55834c78fb91e4b92e3b9aa1ffee41ef9a376c0b2c07a17"
            "0f59f4f58879e2f1d682b40b6ca1f93a66ef50edfcd333d24452f6ab4479"
        ),
        (
            "00f1536500000000c7cad1c01c30c32aa6ab8b9d4ccb8cb2ffce610f406f245d36e5addce4c1b354a06c5b"
            "508bf0f5886b805570d3e56b8f80d3d627aa794cb3eacd3cd23bbb4338ea"
        ),
    ),
    (  # RemovePubKey {"name": "bob"}
        "04b5d577dc9ce59725e29886632e69ecdf",
        "00f1536500000000356a3f7fc2ea442a03413cef1c6e8a5890971e76b64e7f9f0fa60e3a2b5558a811",
        "00f1536500000000d5347a7a67fecc840d4df70e319ce62afdf0becca2f3f492063982ecc232865947",
    ),
    (  # ResetPubKeys {}
        "05",
        "00f1536500000000058ae1af5f109936a60851a19a4c7ffe48",
        "00f1536500000000344c276f2d3a49d4217dc771f735e59d53",
    ),
    (  # SetPubKey
        (
            "0613e9bb75eae13fb43018bd032e56437b95339df17e3cec211804e8921e686ee4b5d577dc9ce59725e298"
            "86632e69ecdf"
        ),
        (
            "00f15365000000004d40076a709f58a589f3b3963c3a3d71d39157e824b8ffb5eb5a8a03fa8485dd2ffdb3"
            "746e4eadae78b5f3be0db8b877dd7da255fd15053b201fd90be47765c6c2"
        ),
        (
            "00f15365000000002e427c9875c9c4c9a4c5244fcc60b07fa6fb5c5e351cd9c2a5c1ca894d2e20dfecf124"
            "ad56c71389ac02307c065fe27b8b5d2a222f988886086622096cb2615b19"
        ),
    ),
    (  # SetC2Key
        "0707b8c542487686a78301855fcb6d3f6a8a911cd7f1983a9b44dc9dcd22839d23",
        (
            "00f1536500000000ebf9f2ef41099fe64dd12e848c50f07db4c0952c3ef2d182e698461452b2e3d6c2a9c4"
            "4796843edfbc91f4bc8e9b526bf8"
        ),
        (
            "00f1536500000000a0cebc115ee54c5d1255f0c8a93bd735610ff336bc00bd17b7c7baf0d7cd565fc31167"
            "c04402b71ea1a6868e468c0b2020"
        ),
    ),
]
