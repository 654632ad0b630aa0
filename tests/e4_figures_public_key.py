"""Figures of E4 in public-key mode: what the Go library e4go (384ed8a) takes and refuses.

Each case starts from the same file.
"""

NOW = 1795334293
TOPIC = "plant/1/temp"
CONTROL = "e4/a7dcef9aef26202fce82a7c7d6672afb"

# Without the newline at its end.
STORE = (
    '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{"886ffa99d19ecad7c75f7c42a305d94d":"KCkq'
    'KywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkeVoAJrAAAAAA==","e86e3ebae02e21e16837b7c445833f1'
    'c":"UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm8="},"Key":{"keyType":1,"keyData":{"Priv'
    'ateKey":"dWsLjUHsYwxVw8Iz/EzLhRD3a0mIOBacuedx/kze+CZeHI/x/mOPgzqtB8cwN3QSn1vU27kzfpmD8'
    'dXyhnbPSw==","SignerID":"p9zvmu8mIC/OgqfH1mcq+w==","C2PubKey":"B7jFQkh2hqeDAYVfy20/aoq'
    'RHNfxmDqbRNydzSKDnSM=","PubKeys":{"b5d577dc9ce59725e29886632e69ecdf":"E+m7derhP7QwGL0D'
    'LlZDe5UznfF+POwhGATokh5obuQ="}}},"ReceivingTopic":"e4/a7dcef9aef26202fce82a7c7d6672afb'
    '"}'
)

# Case: topic, data, and the outcome: the payload, the error, or the file afterwards.
CASES = {
    "current key": (
        TOPIC,
        (
            "95a0026b00000000b5d577dc9ce59725e29886632e69ecdfb1042971a51326f619acc9eed923c57554b3dd"
            "6fc89e31db49073f962a3707d52051494209068af56d7452a33cbf9ff1ea61c3cf6f7d9a56f94413c021ee"
            "540228e9873e817e78c440855f560ae2b69eefe2984796b00e"
        ),
        bytes.fromhex("7061796c6f6164"),
    ),
    "previous key": (
        TOPIC,
        (
            "95a0026b00000000b5d577dc9ce59725e29886632e69ecdf4b0ab354249d143347470f08884462ce788ab3"
            "5db2ba1b875461540eec20f3a5371e111c26220f88353d0cf0b1787590aa1916283753089dbd54d7e3a69a"
            "9cca51b7464c1fbbf69d4c52bbc37398a7dc4ba7da855a5b02"
        ),
        bytes.fromhex("7061796c6f6164"),
    ),
    "unknown key": (
        TOPIC,
        (
            "95a0026b00000000b5d577dc9ce59725e29886632e69ecdfa4ff7f00a8364577221cc4428394b8aa6a4e1c"
            "4ee9be756b5ae9d379eef48be9435b53bc76381f4abbada5f8edd0e28d0b2e7c56e842eb8dc612b93b55ca"
            "f2e064620007a24a6df65e8ce31310e31f11649f73c338f30f"
        ),
        "NotAuthentic",
    ),
    "590 s old": (
        TOPIC,
        (
            "479e026b00000000b5d577dc9ce59725e29886632e69ecdfdad385b3ddc82fa00745db797205c264bb4cb3"
            "81d456d2ffd9d7123a7b1f80310768b93b7db1b99268982d4cdf9aac8959c11e93940560865021f8159ee1"
            "a8ff09dfd19e725770889523bf99a30511fe5654dc6200e30c"
        ),
        bytes.fromhex("7061796c6f6164"),
    ),
    "610 s old": (
        TOPIC,
        (
            "339e026b00000000b5d577dc9ce59725e29886632e69ecdfbc51bd3b75ccd061afc826105985e6edfd3b72"
            "9ef3e1bedab65f24ec15d9a3a980c54fd3c0ef4eea6e2b7e8a67bde0d9cbe2d3b5bb6ff248926d560b4a62"
            "9aeebfdf7a822c28211d61c3e4f803bf5ab063ba2b84366303"
        ),
        "TimestampTooOld",
    ),
    "10 s ahead": (
        TOPIC,
        (
            "9fa0026b00000000b5d577dc9ce59725e29886632e69ecdf29f2440e75022a49c3b0a93257427a9e1d980c"
            "62897a14d047d5f26674057451761806ef5f7cf68f4f9b768172fbea6b45c4777a6c628fe1915baf54e2b8"
            "9f712d94fc83e6efad900e9c832ce121da0a67b78584ea1409"
        ),
        "TimestampInFuture",
    ),
    "other topic": (
        "plant/1/tempx",
        (
            "95a0026b00000000b5d577dc9ce59725e29886632e69ecdfb1042971a51326f619acc9eed923c57554b3dd"
            "6fc89e31db49073f962a3707d52051494209068af56d7452a33cbf9ff1ea61c3cf6f7d9a56f94413c021ee"
            "540228e9873e817e78c440855f560ae2b69eefe2984796b00e"
        ),
        "TopicKeyMissing",
    ),
    "empty payload": (
        TOPIC,
        (
            "95a0026b00000000b5d577dc9ce59725e29886632e69ecdf881349dd759cc783485b74531cb2ebb2916b41"
            "bce46c7e570b92e8499f6d4b0080bf24e59160b28d696f554a745f91c4604daa59c95a25251229ae0b462f"
            "c400699c28e778ff144b96e3f1ed02fe140d"
        ),
        bytes.fromhex(""),
    ),
    "too short": (
        TOPIC,
        "95a0026b00000000b5d577dc9ce59725e29886632e69ecdf",
        "InvalidProtectedLength",
    ),
    "flip in ciphertext": (
        TOPIC,
        (
            "95a0026b00000000b5d577dc9ce59725e29886632e69ecdfb1042871a51326f619acc9eed923c57554b3dd"
            "6fc89e31db49073f962a3707d52051494209068af56d7452a33cbf9ff1ea61c3cf6f7d9a56f94413c021ee"
            "540228e9873e817e78c440855f560ae2b69eefe2984796b00e"
        ),
        "InvalidSignature",
    ),
    "flip in last byte": (
        TOPIC,
        (
            "95a0026b00000000b5d577dc9ce59725e29886632e69ecdfb1042971a51326f619acc9eed923c57554b3dd"
            "6fc89e31db49073f962a3707d52051494209068af56d7452a33cbf9ff1ea61c3cf6f7d9a56f94413c021ee"
            "540228e9873e817e78c440855f560ae2b69eefe2984796b00f"
        ),
        "InvalidSignature",
    ),
    "command ResetTopics 590 s old": (
        CONTROL,
        "479e026b0000000010b2c9987cafca515e3aeede2117491454",
        (
            '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{},"Key":{"keyType":1,"keyData":{"Private'
            'Key":"dWsLjUHsYwxVw8Iz/EzLhRD3a0mIOBacuedx/kze+CZeHI/x/mOPgzqtB8cwN3QSn1vU27kzfpmD8dXy'
            'hnbPSw==","SignerID":"p9zvmu8mIC/OgqfH1mcq+w==","C2PubKey":"B7jFQkh2hqeDAYVfy20/aoqRHN'
            'fxmDqbRNydzSKDnSM=","PubKeys":{"b5d577dc9ce59725e29886632e69ecdf":"E+m7derhP7QwGL0DLlZ'
            'De5UznfF+POwhGATokh5obuQ="}}},"ReceivingTopic":"e4/a7dcef9aef26202fce82a7c7d6672afb"}'
        ),
    ),
    "command 610 s old": (
        CONTROL,
        "339e026b000000003dc1a3c7303e69074eccb8f2c347fc215b",
        "TimestampTooOld",
    ),
    "command ahead": (
        CONTROL,
        "9fa0026b00000000246a4441e133b36d388ae1f22285eea077",
        "TimestampInFuture",
    ),
    "command, wrong length": (
        CONTROL,
        "95a0026b000000009b9dd612fc3029ab851e497ffcbbdb2ccf58",
        "InvalidCommand",
    ),
    "command, unknown": (
        CONTROL,
        "95a0026b000000006b74fab251a26a832825180c5ddc5655a5",
        "InvalidCommand",
    ),
    "command, empty": (
        CONTROL,
        "95a0026b000000005b4436ce9d5a8f31968d04c2052facc5",
        "TooShortCiphertext",
    ),
    "command SetTopicKey": (
        CONTROL,
        (
            "95a0026b0000000049c43b30bf39648b5fd2e3fadfb8f0e6b3f5df61b22d47a7f0e7db60963da2e3572560"
            "c6f0d7f9bd54c247a472acd256c46f134bf35cd8eaa8e0d38b8052b819a3"
        ),
        (
            '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{"886ffa99d19ecad7c75f7c42a305d94d":"KCkq'
            'KywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkeVoAJrAAAAAA==","94f41cc85905ef0fbddfaaec9dff471'
            'e":"CQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJyg=","e86e3ebae02e21e16837b7c445833f1c":"'
            'UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm8="},"Key":{"keyType":1,"keyData":{"PrivateK'
            'ey":"dWsLjUHsYwxVw8Iz/EzLhRD3a0mIOBacuedx/kze+CZeHI/x/mOPgzqtB8cwN3QSn1vU27kzfpmD8dXyh'
            'nbPSw==","SignerID":"p9zvmu8mIC/OgqfH1mcq+w==","C2PubKey":"B7jFQkh2hqeDAYVfy20/aoqRHNf'
            'xmDqbRNydzSKDnSM=","PubKeys":{"b5d577dc9ce59725e29886632e69ecdf":"E+m7derhP7QwGL0DLlZD'
            'e5UznfF+POwhGATokh5obuQ="}}},"ReceivingTopic":"e4/a7dcef9aef26202fce82a7c7d6672afb"}'
        ),
    ),
    "command SetPubKey": (
        CONTROL,
        (
            "95a0026b00000000945bd2215b544ae364ce57f4d3c825ae4b75eaaa18f55c45566bd656ae37b76a1d6e94"
            "b8d1cc2e406c573fb475cf69a6386bf2d228e7ca41785668e56c820d0f3d"
        ),
        (
            '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{"886ffa99d19ecad7c75f7c42a305d94d":"KCkq'
            'KywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkeVoAJrAAAAAA==","e86e3ebae02e21e16837b7c445833f1'
            'c":"UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm8="},"Key":{"keyType":1,"keyData":{"Priv'
            'ateKey":"dWsLjUHsYwxVw8Iz/EzLhRD3a0mIOBacuedx/kze+CZeHI/x/mOPgzqtB8cwN3QSn1vU27kzfpmD8'
            'dXyhnbPSw==","SignerID":"p9zvmu8mIC/OgqfH1mcq+w==","C2PubKey":"B7jFQkh2hqeDAYVfy20/aoq'
            'RHNfxmDqbRNydzSKDnSM=","PubKeys":{"9255386a0faee0205777b798ba4fc6c4":"R9Ig98nDGAIc/QHU'
            '5FkKB4mQyNUcqer6xPR1Zlovy/U=","b5d577dc9ce59725e29886632e69ecdf":"E+m7derhP7QwGL0DLlZD'
            'e5UznfF+POwhGATokh5obuQ="}}},"ReceivingTopic":"e4/a7dcef9aef26202fce82a7c7d6672afb"}'
        ),
    ),
    "command RemovePubKey unknown": (
        CONTROL,
        "95a0026b0000000005bb33e0c88cbe9662d55c5a464b336e97e23a211a6e84d7ef59680c4a6972278a",
        "SignerKeyMissing",
    ),
    "command SetIDKey 32": (
        CONTROL,
        (
            "95a0026b000000007533809d61b3873c21a1ba6857fcf52808161ff22147945ecf824838ff773322eaa91a"
            "8413a8dd3ad20df918738e485b0c"
        ),
        "InvalidKeyMaterial",
    ),
    "command SetIDKey 64": (
        CONTROL,
        (
            "95a0026b0000000075df64debddde72c3dc8b5f2eb9ca0244efc6e0543701f0f3d5af331424b88e56a8bf9"
            "28b12b75c160f057ddb10838c300393d6a9c89b47dc30a6201aeaaef0a4affcf0919a9479df195b649f67f"
            "58f6ea"
        ),
        (
            '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{"886ffa99d19ecad7c75f7c42a305d94d":"KCkq'
            'KywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkeVoAJrAAAAAA==","e86e3ebae02e21e16837b7c445833f1'
            'c":"UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm8="},"Key":{"keyType":1,"keyData":{"Priv'
            'ateKey":"BcAGFopDyIWOraHz+1dxsmHkN/yjfVaHKgJLUvvIq49H0iD3ycMYAhz9AdTkWQoHiZDI1Ryp6vrE9'
            'HVmWi/L9Q==","SignerID":"p9zvmu8mIC/OgqfH1mcq+w==","C2PubKey":"B7jFQkh2hqeDAYVfy20/aoq'
            'RHNfxmDqbRNydzSKDnSM=","PubKeys":{"b5d577dc9ce59725e29886632e69ecdf":"E+m7derhP7QwGL0D'
            'LlZDe5UznfF+POwhGATokh5obuQ="}}},"ReceivingTopic":"e4/a7dcef9aef26202fce82a7c7d6672afb'
            '"}'
        ),
    ),
    "command SetC2Key": (
        CONTROL,
        (
            "95a0026b00000000db13db3470a6bb65cf817f001dde655dbd11dcaa1968bc8b8464b75256041239887fe3"
            "3d28fa265ff729be4fad01d490d1"
        ),
        (
            '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{"886ffa99d19ecad7c75f7c42a305d94d":"KCkq'
            'KywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkeVoAJrAAAAAA==","e86e3ebae02e21e16837b7c445833f1'
            'c":"UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm8="},"Key":{"keyType":1,"keyData":{"Priv'
            'ateKey":"dWsLjUHsYwxVw8Iz/EzLhRD3a0mIOBacuedx/kze+CZeHI/x/mOPgzqtB8cwN3QSn1vU27kzfpmD8'
            'dXyhnbPSw==","SignerID":"p9zvmu8mIC/OgqfH1mcq+w==","C2PubKey":"iPdQZNB08/wCyBwSw7rTAET'
            '5KidcvhELeBdkV5XTjF4=","PubKeys":{"b5d577dc9ce59725e29886632e69ecdf":"E+m7derhP7QwGL0D'
            'LlZDe5UznfF+POwhGATokh5obuQ="}}},"ReceivingTopic":"e4/a7dcef9aef26202fce82a7c7d6672afb'
            '"}'
        ),
    ),
    "message bytes on the control topic": (
        CONTROL,
        (
            "95a0026b00000000b5d577dc9ce59725e29886632e69ecdfb1042971a51326f619acc9eed923c57554b3dd"
            "6fc89e31db49073f962a3707d52051494209068af56d7452a33cbf9ff1ea61c3cf6f7d9a56f94413c021ee"
            "540228e9873e817e78c440855f560ae2b69eefe2984796b00e"
        ),
        "NotAuthentic",
    ),
    "command bytes on the message topic": (
        TOPIC,
        "95a0026b00000000d29bfe8bee1a6b7c782bc03acf34800668",
        "InvalidProtectedLength",
    ),
    "signer not known": (
        TOPIC,
        (
            "95a0026b000000009255386a0faee0205777b798ba4fc6c4b1042971a51326f619acc9eed923c57554b3dd"
            "6fc89e3129cba01d37d06d29b995f9b60412970c324fcf0f3340ba4085829c00738218b94bd059a3376dc4"
            "9f280bc4c5e0d94eb959d99a4bd663a743b42fc16308f2fb0c"
        ),
        "SignerKeyMissing",
    ),
    "id not the signer's": (
        TOPIC,
        (
            "95a0026b00000000b5d577dc9ce59725e29886632e69ecdfb1042971a51326f619acc9eed923c57554b3dd"
            "6fc89e315db8cc1b7bdae9ec45dcfa0642e5e20ba5f579eafe6af80e7c0f361eeb77873c7f55eadf5c55ec"
            "e53ddd2fa19555dba04485c6a936e7b50903bfd40b039bcc06"
        ),
        "InvalidSignature",
    ),
}
