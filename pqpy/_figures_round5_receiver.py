"""Known-answer figures of Round5: what decapsulation makes of ciphertexts that were changed.

NIST's response files hardly test it: error correction, rounding, the comparison of v and of padding
could all be wrong without a digest of theirs changing.  Made for this project with one
implementation of the specification, and confirmed by another.  Read as those of _figures_round5.py.
"""

# What the names of a figure mean is in _kat_round5.receiver_ciphertexts.
#
#   receiver  SHA-256 of the shared secrets of all these ciphertexts under the first key of the
#             response file, one after the other; and of the messages that they carry, which
#             implicit rejection hides.
#   encaps    Encapsulation to the public key SHAKE256("pk " + name), with the first bytes of NIST's
#             generator: SHA-256 of the ciphertext; the shared secret.
#   rejected  Shared secrets of the first ciphertext of the response file with a byte changed: "last
#             ^ 80" has the top bit of the last byte turned over.  They follow the rule of the
#             published specification; the software of its authors does something else there.
RECEIVER: dict[str, dict[str, dict[str, str]]] = {
    "R5ND_1CPA_0d": {
        "receiver": {
            "secrets": "abd44b5b744a006025058b714c795d175bffcdde86cf5575443b53efa71980ca",
            "messages": "7ce236efd1c96673e554e1e88679065bca586cd2eb06fddf0ea21765fc0ad651",
        },
        "encaps": {
            "ciphertext": "d368252476b4eaeb8770b32455568394f95f3a4654f731353b0c075f76dfdf3f",
            "secret": "3116fa5c7956d5b535f338a13e055f7b",
        },
    },
    "R5ND_3CPA_0d": {
        "receiver": {
            "secrets": "05265caafdb6c566178d0f180b3ba6fb13ed4efed34fcf45a6771b3d71d53c07",
            "messages": "ab65ea06f38c1ad0697e494f31a1ef669e401042eb3b8aee1c56d9df2acd6a56",
        },
        "encaps": {
            "ciphertext": "6a59d898029ed5d9ddbd0eab732f5dc0ae311ccb86d9bbe1988ca7cba09ebc2a",
            "secret": "c9b37067aedd601b5f4f9000d0c2039a60de812e1d798edb",
        },
    },
    "R5ND_5CPA_0d": {
        "receiver": {
            "secrets": "9aa0acff74b6d8a9321e868e9ce00f02f8d12c00d9fe122e87cdd29ebb4e6b21",
            "messages": "6c147339137e4d4e554b919433ed890061748a4eed7431e8962da6a2ae610f69",
        },
        "encaps": {
            "ciphertext": "2ea743d14d140bd96a12e234bcf8145a810f4678412eae00f7455a2ff3abb02a",
            "secret": "9440b17c4f4ffe60a2875d79ed0ab12ead26f07420a6c049056b5f85e51e232d",
        },
    },
    "R5ND_1CCA_0d": {
        "receiver": {
            "secrets": "def2c8e4cc5d81bddeaf54df29b9b0f27e4af4779005733b90a1cafb14c88a19",
            "messages": "8ce66b398d0de642fd0d1fb7b463017414fcabac331c5e232ff4aaa925df675f",
        },
        "encaps": {
            "ciphertext": "94530fbedf05ab1a5b2810ce71959fda32e07a09ead0915525bdd30990a79ac3",
            "secret": "180d37a7270ab40eb2a971125f7e0da9",
        },
        "rejected": {
            "5^01": "2a6eebe9dee562556cf48f25a7889250",
            "last^01": "40ce4840c81eb3bb494877a110f73c39",
            "last^80": "2af594f2da48d9f0d7d4eb92ef7957a4",
        },
    },
    "R5ND_3CCA_0d": {
        "receiver": {
            "secrets": "268302881d9d642fc5f8c6e9d08982fe6affce2fa471e74ac94de57b548438a3",
            "messages": "b5d350e0980c50cbaa6837174288ca1f7dab0246e2f563661593a18d2547de15",
        },
        "encaps": {
            "ciphertext": "950df08825a472f498b0bb1056a18aaba117db4b70430152e7141bd0d739a1b4",
            "secret": "652b265e843f76d24d9be1362e522e8bc5ea84e8b2ccb860",
        },
        "rejected": {
            "5^01": "a8b10f5d27dd493c3d4cf776285caa0a7f38b6b72267a75b",
            "last^01": "3a223b43c99fb5149c9001915cdcfa0a30be149140b074c1",
            "last^80": "627e17fd92513018774d41ebb9b2f87ae2058e2295bc3872",
        },
    },
    "R5ND_5CCA_0d": {
        "receiver": {
            "secrets": "a0ef2861dd0f72ebcbb505844b3e21762db49df343109f88a19f4abe8ae2b313",
            "messages": "67bd07dca53a86a6416862fadf8dd369a8ab0960b871922df0b7b0ae0f8a7c14",
        },
        "encaps": {
            "ciphertext": "7a440a7358c80a3bc5367030d7a03a574967f0d33b5c1178fbe10aff6966471d",
            "secret": "28b002269eda5f0362a4c1ee0d01a832ebd2dad497b5077a0e32581042ce18e8",
        },
        "rejected": {
            "5^01": "1f6b4177c0f219067645770fb8e73d1865e73006ec5c791f4a53b820675b1a8e",
            "last^01": "4ea8cc525cc4103e93cb12beab1e40f50d6b746ee6f3c1d40ae47abe50b3a73e",
            "last^80": "da9adb819c1643cb18dc0dc7ee8cd303461eab3cc87044d89e0dbf6fc4728ffb",
        },
    },
    "R5ND_1CPA_5d": {
        "receiver": {
            "secrets": "c9a47fb2a8ad3c0c99f96d5e399938abe03b2daa7be5e64e09dccbe6befc2076",
            "messages": "b49fd89813c296bbbba36cee69e5f340778cd651239b77988bf0682fc0b66aad",
        },
        "encaps": {
            "ciphertext": "5b9c78a3eea5e69213810baddf2e965afaf81b7b21420abcb0dbd5917d23c53c",
            "secret": "beaf36789f31b7609cf612732e898d2a",
        },
    },
    "R5ND_3CPA_5d": {
        "receiver": {
            "secrets": "295536d6546e05dd6df2ad03c5254881f912044c4a39eea99f26267cc51a8721",
            "messages": "f312fa0d06f6fac9452876d979737510323b259a7ceb04f1cab0fd626e072a11",
        },
        "encaps": {
            "ciphertext": "d6bfa4a658638f2af3b09ec49db470de14c8205fe71667333561d87a11844b18",
            "secret": "f34cf58c6fe259f97398b8e4bd016440a8d63961a7130af0",
        },
    },
    "R5ND_5CPA_5d": {
        "receiver": {
            "secrets": "6cb7925cdde38a4d2388df8c475b408a947bd823bba5835b6f352554832328de",
            "messages": "939549db3770a5beee5fa0d5f5ef699841ff895febdff99552328cc38b6d2f41",
        },
        "encaps": {
            "ciphertext": "fc3f6699b5cb3542f2b80c96e21fa2e53936075604f172bc792d8e504605c641",
            "secret": "516d8dbb6f7777624e7b39a7ae71019135e89809a1014f22cf9d6acfa54c6adf",
        },
    },
    "R5ND_1CCA_5d": {
        "receiver": {
            "secrets": "d6dd2497c08960d73e3eb1f82a7b183b8cb1f80573254dac074b99da37d5c3c1",
            "messages": "d67237e626870cc5fe35b33af658fdff0b33a41c0acf6ffadcb6c53fbc3abcdd",
        },
        "encaps": {
            "ciphertext": "db37e321f971d4827b7ff686e6f9596882a95a6fec826402d403707246546dcc",
            "secret": "8a3224cfc52aa0c6aa278a19ca0c97b5",
        },
        "rejected": {
            "5^01": "415dce3b4c2f2e4953948c65e7c60d7b",
            "last^01": "b008077ea2f07202d391b1452f0c1823",
            "last^80": "af3f0d7d585babfbb9bf7d894e92a87c",
        },
    },
    "R5ND_3CCA_5d": {
        "receiver": {
            "secrets": "9dc9462bd193821432ec87b895a09f6bfd80f9932d51f06e2388e60956f054a5",
            "messages": "e1a308d1165dd309a5be26a40f25efa854c83992a713256b57b1aecaa607b773",
        },
        "encaps": {
            "ciphertext": "bb43ac42fd99cfa146fc9fe390e606c23d61f4773477ed13412f8e39b8ff3f06",
            "secret": "113a088552496727e9cf90704ef03a1dff9380704a4db79b",
        },
        "rejected": {
            "5^01": "05fef8acf26311c0c6644d4775b8ebbbbb777e2db51f8601",
            "last^01": "f0e398ae386d733eaeeb9bf4a06ef95475e9fd6a9b7acbd2",
            "last^80": "d1699ee38d302df62afdda88d143625bb4395e273e269ff8",
        },
    },
    "R5ND_5CCA_5d": {
        "receiver": {
            "secrets": "456a9e5e4c3a1a542b3caf9833a763975abbb706a54334b4a270a188d89bc1a0",
            "messages": "4afe23e8fd986d94e83d928d5eedfe7d95e07174ba259015c2c6b373bb805163",
        },
        "encaps": {
            "ciphertext": "07998481efc1d2707e3b49ab0ed40546a7f59de161cfd0c9e59d345823d267e0",
            "secret": "7aa8c994934f555becf603df200a45486a751fee23d9bac85266b2deee58bdad",
        },
        "rejected": {
            "5^01": "563ac7e287ad8fa15b8e53efa5764f19f841fd60317d7a5cd7a62b0394b1cb79",
            "last^01": "46fdef4136f910e71a8874fd186431dec870b37cd1ca56c4f4f50f05d3a09703",
            "last^80": "2fd4c0a5e04bbc70e631ee4495ddce461ea02d3c4c8bc1288f41fe8786ae0d0f",
        },
    },
    "R5N1_1CPA_0d": {
        "receiver": {
            "secrets": "dac924f476739648d5b4689d46fcf39cf3e013df7956fd1990cd70c18cb063b5",
            "messages": "890c5e7ff83808c6dc0ba30b37ed793ca8ebb0b70980f6e8f0e9d361cb009d30",
        },
        "encaps": {
            "ciphertext": "5cc1df5485165eb727ccf76a0f32bc4ca43eb873813269edabaa10aa58a2715a",
            "secret": "51efa1e644a9c2d7648b15dc20b809aa",
        },
    },
    "R5N1_3CPA_0d": {
        "receiver": {
            "secrets": "e5b699d867d71419e71334ace4c487d482aef8ead0fbff5ccbcfad18cb33829f",
            "messages": "99f4fc8e9fc81697e4470517cf3279c1fb5a3990c0e6fd4a5e2b53ef90e4e1b2",
        },
        "encaps": {
            "ciphertext": "28a65c6db579c172ca33483e81911028223347d7691b7cf78e025b4dde36f7f6",
            "secret": "6886af2909c0f7f87a9bc6b9ca16776b71d86477b13a7f33",
        },
    },
    "R5N1_5CPA_0d": {
        "receiver": {
            "secrets": "0ba4ca885448618401be08d28946d4730dd8ed5d3c3351c9b8bbf18a0dcce0f5",
            "messages": "bf180163bcf8470ddddd614c5b9efce3cd3140cb81fda2865718b31ca3056a4e",
        },
        "encaps": {
            "ciphertext": "9a746187822603f28e9ffae5571c94827a06bf05c14b422278a95de6cf2eef8d",
            "secret": "cad18d11294e100cbb88be638eebf3d2282fb7015ef43b593a7281fa644195e2",
        },
    },
    "R5N1_1CCA_0d": {
        "receiver": {
            "secrets": "cbb89940920a4b89e766162c3b90ee25caf1ed4dd62806ebf897e1d694c39aca",
            "messages": "bc5329427c8d382b183f5243f5571857f6dc929adca2943abe875d6b59945aaf",
        },
        "encaps": {
            "ciphertext": "13ee5d217caa03d1e8de5682ede34fdcc6dea1c6da4ee1e3838ca6742adf0e7d",
            "secret": "5db6423e300c8a94efc1da5e9f38e29d",
        },
        "rejected": {
            "5^01": "93ac8a92b8a057a9acc93ad86f59d0a4",
            "last^01": "6fcb305749140102da6dc256a4f70cd0",
            "last^80": "cbf63371cc958ed9a1c65b73fd7a1757",
        },
    },
    "R5N1_3CCA_0d": {
        "receiver": {
            "secrets": "6467943e7f255956c84e5d6cb4b41f1412628677fccba5ad806c0e615d42baf9",
            "messages": "7254c833b0fcd034d062526ed3128181753092db834d85023e4547557bd45c0a",
        },
        "encaps": {
            "ciphertext": "4c9fe1e7d5b065a3d7b99dc712cc4835785997a44c61e4d9b3ce4d2587c01d9a",
            "secret": "5de4b5225facd74b6d62b61d44d4c20d7dbc8c5b424d9b6c",
        },
        "rejected": {
            "5^01": "f4a11436e07120a1b3c8a59783b99b0aea44967b1863364c",
            "last^01": "85df84aeb9e2ca98ce8635eba4c9691eca1da8c12a547959",
            "last^80": "9a1439aeb6136897c6b6ae567af2171739de27b4cb903278",
        },
    },
    "R5N1_5CCA_0d": {
        "receiver": {
            "secrets": "9c6effe6869d93d6693f0d84425f78cd9f1b322fa91de6cf6fb17cbd1c75c4b9",
            "messages": "2ab2c2cde1e24f0ff178c542dc2ea956d6cb123895f9c3b1fee4ec2626885cf3",
        },
        "encaps": {
            "ciphertext": "b8095d99f4945c00b5df60b7aca9e386ffa709f22e227ebd006f1621ae6f6878",
            "secret": "692cd599068c2ded5b27705a8c75aadd245eb0400f420e33c429b18a7303b861",
        },
        "rejected": {
            "5^01": "67e791848ef69686c9a03b577ba960b2dcf060fc9657b46390dd19f7c40644f9",
            "last^01": "078846411a0713e6ed932bacfef8b1cd31c69e7f02e4bd69cf32a6fb4cc57804",
            "last^80": "0c56d91db7d17c37572f96cc66666b37b2dcf068746d86e1222c5665b5ac78ab",
        },
    },
    "R5ND_0CPA_2iot": {
        "receiver": {
            "secrets": "8aa558e2ee786a2b209a0c7dee682e82ea738cab5665216452f7c36314579d81",
            "messages": "3ee25cd27d0b2d52e72a48304e49658b81288164dab441ddaccd3dc4a947ce1a",
        },
        "encaps": {
            "ciphertext": "6c8c891dbc8fff0075d2c416f23ea7fd896630806d192da5038b049dc4b838af",
            "secret": "2b322e9a895876d2824840a8737d7aca",
        },
    },
    "R5ND_1CPA_4longkey": {
        "receiver": {
            "secrets": "5b6ac06f0756b5e94923aa0d5b568f23ae3393d51de3d128ab25bf0be4b28c5a",
            "messages": "8be53fc7ec520b44d03b02adf40fcc3c4225c6f9002642bb6beee748ec8399e0",
        },
        "encaps": {
            "ciphertext": "495b87bee80e9bebb9711080f75a2b203c0729c6e615055b1633fd72158241fc",
            "secret": "56357c1d7bd5e7be4ebc95a016de719fb56fafe474b0276f",
        },
    },
    "R5N1_3CCA_0smallCT": {
        "receiver": {
            "secrets": "d11c0fc722a49d3e0990fab2b3e360e9a20c019dfae720c01cfbe13a6175301c",
            "messages": "43e55bc3d0564513384747f2d41df21cd869355ee9bc65c740f9f31678f2a44c",
        },
        "encaps": {
            "ciphertext": "a5817661c86e8149fac87ee2e47ef9272a01402ac9554b46441d18da1c2bb3b6",
            "secret": "42ac412cdefc3e9049e73dc10efafeb98c3b1ee5d91b1b83",
        },
        "rejected": {
            "5^01": "a4bf2b055b5709c5da69dac5a8d105cc1785bff91f49715a",
            "last^01": "5b69ba3a6d03d6b27a58e239bb3d409c2174167f07ceea53",
            "last^80": "3b8987e89331119716ba00e86542a2af9f234e708b8c4339",
        },
    },
}

# The same one by one, message and shared secret, for one set of each kind.
RECEIVER_VALUES = {
    "R5ND_1CPA_0d": {
        "v_bit0": "4249e0458b874d2cf0ee707de4068e75 11424ac3781d349ead2805d253c7314a",
        "v_top_0": "4349e0458b874d2cf0ee707de4068e75 406bf4ec4d1657a769778cd6b1e531c2",
        "v_top_last": "4249e0458b874d2cf0ee707de4068ef5 fb3d65c5c1bdb4817f274bca01bafb6b",
        "v_top_first_3": "4549e0458b874d2cf0ee707de4068e75 d7d138e97c0cbc6a4fb1a52adcfeaeba",
        "v_top_step7_3": "464be1458b874d2cf0ee707de4068e75 f66e53abc479a963688c67f10d80fb4a",
        "v_top_step13_4": "4009e04d8b864d2cf0ee707de4068e75 3c83067282f383472e05128ea957d6c3",
        "ct_ff": "00000000000000000000000000000000 344821c3747749ed3de2a7e8026ca096",
        "ct_00": "00000000000000000000000000000000 ba0d214d797d702f0ad58a54cc2f48af",
        "ct_shake": "8b455b842e5d3f315df208da2c741da7 5bca1382d68c5ccff73b41e9b29046f5",
    },
    "R5ND_1CCA_5d": {
        "pad_u": "d113b6e78a8ed82b041680ed134e8839 279f12f7b0358fbf30b23087a79d954f",
        "v_bit0": "d113b6e78a8ed82b041680ed134e8839 bd1eddff853c601bdee20599ddc7fbdf",
        "v_top_0": "d113b6e78a8ed82b041680ed134e8839 75ed80a5a136dd75b448cbd6a343fe3f",
        "v_top_last": "d113b6e78a8ed82b041680ed134e8839 4956a5aeb2499630460e5d3ac8a812ec",
        "v_top_first_5": "d113b6e78a8ed82b041680ed134e8839 7caa50a0abd709be03995f1d1b324779",
        "v_top_first_6": "d113b6e78a8ed82b041680ed134e8839 549408eced94d0bbd0a8ae6a67df0562",
        "v_top_first_7": "d113b6e78a8ed82b241680ed134e8839 9628ce12f19c46d6e7651c27a1f40291",
        "v_top_first_10": "d11376988e8e6025e017b0dd024d6836 6d9aafbf02570d3826451cb27fd20b61",
        "v_top_step7_8": "f113b6e78a8e592b0c1680ad335e8839 29a68c7b9db662ce26ff0432314d9ed9",
        "v_top_step13_14": "dd92b6f6aa049c2b2c47806713dfb839 1ec3e9bb0893d30edd6837d501429e42",
        "v_top_parity_all": "2eec4918757127d4fbe97f12ecb177c6 91da7153896116ab12bf924c7d57d65d",
        "v_top_parity_half": "2eec4918757127d4fbe97f12ecb177c6 72e6386f231620711a2b32912f4ca2e4",
        "ct_ff": "00000000000000000000000000000000 8c101156216745f8bbe11d44d0df7f45",
        "ct_00": "00000000000000000000000000000000 47a665fc15738619ce1017e9d4350590",
        "ct_shake": "d98d57e909279092bc175259b3bd0fd7 c43343c6224fd6a6d7391a1d25a8210d",
    },
    "R5N1_1CCA_0d": {
        "v_bit0": "d113b6e78a8ed82b041680ed134e8839 3b51b5e8c74bea4a1ab47b34bf000156",
        "v_top_0": "d313b6e78a8ed82b041680ed134e8839 8acbb55f0365b4826d7f4005e16a2b06",
        "v_top_last": "d113b6e78a8ed82b041680ed134e88b9 a14ce8f4def3bed5c4e082062ffac104",
        "v_top_first_3": "fb13b6e78a8ed82b041680ed134e8839 2b77a2f364bf6e9cbc3d5b8b4fe87ad7",
        "v_top_step7_3": "f113bee7888ed82b041680ed134e8839 37c27f3366a5e4ee3ed4005546399c30",
        "v_top_step13_4": "d913b6c78a8e582b041682ed134e8839 fa1c3a8f2d98e92c9248b753041d79e3",
        "ct_ff": "00000000000000000000000000000000 4ee1986255bf155ed063d727435cb6d8",
        "ct_00": "00000000000000000000000000000000 7eddcd4400a38c3661b8f8eb43b87833",
        "ct_shake": "d1a4c07c32ef46a0692fd05adca8285f 057f887dec1be8ec22e37d6a2f91c5cd",
    },
}
