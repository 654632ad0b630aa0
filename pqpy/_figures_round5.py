"""Known-answer figures of Round5: NIST's response files.

Read ``ROUND5["R5ND_3CCA_5d"]["rsp kem"]["file"]`` as: parameter set, procedure, part.  The
procedures are the functions of _kat_round5.py; every value is lower-case hex.  What the files
hardly test, decapsulation of bad ciphertexts, is in _figures_round5_receiver.py.
"""

# Sources: the files were made with the software of round5/code (commit in ``_figures.PROJECTS``),
# whose authors publish SHA-1 fingerprints of them, which are equal.  A model of the specification,
# written for this project and without a look at that software, gives the same files.
#
#   rsp kem   SHA-256 of the KEM's file of 100 entries: the whole ("file"); its header and first
#             entry with the empty lines after them ("single").
#   pke rsp   The same of the CCA-PKE, 75 entries.
ROUND5: dict[str, dict[str, dict[str, str]]] = {
    "R5ND_1CPA_0d": {
        "rsp kem": {
            "single": "e6ed57a47e483a8d24b3442f46267fa26d23e768b85ecb47d206d47d86c90285",
            "file": "386a9fca416f7a0e3143452e3ed86a68d05608e8fec5d02166edcfd18c73112d",
        },
    },
    "R5ND_3CPA_0d": {
        "rsp kem": {
            "single": "318f05976698747113b1eb6a95b48cc6e1bf205698d407d418da63b8674673b3",
            "file": "6a12fdb455371acdea77a4c80650d68ce08c1506683064802035cb3289960b17",
        },
    },
    "R5ND_5CPA_0d": {
        "rsp kem": {
            "single": "bdcc083c4f27b2b04b452e9c9f7483a2fe90f31401fd68b7b6fa99db2e91c279",
            "file": "f51a6d6087f59e9dd1eea337443600533b319c65ee615cd0069dcee5b92e6492",
        },
    },
    "R5ND_1CCA_0d": {
        "rsp kem": {
            "single": "bd40211da4a641c784fb549d36610b56d3d6fabb50238febad1a5c8146980c5c",
            "file": "61e55f76983c37b77de3ed9b32c38295837e1dd3eecf9e655f86852a4ae4fc44",
        },
        "pke rsp": {
            "single": "b9192790d519ce1a9447846075f181685c03abc923dfbb132c2cc247ca1c715a",
            "file": "55fc215880e76265156e0f736bd55b884b4c44231fa2a02f83d91f802a63ff6f",
        },
    },
    "R5ND_3CCA_0d": {
        "rsp kem": {
            "single": "2054c853f076aee31150ac70ce15b083ccde8f17829516aa067a0483594114ff",
            "file": "3fca22e1c085d4126b508c9fefee71884fe75068f1cf8fc688d14a918a860fef",
        },
        "pke rsp": {
            "single": "4eca3d98ed1a6686a569c8bc5d5e11e2a8e062ede3cfda31aa76417e37b66353",
            "file": "0cf95f4d70f9e4ee0e5f1d402005c0a74bea1c71c76a6e865752933a91fadb28",
        },
    },
    "R5ND_5CCA_0d": {
        "rsp kem": {
            "single": "cddd892233e3f68cf4de8dad9f8824cbbeba3f7dc83c8d52672cc31a2eb9dba0",
            "file": "1d9b99a6cd52e5922e7ff64d0dcf466c4888c4023c85fc95f7b4543de6221c9e",
        },
        "pke rsp": {
            "single": "8e51287734dc16a15613459ce6d2ff8aa25b9f9bf0342b4270235e0f01bf8f3b",
            "file": "e925727228cbfa02787e45b4d46df49fed249aea80cb60f61747c5b13903bff5",
        },
    },
    "R5ND_1CPA_5d": {
        "rsp kem": {
            "single": "7237fb2e297a3f9f7d1dcf5ebd30400d6e65799e27f4e7521749fc943c8a2411",
            "file": "12dd2dc3db226eac94f9eae8ee118161c56f2a37dfab5c08ceda2ae0f7638ffd",
        },
    },
    "R5ND_3CPA_5d": {
        "rsp kem": {
            "single": "48016c956a4456452a5b95f02507115b054d3d0428e93754ee7f3bcd339e26f7",
            "file": "34a57e53342137be7016ea6972b1a7fd1fea8b3d460a3b87923942cd02e47e4d",
        },
    },
    "R5ND_5CPA_5d": {
        "rsp kem": {
            "single": "d5bd2e763d4271a35843443bc0612978fba08db9e4f9c4902d346cb5d3e8adb9",
            "file": "94efeb8f719c197231fd03013a1c5c74e519b2d7e06bfe5e0b1210a2ac14a08f",
        },
    },
    "R5ND_1CCA_5d": {
        "rsp kem": {
            "single": "d54107a3a7de7dd54bbd0fea9ff2cad8f4913e0b52bd64f1318956b3a377aa37",
            "file": "621c68a985ca2823e6843b2e16d702533578f51ae3d3849caa20833d4b5898fe",
        },
        "pke rsp": {
            "single": "0fe09f457a6e0730d866b84526c931e8ca895f9e82b3d070fc98c277841f15b4",
            "file": "352c58013107d92843bc5363e32ff04ef7d0592085ee43357f4a21d44015618e",
        },
    },
    "R5ND_3CCA_5d": {
        "rsp kem": {
            "single": "096055547fb1901ccca521fb49136eaaabbe4f1d8a543d26f05ac978adcd3d6c",
            "file": "5e5619926fa1834d34eabc320bc3fcb2998266c499d7056e77d661d5b60be7e0",
        },
        "pke rsp": {
            "single": "0745835666e8a353eecd748187a606af502e7fb71f2052bf9113e28e2cc95cf0",
            "file": "e80b8d7a733a973d69ff7650a290fd07bd04312d1f656419c30b0b87dd90db79",
        },
    },
    "R5ND_5CCA_5d": {
        "rsp kem": {
            "single": "f5db18ff658360b976a101de5e032b7982142bdf06177f81ce81874efcc21553",
            "file": "96b81905bbaf97af2a1c77f893ae8facf58ccaa3324c169830d330c9a75a9902",
        },
        "pke rsp": {
            "single": "3ad00153f36838ef28bc1a065d76100238dc495b894c1a4b886504dc3af7ef27",
            "file": "854d212b7ce4f4e6ee8a750f8952748621f07208f22bb48e0f7fe2e2bb4bcc0a",
        },
    },
    "R5N1_1CPA_0d": {
        "rsp kem": {
            "single": "609e7e481fd332685c07dba880558a1f5236f3e34a7a6c9bfcaa2ecdf90fd5d0",
            "file": "ab06c8c41fdafe41e037cc095ffcf1bc6fe3a54000901e6b707d156db28c986c",
        },
    },
    "R5N1_3CPA_0d": {
        "rsp kem": {
            "single": "04eca51c21d6d78a84c7f6f4ecdd34fa5605e355eb92ebc6fd1e03287926c721",
            "file": "dc0c7d24d23ad966d0dc9748636c39cdd7aa51a1fa974e8ee4db70632f9eaff7",
        },
    },
    "R5N1_5CPA_0d": {
        "rsp kem": {
            "single": "6b05bc83c9cb1b8bb42e095e9b89c5df960c58308d1e8b4eec2e5481ab1689c0",
            "file": "3701a916e928a6d5b880aee701749dbd498bec4655007286d5819b0d0e79a6f8",
        },
    },
    "R5N1_1CCA_0d": {
        "rsp kem": {
            "single": "c5e7bbd410b70bb17e3e2e2d2e74fcc77696c8702537eca20fc86321e48d6c76",
            "file": "4b024efbb86225ba51205fbf6d92e390d6e0ccf100cbcd84165c5aca82fcd995",
        },
        "pke rsp": {
            "single": "6fb7cef8e6bb6c3bcc877b77c4beceda6f123100af4322e1684334d54d404645",
            "file": "adabe6fd1ea66deb853c79129c0b70db0c097087f022d7bab70c69421cb3e2d3",
        },
    },
    "R5N1_3CCA_0d": {
        "rsp kem": {
            "single": "7ce7f6931703f09b068adf1cb0ccbfa7ea1c9072052b9cca87dd7565ae315f4e",
            "file": "62586363f611ff17299433f4c2315ec6e8e0e06da1b9dfb9da9bbb7105c3a876",
        },
        "pke rsp": {
            "single": "bdab21b53cf6aae6218c3bec6f4c538307bf411560439eb8da7c78ca3b805314",
            "file": "ea708b2700a952cc5f812dd396156933ea2aa7ffd6012abda933ef121ae3fe26",
        },
    },
    "R5N1_5CCA_0d": {
        "rsp kem": {
            "single": "6dbdf2e23c5f076952e2981daa1290f3e0879c8c86949d54fc5713cb8f6214e5",
            "file": "7b7a5f976f448f07c427f62f113a18617d9467d3159df21319e1a1bc40231f53",
        },
        "pke rsp": {
            "single": "e1443e71ec64cf654b024c4e76058efc87a314e753f438f4f165159128c0f9c0",
            "file": "ebc223ceadad38510dfeb671853b840a093cd4b7de4721edb30ad06f2012dc2c",
        },
    },
    "R5ND_0CPA_2iot": {
        "rsp kem": {
            "single": "87e62f5a6d6701e9398115a789b6bb9a261a8bbd6384cd31b23fa3ccd10866ef",
            "file": "c75446800ae4dc93283330b2344fd4d1c2010a1068ee549dabde31bd4d18d3d5",
        },
    },
    "R5ND_1CPA_4longkey": {
        "rsp kem": {
            "single": "c8ee525ea20480ca27cd98fdf2e553977e6beb859d703ddc09cfef060f46bbe6",
            "file": "8c8340110769de714d3bb0ba0ab46e00b760abb88c419b04e69832e8709bf66a",
        },
    },
    "R5N1_3CCA_0smallCT": {
        "rsp kem": {
            "single": "972ba2e929bc68810dfc917ece70e96c198ed5a2313576c698bb39194b6a5406",
            "file": "b842677f467f09419f2d8d2fabee44a6bc64b6cbc2c87329dc07c7db831c0692",
        },
        "pke rsp": {
            "single": "f81597d7b4dbac8ca2a1656a3dece060c7800fd1268072c2e33cbe6442f932e5",
            "file": "38f9e95f8b308b698db1b9f33696db43bf992a1778f53598b9c7952dc02983eb",
        },
    },
}
