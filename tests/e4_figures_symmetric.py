"""Figures of E4 in symmetric-key mode: what the Go library e4go (384ed8a) takes and refuses.

Each case starts from the same file.
"""

NOW = 1795334293
TOPIC = "plant/1/temp"
CONTROL = "e4/a7dcef9aef26202fce82a7c7d6672afb"

# Without the newline at its end.
STORE = (
    '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{"886ffa99d19ecad7c75f7c42a305d94d":"KCkq'
    'KywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkeVoAJrAAAAAA==","e86e3ebae02e21e16837b7c445833f1'
    'c":"UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm8="},"Key":{"keyType":0,"keyData":{"Key"'
    ':"ERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzA="}},"ReceivingTopic":"e4/a7dcef9aef26202'
    'fce82a7c7d6672afb"}'
)

# Case: topic, data, and the outcome: the payload, the error, or the file afterwards.
CASES = {
    "current key": (
        TOPIC,
        "95a0026b00000000b1042971a51326f619acc9eed923c57554b3dd6fc89e31",
        bytes.fromhex("7061796c6f6164"),
    ),
    "previous key": (
        TOPIC,
        "95a0026b000000004b0ab354249d143347470f08884462ce788ab35db2ba1b",
        bytes.fromhex("7061796c6f6164"),
    ),
    "unknown key": (
        TOPIC,
        "95a0026b00000000a4ff7f00a8364577221cc4428394b8aa6a4e1c4ee9be75",
        "NotAuthentic",
    ),
    "590 s old": (
        TOPIC,
        "479e026b00000000dad385b3ddc82fa00745db797205c264bb4cb381d456d2",
        bytes.fromhex("7061796c6f6164"),
    ),
    "610 s old": (
        TOPIC,
        "339e026b00000000bc51bd3b75ccd061afc826105985e6edfd3b729ef3e1be",
        "TimestampTooOld",
    ),
    "10 s ahead": (
        TOPIC,
        "9fa0026b0000000029f2440e75022a49c3b0a93257427a9e1d980c62897a14",
        "TimestampInFuture",
    ),
    "other topic": (
        "plant/1/tempx",
        "95a0026b00000000b1042971a51326f619acc9eed923c57554b3dd6fc89e31",
        "TopicKeyMissing",
    ),
    "empty payload": (
        TOPIC,
        "95a0026b00000000881349dd759cc783485b74531cb2ebb2",
        "TooShortCiphertext",
    ),
    "too short": (
        TOPIC,
        "95a0026b00000000b1042971a51326f619acc9eed923c575",
        "TooShortCiphertext",
    ),
    "flip in ciphertext": (
        TOPIC,
        "95a0026b00000000b1042971a51326f619acc9eed923c57554b3dc6fc89e31",
        "NotAuthentic",
    ),
    "flip in last byte": (
        TOPIC,
        "95a0026b00000000b1042971a51326f619acc9eed923c57554b3dd6fc89e30",
        "NotAuthentic",
    ),
    "command ResetTopics 590 s old": (
        CONTROL,
        "479e026b00000000636925b067bec5c5099725f31a588ea927",
        (
            '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{},"Key":{"keyType":0,"keyData":{"Key":"E'
            'RITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzA="}},"ReceivingTopic":"e4/a7dcef9aef26202fce'
            '82a7c7d6672afb"}'
        ),
    ),
    "command 610 s old": (
        CONTROL,
        "339e026b000000008ee1a0509fda334b094844f6c3ca72fd34",
        "TimestampTooOld",
    ),
    "command ahead": (
        CONTROL,
        "9fa0026b00000000b917fe46f9fe5a7c2c4cc710dd513922e8",
        "TimestampInFuture",
    ),
    "command, wrong length": (
        CONTROL,
        "95a0026b000000004f260c8a08210b6b12c64144f2ecf491d3f1",
        "InvalidCommand",
    ),
    "command, unknown": (
        CONTROL,
        "95a0026b00000000fd866d8f73520f6f4f0fafa8d8ff2f95ee",
        "InvalidCommand",
    ),
    "command, empty": (
        CONTROL,
        "95a0026b000000005c47b4fbacb4810232b564d8c327ad2a",
        "TooShortCiphertext",
    ),
    "command SetTopicKey": (
        CONTROL,
        (
            "95a0026b0000000064b918bd3b324e9f834d8ded83dde40b4d4f8f834cf4a2831611c8f17154c7774b4d81"
            "90bb9579b0c7670ca7b9d8725f38257159b52e7db6e3fa2a5c1dc84ae57c"
        ),
        (
            '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{"886ffa99d19ecad7c75f7c42a305d94d":"KCkq'
            'KywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkeVoAJrAAAAAA==","94f41cc85905ef0fbddfaaec9dff471'
            'e":"CQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJyg=","e86e3ebae02e21e16837b7c445833f1c":"'
            'UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm8="},"Key":{"keyType":0,"keyData":{"Key":"ER'
            'ITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzA="}},"ReceivingTopic":"e4/a7dcef9aef26202fce8'
            '2a7c7d6672afb"}'
        ),
    ),
    "command SetPubKey": (
        CONTROL,
        (
            "95a0026b000000001f2a1f47765c6d29dee4c993f358c046a0831fc183ac8cd75b32786c272c74bdfcf623"
            "929e67b8ed0a8ea3ed1790153514b22fb7c5bdb32fbc0f53feb51767fb5b"
        ),
        "UnsupportedCommand",
    ),
    "command RemovePubKey unknown": (
        CONTROL,
        "95a0026b00000000ba78f480d8962c943f5e1c443d0e1cbac082c3fb3f650fcfb6d03f7c3fe16a6769",
        "UnsupportedCommand",
    ),
    "command SetIDKey 32": (
        CONTROL,
        (
            "95a0026b000000002d65a10422aa671729a045ee9f0aee92c6780130a50a2bcb212d6864099ddf25bf97ac"
            "2126d8e704721786c83fa04d4fef"
        ),
        (
            '{"ID":"p9zvmu8mIC/OgqfH1mcq+w==","TopicKeys":{"886ffa99d19ecad7c75f7c42a305d94d":"KCkq'
            'KywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkeVoAJrAAAAAA==","e86e3ebae02e21e16837b7c445833f1'
            'c":"UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm8="},"Key":{"keyType":0,"keyData":{"Key"'
            ':"BQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQ="}},"ReceivingTopic":"e4/a7dcef9aef26202'
            'fce82a7c7d6672afb"}'
        ),
    ),
    "command SetIDKey 64": (
        CONTROL,
        (
            "95a0026b000000006c192e823a8934393d5b08c6c8e49c0fb4cdc58cad80c83bb67f5473fd0edf75875b4e"
            "3b47f1f3ac40874bd6f2f802ffc51f408b1477471e9894df4592bc38c7acf3c475c5f2e65fd6aad7f6bcc9"
            "3790f9"
        ),
        "InvalidKeyMaterial",
    ),
    "command SetC2Key": (
        CONTROL,
        (
            "95a0026b00000000671b1b6ea6e4e88dcc1ba6d5829d88f269ee11c28f03bf6afdfd54656a595176ca5a88"
            "7bb8a467d4ee25d483d9ec5cb675"
        ),
        "UnsupportedCommand",
    ),
    "message bytes on the control topic": (
        CONTROL,
        "95a0026b00000000b1042971a51326f619acc9eed923c57554b3dd6fc89e31",
        "NotAuthentic",
    ),
    "command bytes on the message topic": (
        TOPIC,
        "95a0026b000000003d74c3057117e6104efc18990cc740434e",
        "NotAuthentic",
    ),
}
