"""Known-answer figures of Dilithium and ML-DSA.

Read ``ML_DSA["ML-DSA-65"]["rsp hedged"]["file"]`` as: parameter set, procedure with its signing
mode, part.  The procedures are the functions of the same names in _kat_sig.py; every value is
lower-case hex.  Commits are those of ``_figures.PROJECTS``.
"""

# Sources: who publishes a figure.  rsp, tvecs and accumulated were also recomputed with a build of
# pq-crystals/dilithium (v3.1 for Dilithium, master for ML-DSA), all but long runs with dilithium-py
# too.
#
#   rsp          SHA-256 of NIST's response file: its first entry ("single"), all of it but the
#                header ("no_header"), the whole ("file").
#                deterministic: PQClean round3 (single), CIRCL and dilithium-py (file).
#                randomized: liboqs (single, no_header), pq-crystals' META.yml at v3.1 (single).
#   tvecs        SHA-256 of the first N iterations of pq-crystals/dilithium's test_vectors program;
#                10000: SHA256SUMS (deterministic) and META.yml (randomized) at v3.1.
#   pqclean      SHA-256 over 7 messages: testvectors-sha256 in PQClean's META.yml, tag round3.
DILITHIUM: dict[str, dict[str, dict[str, str]]] = {
    "Dilithium2": {
        "rsp deterministic": {
            "single": "faa8998108fa541309c9df5044018c5d26cc23654594bef639dd64b838646cbd",
            "no_header": "0de76205b3676fd714d35340bafe20f048c66c94f6f2aa1bdd9a84a0323049c9",
            "file": "38ed991c5ca11e39ab23945ca37af89e059d16c5474bf8ba96b15cb4e948af2a",
        },
        "rsp randomized": {
            "single": "26ae9c1224171e957dbe38672942d31edb7dffbe700825e0cb52128cdb45280a",
            "no_header": "38337ea2e165cc1161de2da5af515a187d20d65f1aaffde844121c3c21b27c07",
            "file": "a2dcf1b64b520892d27e7fa4b623eea54499053ed7dbe8c3937b4de0d807da1f",
        },
        "tvecs deterministic": {
            "1": "b59f6bb7fcdf45b89861d95ceb278afa3e7411f80049bf2f45d3db02a0de25e3",
            "10": "ee7b683f69bffba0ee8a905dcd1a3dcba7897d33c5f174dc40fd7f3f03ac8718",
            "100": "0408ddb84e31da4b65deb03f3cefba1c2f8f21eb870e8c8ffb6d38dec1e9cd8c",
            "1000": "1e1600e73270eaa9bf186bed4af9ade08f4ed98b749b7f0f6d79fa3d9185c731",
            "10000": "1f95a7fa4f3e5268ee6dd66b535e67ef92115ee20e3a9bc34c807bd5ce0b51b2",
        },
        "tvecs randomized": {
            "1": "4bdde79c4d720e551932dd5b52f23bcc260f8d7f58c49f42abad60c67b033f2f",
            "10": "96e3a0f278fb2025a61a68b941d7ff2783b2f76757215dca7d12b2e1575cd483",
            "100": "6d31aa0be68d51f2823a0773f421e224e825b358222e2dd8fb82d36a8f21b2a5",
            "1000": "41f3d145a6ab979415fb1efba07d66e9fdb9f67a167705858f3d3e3b1181cb54",
            "10000": "b56155479f5643a3cb3d73260ba2b1fd7e772a49b6f4cebcf742cd860fbf6879",
        },
        "pqclean": {
            "7": "84f3da742881007e3d1d29c7390c7d707261ab8b20068a22b728e38e2fbac94b",
        },
    },
    "Dilithium3": {
        "rsp deterministic": {
            "single": "8439f580566c46b99449b2cbbd597ce59bcd5d184b90c1108b79a08f6bdbbcb1",
            "no_header": "295cdf9801e24821099992c78876c2a97c5565f986ec1e14dc80bed32c2c3cc1",
            "file": "8196b32212753f525346201ffec1c7a0a852596fa0b57bd4e2746231dab44d55",
        },
        "rsp randomized": {
            "single": "eea584803c3d6991a4acbf9f117147bbdd246faf822cfb1a17effe20b2052ba9",
            "no_header": "020a69d51c3ee0332e119780451b4cdfaf5ddbd627db37e7f78c641e98e223a9",
            "file": "329cfb5262fff9d025604084b644e0b29a843b8beaa5a56bc1b6f7ca9d98783c",
        },
        "tvecs deterministic": {
            "1": "125ef88480a284d2fbfdc4224e5308f5e17a5ca30f260e7b037bfd7fe8631b27",
            "10": "6ba27beea75dc0281c682657db48a5b2835e0a9435cc844be6720981826c7ed2",
            "100": "bcb1d7033d15b6148d7be5c663bd732a0584af5e396364e17f40af2462053890",
            "1000": "6a24b6697488326f964c917af7f88565719d0836f126ef21eb68e8d800d50f92",
            "10000": "754226e0a60df21f639b3f9e43c14977aeda724bf9c0a8823e84c158d739a468",
        },
        "tvecs randomized": {
            "1": "bb27a41925c78fd99b84cdde0790101c6f56953e21c768f9339671d6dc0fd378",
            "10": "fa129ae14f37f17b41e8c654c221b6852e8f25d5ca2db3e754c240df5b50af0b",
            "100": "a616d6a6f44db8800bec198cb8bf6e5f89b24a16730720b680edf1c0db2d1293",
            "1000": "82b11baff9ec45e2c1f7362792237afe337c1d909053abc69b45c4aa638fe49f",
            "10000": "a237032c7840a0d2f922951f806c2199f8f86b8a8947f6f6f1b856c925222958",
        },
        "pqclean": {
            "7": "7d6c0db177a143415db7e609e3ecf603f73e7ceff35685f3ad65ac31b5e1aeeb",
        },
    },
    "Dilithium5": {
        "rsp deterministic": {
            "single": "984ea5f06b13778292f60ecc07301af76e375f1bb9f4a39d676513439e1e83a2",
            "no_header": "f89fd1c3eea964d3f3d30572b2909ff58d40dd1b1eeca77d31d2b39f382b80a8",
            "file": "7ded97a6e6c809b43b54c248171d7504fa6a0cab651bf288bb00034782667481",
        },
        "rsp randomized": {
            "single": "3f6e58603a38be57cf08d79b01fcfd0ccc1129a09e14a6122c6fe22c906ddc3b",
            "no_header": "a76f63375cb3897b4fb01190976367f7cde73808f0166533a94be7c7942705ab",
            "file": "320d4b3bacb613f6e6ed5f05bb3b7bdf90d9499b6e253099157b3f5ece5d3542",
        },
        "tvecs deterministic": {
            "1": "47a241a20ea79877e56c325d1ddc064683097ac3cb7663a0b80d294b95e9ac6c",
            "10": "acb20239bcde42b43de63c3f0fc828b8535097973fd41c666125a7f493a32aca",
            "100": "7bf97f8604f4cef627b1f2571ab3e081d31218cc8d622c668f1de5d798f5bf07",
            "1000": "63cb5c9335e2e6a6fc02c234f7d2bbd35d0d40b7ce2c43153c6706c31cf8c9af",
            "10000": "6c09be6018121da1fc8cb8077dcc2ff5a31b0cadc921629e253f87c7bede84cf",
        },
        "tvecs randomized": {
            "1": "cd494cebe60186ebea4f43c31f6e42b48d5e98e586343ddeb814fc03c5138212",
            "10": "01d43cb5f02444f4b24cb4450c081527ab19731ad412344060f8e90f1f641313",
            "100": "60b4a284ed8164e1c2694ec7e541674bf4f67c9a1e103837d8341051cdfc5fb3",
            "1000": "9ffc385ae2d63920ee7ed0fd3f26ff2877390f60d3d878319039dc0ca8874b8d",
            "10000": "ddeb95f4a743562010bce527ea7c99fed4ce1234bafd5ed6f44eea0f065ba49c",
        },
        "pqclean": {
            "7": "47f16494eb4109934d44a52bc85a12155e8814c8925d7ae6d19840fd9556a73c",
        },
    },
}

# Sources, as above:
#
#   rsp          deterministic: CIRCL (file).  hedged: liboqs (single, no_header), PQClean,
#                mldsa-native and pq-crystals' META.yml on master (single).
#   rsp no_prefix  Not ML-DSA, a diagnosis: the bare message signed, without the bytes 00 00.
#   tvecs        hedged: 10000 is in pq-crystals/dilithium's SHA256SUMS on master.
#                deterministic: a build of that without its randomized signing.
#   pqclean      hedged: testvectors-sha256 in PQClean's META.yml, kat-sha256 in mldsa-native's.
#   accumulated  SHAKE128 over N rounds: CCTV (100, 10000).
#   context, external_mu, prehash  SHAKE128 of 20 signatures.  Made for this project; a build of
#                pq-crystals/dilithium and dilithium-py agree.
#   field_operations  SHAKE128 over all of 0..q-1, the same for every set: CCTV.
ML_DSA: dict[str, dict[str, dict[str, str]]] = {
    "ML-DSA-44": {
        "rsp deterministic": {
            "single": "49bafbcd6bd9510b73c8fe163372fa487602608aafc0139ec164b64828aea5db",
            "no_header": "f37cd30f7bd4b3f70a57f3336a75bbddc3ebffce44aa4074306b8e2e3bf40230",
            "file": "14f92c48abc0d63ea263cce3c83183c8360c6ede7cbd5b65bd7c6f31e38f0ea5",
        },
        "rsp hedged": {
            "single": "9a196e7fb32fbc93757dc2d8dc1924460eab66303c0c08aeb8b798fb8d8f8cf3",
            "no_header": "54322d25c05b96941aec73eb3ee27a975d38a34bfb53ef4cb9fd4a8e9cab554c",
            "file": "1d29c3b4ec68e3455f87f49b3386a2a6fc5e167c76e476c4770317ffbb97d242",
        },
        "rsp deterministic no_prefix": {
            "single": "2fb269254da0d1fde202b7420615a1fadc62d3a3edfa60c0a4d174aaaa478da1",
            "no_header": "d51f24c6befac6814d765b4a3d1f05e190963c0c6643068c1b2ea9162918eccb",
            "file": "f20b564af4f33ae6a7e4c315a7e0814d6dfb33124d1ef59817016661098047a7",
        },
        "rsp hedged no_prefix": {
            "single": "b00e210cb298facd71dec8c595ead360c3ee7e7fab618c301b173293591413ef",
            "no_header": "0ec6a579c09cb59416723cb729e1bad26da87a267bd8f8380e83c98a8a5b9071",
            "file": "27a0ea822dd0dd10ab232bb38964bb3917063e3e415c3ff62676463db0b7a0d3",
        },
        "tvecs deterministic": {
            "1": "52658cb92cee86b709709ec0946170f55efb6e8d3eae2bf470477218a1f125d1",
            "10": "cd9ca37f4da5ad40a3800c1c888ffd06565563c2b2cbc0b560e1c2552237017a",
            "100": "6f470053868a50939b3555a4e202503349e7bbb2dc3e01bef57dd9eed1790541",
            "1000": "0f5a8a1bfcd73be769051db1b01dee7b9e5d1074f6bb37a308308610694cc0f2",
            "10000": "de6e62b7bfc5d5f0c13d640958edf4890555a25637fd87365ae25289f5aed509",
        },
        "tvecs hedged": {
            "1": "6357670e6919aa1c6e8af0cf1b3997b8b3215d5be31bbf2801dede59cab6dc5a",
            "10": "b613eefa84df43d9c0214c4c57f4c54d427cd43b10cfe8ef639e3eb0e44d468e",
            "100": "6f93d9e09378ef9560ff3e2fadac5d1f7f0b8ada73a9f63f2218380db995982c",
            "1000": "8179823785a23659cf4ab4851eb73f6dc7ae99188d69d2c31b2d6918c6c1b81c",
            "10000": "5f0d135c0f7fd43f3fb9727265fcd6ec3651eb8c67c04ea5f3d8dfa1d99740d2",
        },
        "pqclean": {
            "7": "9d4ae4ea0c1b56f96650838c7425cc2167a0754643b79a93bee28cb039ac2fc2",
        },
        "accumulated": {
            "100": "d51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4",
            "1000": "7434c9b35edb47bb57c78dabf6b98a2582e1013004054ac6dc6ee0e044663f4e",
            "10000": "e7fd21f6a59bcba60d65adc44404bb29a7c00e5d8d3ec06a732c00a306a7d143",
        },
        "context": {
            "deterministic": "80db0ed8f74afe12fa275a294ad66b8090b8458430efa3c5dae9e966ed360c72",
            "hedged": "f149da190843025fa5abd0722ee39b9f1830de4c8a52fd6a471421350873e1e8",
        },
        "external_mu": {
            "hedged": "f149da190843025fa5abd0722ee39b9f1830de4c8a52fd6a471421350873e1e8",
        },
        "prehash": {
            "SHA2-224": "e9324d5e8028a05040fe8656e5ca6bc246829d5d3537821e38200797b8fc7f52",
            "SHA2-256": "6721e12f4364870c1d749c8f16438857f2195da8bb904271dd5f2b57cb264cf3",
            "SHA2-384": "2526ec98bc3d8b982b0d818e76b544270f7cdc726392a029673cea75b480279b",
            "SHA2-512": "5117884c57f024cd0a75f286803470763549291aa542b58cebe756d032a20baa",
            "SHA2-512/224": "5bcd238f349c0132fb555c44de00f6e72ba1bc8c2769c224b8aac6208dab68a4",
            "SHA2-512/256": "9c23c5e67de08c21e67689a4f690226efdb334269b4d47c378de662c09d6b372",
            "SHA3-224": "cb232425139bd64fe9d00c4e22843bf36208241263869635076dbcd493148dc7",
            "SHA3-256": "7f0c82be074b226fcf8dd9cc21fce6449ece3dfaf2881409093a1465983d107c",
            "SHA3-384": "86fac9181e3d83a09963facf5fc8587e524ae2af12b106cb8cde0bf0b8ac762b",
            "SHA3-512": "418cb6fc45aa7872942399576a18f73f170fb908698bc19e9f67c80ff9167b55",
            "SHAKE-128": "2c02a7c27a4c067d0e90b84cd867ca45e92214f2c923ceadd9ba440a63cec722",
            "SHAKE-256": "c70aa8dc82d4ff118fc6f5c4cd6fc2b4ad99f97cc518d4f7e611334c7d1866b9",
        },
        "field_operations": {
            "all": "f930663417278156ab05d940294a77210a809c924d8ab63ec72f4526247602c7",
        },
    },
    "ML-DSA-65": {
        "rsp deterministic": {
            "single": "f2487f4e161fe77a3968baf38405f14163bda2c9694067349d23641138b9a08b",
            "no_header": "253890195dacb600cd6e892fe627765e35550d42368654af4ba736bc0cdba152",
            "file": "595a8eff6988159c94eb5398294458c5d27d21c994fb64cadbee339173abcf63",
        },
        "rsp hedged": {
            "single": "7cb96242eac9907a55b5c84c202f0ebd552419c50b2e986dc2e28f07ecebf072",
            "no_header": "47e1ca6d4a45e9853e381954cf97206eca22993deade3cade45bd9d9457c93f9",
            "file": "3c9427c9939788031cbaf2cdfa3e49c1e69ead5584516ad513567a4880fa64b6",
        },
        "rsp deterministic no_prefix": {
            "single": "bb7e6ae4117c0495550362db791bcb6ac7d83e5f0be37ea1642a5129b80c3f65",
            "no_header": "ae029dbc27ae359a9c4cb8d4dbfa2ee42969a99d4ea0c55cf0df8c3d5bf3e9e8",
            "file": "393a46f283cab24e221d9cb26464494d5eff6ad0f4063e29a060d8556134aee9",
        },
        "rsp hedged no_prefix": {
            "single": "feb4802465b2d5bc20fe3d0df07ab004460b8876a15492ab9bdf4bee2869e992",
            "no_header": "08df6a6a8b51bcb9ebce253db9332fbb639d4a43743d28652556d1925773cda7",
            "file": "2544871c45f5f0483b672461a7f08c181a8562563f54ecfd494b6193e987a866",
        },
        "tvecs deterministic": {
            "1": "05fa45c26c7b11eee65de2fcc5f2753d9f862cdad06e11b951cda47795ff2f59",
            "10": "1209081c97347a98c9f911a8c0a0ab93b61d6c2c136fb9e4ecd07823e7f477a1",
            "100": "84f6295b57a85323d6d3f54a7558879f02b89f1a383841ff667f5b5490470c22",
            "1000": "cf7a70006a625b5a00333f4b5533ae8d8e9ea4900b21123aac8263c287f8c1b0",
            "10000": "beefebab47f07b26a08668e0358e424d2b4c93ee4c1ddd7365f29e48aede53c9",
        },
        "tvecs hedged": {
            "1": "b63d6b2b64946e4838661dfdf88a82dd32b75b38a324db709dc772f5bb09e31a",
            "10": "1f3714c3bd605e33a8fea50763392c271cb2a3f563584ff03bdc031f20bded5e",
            "100": "2bb741a897a04e560f72f38e5ca3f590e83b3c4a934af9f1b08601043bedb1fc",
            "1000": "e553fb4fe32121f42b843a0aa3c332a3c3ffeb5df10882adfca128db4cad9bec",
            "10000": "14bf84918ee90e7afbd580191d3eb890d4557e0900b1145e39a8399ef7dd3fba",
        },
        "pqclean": {
            "7": "b66d7de88a3bec2d7cf171a7a1198f6de47384e2a1dd3bf7d07432316a9a40f8",
        },
        "accumulated": {
            "100": "8358a1843220194417cadbc2651295cd8fc65125b5a5c1a239a16dc8b57ca199",
            "1000": "5cdf21d72d72a5a5af71e4028f87fa340679dc1a89b7bc123fdab45cb572e84b",
            "10000": "5ff5e196f0b830c3b10a9eb5358e7c98a3a20136cb677f3ae3b90175c3ace329",
        },
        "context": {
            "deterministic": "7c15bb6d9becb1c93889c5f6ff6c473a937f65ccca9c87d58ff6a54301b61705",
            "hedged": "4c50d153b959f399bd6013bb95717ac4a5380597b455287a878a526c999d2422",
        },
        "external_mu": {
            "hedged": "4c50d153b959f399bd6013bb95717ac4a5380597b455287a878a526c999d2422",
        },
        "prehash": {
            "SHA2-224": "1f5bb3c9c28c7b265c497383e1c4a8d289a470f3efd3438bcaa47ff153c2650f",
            "SHA2-256": "10f1cd3cdf8823e786af947e219922721134ca681083788b52a779f87f24d053",
            "SHA2-384": "787c7648c40f9f1df8a333d3f4869a6dc736115b4ec33bb93b11b2d52f3fc66a",
            "SHA2-512": "ffacb36f4640534b0f8cd714921594b622d3bbeb37b879527703f13c39829780",
            "SHA2-512/224": "7e716f92bfa66193f45a7886234beb5d7cae001154cb1a15fb99098e01098bc6",
            "SHA2-512/256": "e6d6a6e612e39a4cde3fdc282fd445399b6940d025a6984191b1d86cc6af56c4",
            "SHA3-224": "8429ed008d553d0197b504e613d9f7319945bd2e39ebc07d8dac2d685bc9de84",
            "SHA3-256": "fc7880797bd2b8a938a68fead92b0307b306e3b7397473cdb118f83ddc5976f7",
            "SHA3-384": "1eef0a9161e6ca14cb50eb5462d39dfbe01e59094fdb949482ae274c2c2f8eb3",
            "SHA3-512": "6be048ab96b53703ffabd9a698e87ca8cb87865a57b693e89c5206a982942f96",
            "SHAKE-128": "c1456ace2dfd181979fd2fd0a921c0d68596c1d5d6287249e78c7bd953f3ee7f",
            "SHAKE-256": "e7c93e519bdeb35cf8901fe7d504fedce6cfbda2a2dfca764c3600e73f3f513a",
        },
    },
    "ML-DSA-87": {
        "rsp deterministic": {
            "single": "aa02ae1d1af2cb98752947a314b80ff6d966b8e11ea6651e63a38cfe10b366a2",
            "no_header": "4afc27caf6a4586980732673d6be15f9c95211e07357fba4699a857cbe3812a1",
            "file": "35e2ce3d88b3311517bf8d41aa2cd24aa0fbda2bb8052ca8af4ad8d7c7344074",
        },
        "rsp hedged": {
            "single": "4537905d2aabcf302fab2f242baed293459ecda7c230e6a67063b02c7e2840ed",
            "no_header": "12382114979d5b64436aebfe6db02d61c07859429233105e936752cb77cc585a",
            "file": "8f35a98d3672e89fe8b4d461ff62a145edfe972e515a9bccec248b7899b718ec",
        },
        "rsp deterministic no_prefix": {
            "single": "0d86ece7622346cf7c48e9721595317f8ce42806fa65cba3026121db2eee9066",
            "no_header": "596a3c9a442961677517f6c4c53e1c9ee04e53df93270f953ee6f6eacaefecd1",
            "file": "e05057a253602ebff32370fb7341b0846ac18bd98a2855d2806cb82fbf29efde",
        },
        "rsp hedged no_prefix": {
            "single": "6ce62a83e74fda497f83cecaf76af06efd1400e6e4dea26133a6d70b3b450e0a",
            "no_header": "58bce62095960d12dc236a0f016a4c747669e0a19854720ac406386726963b90",
            "file": "e28b83c3bf1dd836af7a7f180051a890a384bd32040845d6efc08067fd369998",
        },
        "tvecs deterministic": {
            "1": "7d014db16c4504f85ac468c33f102bc54155000ff996e4b505a768c278dbe490",
            "10": "fa99e6a19ddb23b7b238567dfcd959a8dc333f5f98b67565d35623899630dcff",
            "100": "b68073f6006963b37d850185f4ea6ec14e10c2bf12ec36dc1be2eb29dd56c1e9",
            "1000": "50e1a7a12cce654f5fd11b335db1b36d48392409871165d816ca6f70427860b7",
            "10000": "bab5ec301c9a697743800c0c441f84f4bda397a1be3212b3b32d47144a5bfa8f",
        },
        "tvecs hedged": {
            "1": "b20b887a53f388c8f0db2efd621025fef959f8d48c34f7121b67e7e174c109a1",
            "10": "5748d503323093c9e6403b1a96ac285c210df7aeb6c981c5e714ede540c7fc51",
            "100": "14dcd36bf934d30ca8d553b29ffed24256ecadb4854abd3b7ad3a3718c8a627d",
            "1000": "2c43b412ac15de1315fd7f67e87e73cc023f172de4bfb95e5c65a3247f30fdcb",
            "10000": "759a3ba35210c7e27ff90a7ce5e399295533b82ef125e6ec98af158e00268e44",
        },
        "pqclean": {
            "7": "93029142bf62f67ae3df0d31c2fccf8c9fa1e61ab388048e1b3faeb9451a61ce",
        },
        "accumulated": {
            "100": "8c3ad714777622b8f21ce31bb35f71394f23bc0fcf3c78ace5d608990f3b061b",
            "1000": "842009cabe9aa4b4cf3cbb16f6428e5264da92b91ddc42270e5494b612cd9e1f",
            "10000": "80a8cf39317f7d0be0e24972c51ac152bd2a3e09bc0c32ce29dd82c4e7385e60",
        },
        "context": {
            "deterministic": "eccab02225fd4043ece0126abc19a6911b293f208ad413cc62c8660f68d26356",
            "hedged": "01cfb1cd1c55fd8f335dd63eecf7f1e113bfaf161833f022a66463aebaa70334",
        },
        "external_mu": {
            "hedged": "01cfb1cd1c55fd8f335dd63eecf7f1e113bfaf161833f022a66463aebaa70334",
        },
        "prehash": {
            "SHA2-224": "3f06e8dad01be43e7b7d26a4247789115ede3b7c657d8e6ad0e78437aa292c93",
            "SHA2-256": "4f7c151fa0b8ca877a33f1d95ce6e7b3cb09338ba7479fe5ca8c749157b591fe",
            "SHA2-384": "7fcb8e0f1ce6817407d9958ea38e9cc874d2e24b8ecafdc23beeb6fe5ecaffb0",
            "SHA2-512": "a807b44564b55edbd8829aca5d1b06f9e89acd2e0e1c5017e1e824941920148e",
            "SHA2-512/224": "0535bea49bc28cb15ae4812f8cb40ef550f0a966db633534419f616a68911c51",
            "SHA2-512/256": "8703c206f834d1aee51d27e212168141e8fd42f97cdcc57ef5764cccf461931f",
            "SHA3-224": "bde72fe89a529ec974b5991d7dad18fe223451e91b93c502366ccb81bf2eac0a",
            "SHA3-256": "0921e1510feec7e274bf7dc3abd018d0f0b202d0811ab9061595e1b678f2cca9",
            "SHA3-384": "d545523a53a8fc3bb80ac3e468c537deb673194c1ded5b1f3211c7e7c68d5c9e",
            "SHA3-512": "96420891e84cb517441dc789b3f1b895c293a234f18dc72b70931c4b04ab9030",
            "SHAKE-128": "f59d52bf3db5619f599df513f11573adb7d61637dd74c5f3b0212f92371c4272",
            "SHAKE-256": "1561cf9784612f3f4272765ad05c31706de2b31515dca45839621f652805d8c6",
        },
    },
}
