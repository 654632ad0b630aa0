"""Known-answer figures of Kyber and ML-KEM.

Read ``KYBER["Kyber768"]["rsp"]["file"]`` as: parameter set, procedure, part.  The procedures are
the functions of the same names in _kat_kem.py; every value is lower-case hex.  Commits are those
of ``_figures.PROJECTS``.
"""

# Sources: who publishes a figure.  rsp, tvecs and accumulated were also recomputed with a build of
# pq-crystals/kyber (round3 for Kyber, main for ML-KEM), and all but long runs with kyber-py.
#
#   rsp          SHA-256 of NIST's response file: its first entry ("single": PQClean, liboqs), all
#                of it but the header ("no_header": liboqs), the whole ("file": CIRCL).
#   tvecs        SHA-256 of the first N iterations of pq-crystals/kyber's test_vectors program;
#                10000 is in its SHA256SUMS (branch round3 for Kyber, main for ML-KEM).
KYBER: dict[str, dict[str, dict[str, str]]] = {
    "Kyber512": {
        "rsp": {
            "single": "bb0481d3325d828817900b709d23917cefbc10026fc857f098979451f67bb0ca",
            "no_header": "0435224d77cc89bf77b82aa82af254b62f25d24e18c44dcd0aa9473cde97217a",
            "file": "e9c2bd37133fcb40772f81559f14b1f58dccd1c816701be9ba6214d43baf4547",
        },
        "tvecs": {
            "1": "e40938c72377892d4f1e38fa2cc9a166129371952a3889e779d12840db08c98e",
            "10": "b00cd67c6fc0e7b654a908789dec02c3c1c0f1035fb1e5a1469f8c3b2ee53ff7",
            "100": "910b826fc6b884669742a75fd640c855deae6504086866d5fbbdae354b01c87f",
            "1000": "b97b59f3d8a9a753ed8f72b42ffd41e4a9a96c0d7e3974eb746a5381c83ec221",
            "10000": "6730bb552c22d9d2176ffb5568e48eb30952cf1f065073ec5f9724f6a3c6ea85",
        },
    },
    "Kyber768": {
        "rsp": {
            "single": "89e82a5bf2d4ddb2c6444e10409e6d9ca65dafbca67d1a0db2c9b54920a29172",
            "no_header": "b3a12005fe1ce49f5df510aea6a56bfa4bdc2d3d706afb0361d70dc88188a2a6",
            "file": "a1e122cad3c24bc51622e4c242d8b8acbcd3f618fee4220400605ca8f9ea02c2",
        },
        "tvecs": {
            "1": "39b92064b77729f51c573d85c33908e877418c990149e8e9b55c427de3ba1953",
            "10": "203f38a6d3e2b8d70b6934eb4179f5ced049ddecc1499e3ebf912000be1b56b8",
            "100": "2d7b0f0cf0319a109c91045e2f055d5c0ae457442d2fa1ec1a40717a84ce00a6",
            "1000": "6b110c4d11ee2a3da4526bc4310e4f8d11ebc85175cb1e8fa5ff26e0781fe505",
            "10000": "667c8ca2ca93729c0df6ff24588460bad1bbdbfb64ece0fe8563852a7ff348c6",
        },
    },
    "Kyber1024": {
        "rsp": {
            "single": "5afcf2a568ad32d49b55105b032af1850f03f3888ff9e2a72f4059c58e968f60",
            "no_header": "b72b97eb9270d76f2c7a8a0b03022c81c879af9e247abff52405127d77dd3a46",
            "file": "89248f2f33f7f4f7051729111f3049c409a933ec904aedadf035f30fa5646cd5",
        },
        "tvecs": {
            "1": "6ff975b2d5846b4c4973ad20ae214a611c043ea79440a39e1fce970d0cae153c",
            "10": "48dff7ac231ae115491ae4eb4e1f938d72760d4e31ff5e19d3635f671d30e3a5",
            "100": "d19fed0f6698660ebf0943e6cc40ae395b5d94bdf960fbd5b853d753f0dd91c3",
            "1000": "a751d189bac6adcf2909ffc03b2f5240908511006ca97134b4f8976ce2feedc4",
            "10000": "ff1a854b9b6761a70c65ccae85246fe0596a949e72eae0866a8a2a2d4ea54b10",
        },
    },
}

# Sources, as above, and:
#
#   rsp split    Not published, a diagnosis: what comes of drawing d and z by two calls.
#   rsp draft    Not FIPS 203, a diagnosis: the 2023 draft, without the byte k in key generation
#                (own computation, an older CIRCL).  Kyber's key generation, ML-KEM's encapsulation.
#   mlkem-native SHA-256 of 100 rounds: kat-sha256 in mlkem-native's META.yml.
#   accumulated  SHAKE128 over N rounds.  with_dk: CCTV's procedure under final FIPS 203.
#                without_dk: the test of Go's crypto/mlkem (768: 100, 10000, 1000000).
#                draft: CCTV's README (10000, 1000000), which is still of the 2023 draft; and a
#                build of pq-crystals/kyber at the parent of 3c874cd.
ML_KEM: dict[str, dict[str, dict[str, str]]] = {
    "ML-KEM-512": {
        "rsp": {
            "single": "c70041a761e01cd6426fa60e9fd6a4412c2be817386c8d0f3334898082512782",
            "no_header": "74b470e797cbdbd589a31d387d36c72aad5033446ab5159bf4014c24652b1173",
            "file": "a30184edee53b3b009356e1e31d7f9e93ce82550e3c622d7192e387b0cc84f2e",
        },
        "rsp split": {
            "single": "b7be289c60fe58485fcc8fe57848e065a72d63bbb6effe88f75bbe4844b0429d",
            "no_header": "fe4e4251d6d0480f1737fed7d4778205029207513c47b556015cba60bfeafe8c",
            "file": "f9c709d1c2e18815f73a20fe4ea70c93a60d4f39f713a709871035dbf62aa929",
        },
        "rsp draft": {
            "single": "76aae1fa3f8367522700b22da635a5bc4ced4298edb0eb9947aa3ba60d62676f",
            "no_header": "03041d19a70df3695891e45f78a7b040cace4f065750f9e743265a4cd28f3063",
            "file": "4b88ac7643ff60209af1175e025f354272e88df827a0ce1c056e403629b88e04",
        },
        "tvecs": {
            "1": "27a1714b3f879723ba775ce4bc5e9eb4dc9169ab5f7d472af8989512bfa36e77",
            "10": "7fea20de3227377dcab2d002ca76f25ca24763c829ed022157a20cf3dc6a84de",
            "100": "2f4a639414e52e9b9e088f32f02e9f4b5fd5e9e96bd7cd89099768fcd2fd82ee",
            "1000": "81d71f28c471e7fee9fcae4db6f2777a64c8d2c0084715b13feb79b410eaa5df",
            "10000": "4d34994299a8f8dcb36c550951a00f6e16918d6d5b6f280ee2aa12a7bf8375a0",
        },
        "mlkem-native": {
            "100": "0a2d61707a68c0cac7b2a5005def19994e4e2a25cf8dc512b1254cbaa25473c0",
        },
        "accumulated with_dk": {
            "100": "449120c6e320ef3e9fbfa2316e5f2d2e1e6dd37d8ff5d086d5d2db7d42aff0a1",
            "1000": "9144b1054d29546b0f7fdd2e48dbb6d68c573dd468845c5e97eb2dba77a8f1e9",
            "10000": "705dcffc87f4e67e35a09dcaa31772e86f3341bd3ccf1e78a5fef99ae6a35a13",
            "1000000": "21dd330d4355f2ae2876b9fa2b9de62ecaf76aca1d598de8db2b467d36e36a6a",
        },
        "accumulated without_dk": {
            "100": "86b1b4703b8ffef6f7f3290c6dbce4ad954498a0673ded401a94828e8c519a59",
            "1000": "1f52919e618f26d802b33dacdc8e0a18005e5e40ebbd473e85faf97f599a2b05",
            "10000": "e0112db334d4240ca6feed5b0beab1318925edd4ff7d840c2ebe6d61971fc14c",
            "1000000": "a3e16deb5dc7fb037a72f0642975a220270bc2adc80718fb97f7de91c3caa6f1",
        },
        "accumulated draft": {
            "100": "d4b6b7b2548ebba0a547c73948b732771633632a39ce8ea7b93ddc862295ee6e",
            "1000": "22c98a4aef820c4cfbbaa699601ee38be5203db4797ebf8afaa33756305ffab2",
            "10000": "845913ea5a308b803c764a9ed8e9d814ca1fd9c82ba43c7b1e64b79c7a6ec8e4",
            "1000000": "578eeaa1156848cbf7a15bafef963b4ccabe3308ddfb7dbdd20ad965f634e81d",
        },
    },
    "ML-KEM-768": {
        "rsp": {
            "single": "5352539586b6c3df58be6158a6250aeff402bd73060b0a3de68850ac074c17c3",
            "no_header": "e5d6911117c708d8342702db222f66bef5ac5b0314fb8bc36eb22a536c9b34fb",
            "file": "729367b590637f4a93c68d5e4a4d2e2b4454842a52c9eec503e3a0d24cb66471",
        },
        "rsp split": {
            "single": "858ead4f4c6aab7f9968c59e6e83649c1a3c11ec3ea1dbe5289bba2417f86944",
            "no_header": "73959ff6ed32979d0a2d65313c33a300e04c7555cac31a4ac278cc9281a42a6e",
            "file": "054d1c37a0f29ae5ccd505dded201cfdf359a3b6ce5e32a140c1608a5065a037",
        },
        "rsp draft": {
            "single": "c7e76b4b30c786b5b70c152a446e7832c1cb42b3816ec048dbeaf7041211b310",
            "no_header": "00f8b3a8059da63d0dc5c7767c3846033fceee14e6abd9f7aa96543b981a5cc1",
            "file": "21b4a1e1ea34a13c26a9da5eeb9325afb5ca11596ca6f3704c3f2637e3ea7524",
        },
        "tvecs": {
            "1": "91c4931a35f6fd27835c5260c79bf7aae49385435d60cfc47fcb1dd8b7bb2d94",
            "10": "36bd4cc6959d6c28d91b79e43e59e3c71796326d227abedd94aff5af7119fba9",
            "100": "cd6773a186ae04185564a24a8d96eeaeaeec1ffa51f4853e8f0c352bcbfd996a",
            "1000": "af77d6ccab8d5b86d23fefcb72a139e5bdc0f8e76a05f1facdd34e9e2b49be8d",
            "10000": "b59ac4d2b429b1f8c3b8a5542fb638179da2fd8b1212891d2f976e70e219fed1",
        },
        "mlkem-native": {
            "100": "8cff42556667edbd0fec7d0b2666d7710d80db71b684f8b4852a37ece2a4c844",
        },
        "accumulated with_dk": {
            "100": "8d65b902f28edc683cebee2872962fd165a4d197c9e24ec74caa4470270df0b7",
            "1000": "5706194c22e3e0977b570e636de7364abce0609b341433cc4eb48062080b7c76",
            "10000": "f959d18d3d1180121433bf0e05f11e7908cf9d03edc150b2b07cb90bef5bc1c1",
            "1000000": "3b108396a277f2952ff3243a985c9709bcb95788c39b7b36a2c4e19d1a41e51e",
        },
        "accumulated without_dk": {
            "100": "1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415",
            "1000": "78d7c03e462a9b629602564d7a25a61fe1082beaea54b3b6d13d3d7bea50b43d",
            "10000": "8a518cc63da366322a8e7a818c7a0d63483cb3528d34a4cf42f35d5ad73f22fc",
            "1000000": "424bf8f0e8ae99b78d788a6e2e8e9cdaf9773fc0c08a6f433507cb559edfd0f0",
        },
        "accumulated draft": {
            "100": "8d0c478ead6037897a0da6be21e5399545babf5fc6dd10c061c99b7dee2bf0dc",
            "1000": "86a9e9221b7be2f5e7807d68fd034b3c3015a9c6b3a2d06a195a8fdc0036d3f4",
            "10000": "f7db260e1137a742e05fe0db9525012812b004d29040a5b606aad3d134b548d3",
            "1000000": "70090cc5842aad0ec43d5042c783fae9bc320c047b5dafcb6e134821db02384d",
        },
    },
    "ML-KEM-1024": {
        "rsp": {
            "single": "f580d851e5fb27e6876e5e203fa18be4cdbfd49e05d48fec3d3992c8f43a13e6",
            "no_header": "81d1ae0468f62154885b6f2a293c0eb48f9339645357a88bbbc186c57ab0ace0",
            "file": "3fba7327d0320cb6134badf2a1bcb963a5b3c0026c7dece8f00d6a6155e47b33",
        },
        "rsp split": {
            "single": "a3210d61d30485959154e17e93f9d183a3d13892f126324f60fca88d50900f4c",
            "no_header": "f574718488888631e9082be4a502d0bea6e010a850a98b6a7d8927024d9929e0",
            "file": "aef8f9aa0264f4eba28b2f8a2919837d7f4e6a969150e4dca3045ed6ff28617d",
        },
        "rsp draft": {
            "single": "03d6494b74c45d010e61b0328c1ab318c4df3b7f9dbd04d0e35b3468848584b7",
            "no_header": "2a655868dcbb4d3f901b2eea4b7be06c7c218796a39701ad76612e5307354d63",
            "file": "6471398b0a728ee1ef39e93bb89b526fbf59587a3662edadbcfc6c88a512cd71",
        },
        "tvecs": {
            "1": "f73f3dc3fd4745c6dc6cc479620d523bd00314502dffdf17edebaa26142ec2eb",
            "10": "72c841df0ee047092e4322eca3805b557fad6365025f43771badb4b94e5a0ea6",
            "100": "4f987bd7ca97c3542f81584b2f4f10eac93753ad0b1d9b629cdda1a5ae912ccb",
            "1000": "1e8c1e292370e101492a239b2a887f40de89c5b6ec764f0220ae3bfce51228a9",
            "10000": "3f577090c7cb7a345ce0417a2a2353153a9f1b8d79f8d927cb6a7b4ec17fd2a1",
        },
        "mlkem-native": {
            "100": "f9c6e424f4593cca818493cfe2424178ed0caa2a3945dc1a57cbb5d99e18ad2d",
        },
        "accumulated with_dk": {
            "100": "c3ffe9ebecfa479c142656cbfbc6417efa05b77e994fe538eef4daed166363df",
            "1000": "df23d235ef494a38b2de2deda2704bb1312dd88ef6987ec4fc6f08fe5963ed7f",
            "10000": "e3bf82b013307b2e9d47dde791ff6dfc82e694e6382404abdb948b908b75bad5",
            "1000000": "6377c4f0ecfdb32e63f7b58227960828784fe0b3e0e5e5e9f77be300f003512a",
        },
        "accumulated without_dk": {
            "100": "800018fec3e2723f73f1d657fe239b4d5d8782efaade297e8cd448e54cc2ac00",
            "1000": "070478698bfcade6270900c5b7249235ac3873ef2ab94913e059b3913ee809cb",
            "10000": "f1a3925c9cf8538bb104c56efb2f5ecb74cc3df25087460b73f6c873e96bcb6a",
            "1000000": "2254e1f80327f405dd4c8c35ab3234c66c4b7b66360324b06caea551235ceab2",
        },
        "accumulated draft": {
            "100": "745f4c5895851d576e77943891a2b7528e32c5268a227914d4b509e2c9903bc9",
            "1000": "d85ec3b14e34e1eaab74033600ea4442d6ef60a44fc3fde15536773d89508353",
            "10000": "47ac888fe61544efc0518f46094b4f8a600965fc89822acb06dc7169d24f3543",
            "1000000": "7ccc6d803739d3db3c5ce39c7130f459db32a199c6605e3be210e5a89d4c4b95",
        },
    },
}
