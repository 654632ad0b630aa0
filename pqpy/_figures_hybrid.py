"""Figures of pqpy.hybrid: the test vectors of two Internet-Drafts.

Short values in full; of keys and ciphertexts the SHA-256.  Signatures are not deterministic, so
that theirs are here in full, to be verified.
"""

# draft-connolly-cfrg-xwing-kem, appendix C: seed, seed of the encapsulation, shared secret, and the
# SHA-256 of public key and ciphertext.
XWING = [
    {
        "seed": "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "encaps_seed": (
            "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
            "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2"
        ),
        "shared_secret": "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
        "public_key": "2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb",
        "ciphertext": "17cd532d657e44c897ca6583e548a5424fc70bf54f99515a4d2bcf99e3469f33",
    },
    {
        "seed": "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
        "encaps_seed": (
            "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
            "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d"
        ),
        "shared_secret": "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
        "public_key": "c42ba5f8430d7d2c83739338203819f090e8303ce9c8b02107c272bfa5376916",
        "ciphertext": "1661ea86d608a1924ba30840cb0a65f13ae051e3aec9cf0f064efc0bc92f2154",
    },
    {
        "seed": "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9",
        "encaps_seed": (
            "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619"
            "f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b"
        ),
        "shared_secret": "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f",
        "public_key": "6b080d6b84f095342092fa7a22423e58bd681397ad0ef00eac92bd254db4fa95",
        "ciphertext": "d3ca5578500344b5896cffc4fd740c9311946b82951df155e6fd86a7966b43c6",
    },
]

# draft-ietf-lamps-pq-composite-sigs, appendix of test vectors: both seeds, the SHA-256 of the
# public key, and the signatures of COMPOSITE_MESSAGE without and with COMPOSITE_CONTEXT, in base64.
COMPOSITE_MESSAGE = b"The quick brown fox jumps over the lazy dog."
COMPOSITE_CONTEXT = b"The lethargic, colorless dog sat beneath the energetic, stationary fox."
COMPOSITE = {
    "MLDSA44-Ed25519": {
        "secret_key": (
            "AdjfWRUtikTjmiXmd17xigBEsg5YwsQ0asN8J9FSF2xb6mwkVGF7+0hHnrixO3EamBFrc/fsrDD68d2bT6F9"
            "aA=="
        ),
        "public_key": "aae6461ff512086b9908abcd71c671bbe54085efdaafcb02608346862392e15b",
        "signature": (
            "jf3ldp/wzf7aHNAWXPULSa7WoqVbFXac+zkQpMtFRz/dQd8bbXrttS+XKo7F/zb0ZuRfHteGNNoSVnkUvPU0"
            "i2Y1rVtgY5j7DlHKGSgk+WncxH+nusXYb4kjltDPZe4A/yvGSD6Boaq/09Yr/edE79gSs1bkNyLL7Qa33Bhi"
            "ZEUAT4d3SDhi2WiPtv5gkiwRGrGs4PiRkkn9gTTPVHDlct1jpfip0lDt5BWXY214k013ZKL0a+55lmMEXmyr"
            "dSTi6PdBUEQ61OCiiWEYDateWKRqZgj04qCQFJ4EdyAxVnQkN7bO1+OZdE539uNDNs9nqToegkw1AE+Iew6W"
            "GpmD4at8EyKC46OsHbCYgLzXgNBUqQEWuGUdb9JjXJx6Ycir4S1dZVcSSMopyNPfNoNrkVcQrjXuCEh2wcUN"
            "q8YcYF8EapDBTZVdcGrkGeg7/kBexN/7jBXbTBfR0dXfX/EsLPXRoWr4jW9IfTPWzaWjZijzndJXb8Mbf+Px"
            "hVQAH4fKPzMUYXsnSVLjgYv4/EIqzC4CNXU2y3zEF+0EBVG0sF0KKfzuAWvRA2Sfoy6TLotPvj574MoWoUSy"
            "m9Fvk60MHmtUvUow4AAQEgjAPdR1zpJsnKdmZUWKrf2MAB5powP7G94qywlLDlH93r9RarI90hGVdhaIoGdE"
            "U+e7A+i5Uj65AIQJGcHFxeHC1gQ+gjTlVTyJt6TFmlCAcj8aLlOpQXO4TTq5Y3izgAZs92t2Nrpx8GByKgC7"
            "OHYG+aYo3Z+KvIANyfh377cogp8+tW/YQchb/22l96/q3scWIViA+AKVRJnrOOYaaL9PHrCeG81b/QUClZrm"
            "FozUiU7yyv++J6orbIDXw5rGYEPaA618km10q0Podyy2WZvldOyR5MH238zql1lu1QIGL19ivHCnwJFtE9mJ"
            "QJbZ+hUk/OLfdRN025junC6h1XP52zVDu4Eb/syrGu59ox5+JyF8czYVNQhfFjWD7+Dbw5BUemv3388zjgY3"
            "q9mOfZexZglIBGvRccBuNaPnPDkxVF8o64gHgV/ydyAUcq7kIKmUfi6geORAXtCjEtLQEDnkxGX/iS7mokZ9"
            "mrb7TfygiuG93+PPlxNu9PNG7ISXrGFFAwdZCPOyyiHIU1EquBehWnmvdcM0vt0BVz35hZq2LhcWW74xCMVp"
            "ScU8CypJZCkgj8ZtDUgl5z7ZfpX9OZ21glJK9s/UQOmfoFZLYhszBB21S4X2nhKEOgFv8JW48SQzVoWLlATX"
            "en0UomBn3rh4PY+dmRGwj0gxEVGMDTeSRsF/jF0l0GV437hvP4UlYaAVfc50RTOFargFEBS91YLFNfpcq5PM"
            "ECgwJc5EC/iK5FR2EXYJQM7xj0a5OH+qtVO+xNVlMJT7AXQ960ie+IxvqAyHuRCXUKyi14KOdLFH5iGL0VsB"
            "8VZ1RtfU1wkwHyKkqioFE5LaoZ6MPoYMtPvRf+/nOak9m6bwtF5IxrAS1fRGTTJmMlNK3xzMwwQsurt5KBaF"
            "BdE0FYOV01A0xMpN5Wo3YFpoOebnRYxXHdwDLZZ1UAfokYkf+mS53h8xLI2mSW4J9LQaDg/y/sDuZPGIqKTy"
            "jlvc/X8zN3UvQpXb8lAHAAfbo3Xj5mkGWUglUDBnIP378angbNEIzLZcuPsfrfcSGU0ki4zM4adptxGY5LX7"
            "DinlQ6Pe4FO39BURjnYBrVH+zFQu20WfLrwBthjInasLUUUvdBew+n1/gHaxDKqAIvfBubWXJdZpPqwT9wsH"
            "BwcKQhrXxnVDXeQD2n0Vxw4tMXc3KFVUEoLRxTWQlVveaJK3zSo8XZOLS4WqEJoMweOGOAMjny6UUAjTl7wl"
            "MHOukwVK5jPCrATL40V0QvMNP08uy76fMkIFOgXvn1UmeKE1+PP6k8iX4UiVxAbkAkHVc2bA7pPHot0Eii6Q"
            "vEtZGrXATpIEcbN1FdS2FmxZ/Jw+Ln+8uTviKuvlcUBXTte1MSWu2pw/V2HskCGoxsvoyGIP3qRwooxEzPrN"
            "7IBLJVOpBj67dzxfoRwFIpGBrldINyQVxT9ENgwWnTCzrI+1yZfhTlNnpw7gugImTMm9TVhFOA9kJKT/hPxq"
            "3Hyp/WJDYP/qa+O7hL8zob6UBDuCgJToU3B5TXJNl2YGnmUF6TwyWt90l6kgBTqEX7PoaoFsXUdnAHtVc4BC"
            "qMGK+fDYlrZs7PgaQbeCVcUKComEMUvg37D2OByl+kaLUbWTCyv3ajWC7teAPSRTziIArC2YKJkHktKVssnU"
            "QWLKCqWmNkX9OzsaGzDFtP+2QOEVTnydi/Zv25WuYPN9QifZmBz59vm/7vl89loTK9LegfGjSk0U0scZGDnc"
            "7hMYKbo63mwifYY2hS26qb0ZFOioUfjrQgqoHzdvBcJpvJDaR3IeL9qy5LHgXfWu/Og4f7PAjX6e3mpyUA1X"
            "fxIXBT9VsuptCNnJxFBzG6V5eNPi4ZgDa3jEW3ZYs9JRUZbGQtSuTRg2JlS+xe7/HNZPzP8ALwsaJ4zkRdEe"
            "55lqNW9nF9XiKaYXoX4FvZIE1a1e7nID2rnPIBO/hdapEtaJFaed3dua6EmJjWBEMQfpjw5EczeHnE/zbyqS"
            "elUXKN7EH+eDnIoWAA4vBjurEOWcFCraT/GNiJ81n7pT7hfsxUSDLhOdfDxy9pmttccsA8bjk4avPUOPA/Z6"
            "+R5VhL9WS1Vzqr+B9uw7PbZrFsgoYCUmKfcGi9hm0NEKvENnqS8LzTYgwENtk7JCvTnBSx2KwjPLx5HqvvUq"
            "Cabb1R5OojT9wn0IOGfD1Y4Q1x3PD4ZiqDAWG6iiG2wXL5fSEckqm8VJV/jgeXAZ/C4cjIqiqF6BC7AL1ZBU"
            "CgHovQehyxT44K2xCe1KtdCvmpX59y0ZTLBA7IvO8gkbMA07BSrAhiNITMUWJulYMH1D2lPZ2DKMqtTWe4Hy"
            "PubEqBQAP6J9MPrCgsDuK+GVaFaCAzSj402on8ezdr12mHE3DiuGbdQLXJ/2PNuwL22dnLe+r2BvPaFFbW/s"
            "cPuxc58V2kU1SQWO8vjfWvMdbxIkZr8gJTHeDBfSo1HDjSoth/kHJw+rbwe1iwyPuwz3fZX/ggsKF6tqZB1g"
            "ejx/uzkMFx0kTVaOlq/c3/0KRUpgeJWnrsvN7fEtLzx4j6uu4fL4/QQmN1CiyNbe8gAAAAAAAAAAAAAAAAAA"
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwYIyw4p6ZpVOH9qAghOpGxmCwS6dSUaGbwxWhCXBSwStykpNKHmRTm"
            "cmD0as/7cBaKsCuyU6hziLYmqqRsg8TYKZQN"
        ),
        "signature_with_context": (
            "16QOR8ygVCYwhcop8DrFlrolDN9WWlr1FqhFp9bNJuFbXzZLoMVKM9aLySZxlCT95sBlqEnWfoxFNAPgNAnZ"
            "AEAjEWIc0ePRXyainNlXec3gmZNP122ssUc0Li+QQ7k7Bn3DkOBtV+TD5vAjtEZjD+UQFBXy2vpsjCgUyqj/"
            "w3RUVQO6+37kwgXQa8D2Cjk4NpdC06dCnQZWQWR4qj1GHGg4lg+FMo3Sr9k7cQ0ULU1TvSKMA+0CIAmdXE1u"
            "vp7Ycz2rMK6jqRrCp3AFIsADg3kgqiMwCBz8s22SuZgzdx2jpWMuWNKhJIhhcFLZtfyGEiljs36nubKENp9d"
            "Ommo22k4CdGpazZAxbQHHj5dDj8bgaCjlFyvonw6nyBlIYVI1OPpFVkWqcaUTuFl7XhvFb+kgLpL13MEeolw"
            "/VqCe0grJm9rgml1VL55Ws4JcV4c2XYJ7hjox0Yd++5uZmq0G86V2cOCZwzNE4osuQHU7C2kiMw6NmfOItfU"
            "AX5w90oPT5wld1oPfLvBmIYZOwHkXdvWkTEvBtfzQWJnussprVpzRtvi2j/4q3k6IiZKavDsVYs3x7j6zYaz"
            "ZlWCrQqVqQT8zxqAPo8HH4KRX53h+0vrBaXj2Mn9CLd5PvoMgF04z35nSX5ZykV02s02k3nJ+lte2cAaC0uH"
            "r8WohuwN5RK2ZDOSL/631o05F67BLKxBUD8zcOyxPYGDvjKlh/0OKxbg1w62VRdkn+MxsinAytotJIZpOMDd"
            "lfwTupe2urYRKG4hFXvBQio31kQcaXSajYoC6rLEavEea5xaLY/hrD7KexP7h0dNps2i04gF0GBz0oAfgoOW"
            "7SUnLk0ey+ZLpsQc0O4MIIkghZs1aA62zkv1Kes6C1gFZ6ypHA86yjS0p7C+GJnNCSVLLO3/fWp6PQLyNJuL"
            "M4bZD8AYqIIMBumj6bMoez57KsAD6ogBwl2P6bNGIPCON1YlrEav9kR7IsISYF4N7f2Gu2fiHgjbdvDSo2uB"
            "u09kcOC8GlR2Ef3adYq6EJl5uNk3OUo2vjX5MI9SheYDBmKXWYpmvJXvofuw6HSo8wKo7Nv63APeSIzP1ZCX"
            "0ktz8TtDINMKMcQKin6YigXaJCWJ+TLPPhmkhxPuqQ/85umRmxf3NUlCBoL0TwoR0y4V9/KRdpPkyo3MKx/5"
            "vkOTYJZabCRPO7xrMyF8oA0h8toOhKsJOcgtRPkmqx5UJRoebHqgdzJoasxfWd2naenjcfaLUSJvzOa2FWkg"
            "NPA5QXZAkQdYDVh/FUWSonf+i1XwBj25hEqv1XgdmqCq/rKZ6Z9yEoWnacW1IEiYRggaCeuPY1KSFFtU3vYj"
            "hm8iDgMmeBJO7bKwQeAs8+UkyOumbNdIvc/+VAz9FUomsRqW1UAGnahV2ePcCwNTb/zxnkgIwBA5nPRu9WTr"
            "C5pgiqGlekoNWyiNZ0RfCPiP1r6qMCZ0K0luHEtkyp5ObmoGQWJOqq+PhurA+Uy4ISurVBD/OumGpn7fD4rc"
            "NhwohpZBS+czVeHTfvRYN/BRgKAu4rkFeC+1b9h+ayp3w+CQqc044k8PArEiw1XB0I7lwsXwlFp4hyvrmPqr"
            "V/d077k8BQERxSgvcwQc3jyTY51ofgfDt7No73Ws04EckY6PSt37AMfWF8HoESA9cy27mRAK8j5RUyigWm9v"
            "UbnXWjyA2toBrAyGqjhpmb15W5dwYVTX/SFxpZr4R6Els2KVWVeO1hY3LHhIZ33l/FOWQKuRZ+7seG72C7mr"
            "35wEUeia8p/CLMD2r/qdi3LNl9M4ypMXVnvyB6bAfjPqLCitDaRR+OQME1RSty+RtWdNrl9MxjH2jxNA9Ur3"
            "SNVYRnrtWSCKUPJNcxDAHrgfEZu3vdh773XWOE/Cp9eMEwSsXYD8gLNi0hTeIQG0Cpe3s2fAngfuok6aUBnv"
            "6Zl45sq6IZYxQjei0cJO5bMg9ahDpc1Kbr/RoJK2orDlRPL8MVtsk261zg08/YtDTxDi7nBVFKTKfS/T0J0x"
            "pHmbmVxvAYOR9WH39hvVsdmlph+P4FClweo8VIS667g1lfS3ak6ih01pCnlB/wF7ik7ExVV2E5bHAM+tzaj8"
            "o8EWr95Ob1LNv9AjPuzb7RCsq9A7mTuUV+Zl8yBxC9bpaPXje3pErOHptPUSqs96xboT9XEdsb9KaovUvpuB"
            "DEXDrKJVIlR/uzoHCUjTuwP1cUgLP750J472D0Z2QJ7n+n8bUgEic1wzSVLAQL48SohxwDO1Kds42TSFPnw+"
            "xTdQeHhG89Ma1tayR3RKZeSHdWoqRkBwuOPZs/Yj6tlSgJj1xfd+9ezzBEAKxr0TBPq9RvepkEj7ujwXlAaJ"
            "kpD8e59DCpY5GtuQ9lUE2kj8j94jBo4GrZ3H3g3OV2A9L2HlDhTTtgWCGR97YUhQUF9jiTKDBm/kgkDrtJg3"
            "khEMAdy3w5Kg+KyFQ1Zk9heV3Pd0rHi0L+wq32pMmq5KqVCw6QLNaYOaWKEx5KhSq56wx1+wY3tYKqIsvWAv"
            "oR/JxYFSPP2xX+dj7ZWy881jKoduzXybL42MVisieBHx+TppLv1NviLPIK/vxBbIWOkzKCP2Tz42RGKnT+L3"
            "8mvpqVuQKC66nlgvjXX3uhsvIi21YzcHrye/X+b16+MS4zQs5lFqMYO8VHTLzs5+QTHYeuGuep7G1VVIFE4x"
            "yrpX/6IpKmOwOKlrcTl83Bin3ezXMLRPIZw0IPpT4kwO1pY0OV0ue5JkSv4i/StClpee0WzROCFwuTnUS6zy"
            "to7wZayPswbKYngAEe6cDn4FraUtKhDW+i4KxUpxy/4FDYfMb4BUNkvy1e4P2XWfkuGP9BerbkJlcBMLiDVP"
            "g3cq2iJnnDHrkOC6oOnX0hsrleTRRthW4dZ0+0hLeYQFhz4ZQXoPQNHudHknMw92ljCvYFzcsEK3x2BRS3Bx"
            "y5t3RV9fu+CH/FUHcxpUyWYef+/lLwA59cRspAlebQubUSt5h88JYdk8P0f/zjSc5stBe05+LWvDap2gELbW"
            "28+Yh5Gj4wWIRQnyOaOg9AnMguJzy+qLdkj9n93/1VshFwf5uTjdGUBxXClRMDlnJUf3VL7c2MYoEAQlGKUL"
            "bNAuci0CCxNbe4zD4AsTN5evtMbX4PHy8xksMTY+RUhQYnh/gqrN2ff8AgU1ODlBYWhsbXBymZqkp7Cz9wAA"
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgUJTj58hwuB2hJl7Dzze2CSxtJ6vPILyue6EC8WWg7EocSMmqVGdGP"
            "osayh5fFFCmYnrMRJKER/VVQLyanEE30/KkA"
        ),
    },
    "MLDSA65-Ed25519": {
        "secret_key": (
            "I6V4IFKJVV5l3fVnYBy0cV+1k6d5ao9x1mjDvKh22Tdg6XQfX7imizxJC5Pkqg5dgiBu87jiJC4bz0cp8uFG"
            "qg=="
        ),
        "public_key": "10775911b6c3c2dbf3c98485be51c5cc2c1b9ca5d2047a7faedab1d6cd573c27",
        "signature": (
            "Fxh/AyW+vDUEOBaRjZgvhcgBJWxZG7F3srk+MQFAn86a2iNyE4ao4VordDdneekbIWRWOZlL7oRTdG+LzOja"
            "EajDIYyBpbnoOWRfJueizqcfa9J0hs9E+Yy83JPRDlyLhm512PgF+N9ng8b13ThGqd24xRaMVg4J7M2sZePH"
            "fLsURo76MQwyzMI3SuBzan1wQyfxHjxcdPGo87gXQBmkWYpbx4lbSufgf2jSfl92YItblKAyN6Dk5aU/VOwb"
            "3cp75eM+TS7JpKX8HIg0bkUj2Oqwymbr1a8JMbk7W7xMU+OcAFRcAj+e7Ju1+TgPGm7IfDKrjLD6DVs9MwZ4"
            "fnr5RnoyIVWBQ+vbNGL6EWRjGJc1a7WHBVAbHDrNv1o6Rb6cwnGMv+wBUBh2Gn4a0/jgIBZx7beVWF+1EwOR"
            "eswwuYRHi6vmtIkXkmi7Pa9TcTcDyjTA1FgJxhpke0CMWY4kHcs4+2oFMcsnhpx2H0ck/8XTTg0maM77QQHh"
            "mkd5RVdAMGnbjaTSQPNOo1otHSNL+kp8TILiOoCeoRKzypTRfJ8wM9rniqAzzaYW9YfdjKOBt5acMkCvSx0b"
            "UuF53V9nIgLgAOZFx2BV2MBJQOiC95SnJpJ8SMSFuQJk6OSLy0crn8mW42D41KSGzoxTShQMu3S0v+LY3it4"
            "ixggFQUhQd1urVpKD0Iu4u7AZpg2G/G9J9cjDp2met8F6BjEKKZbVZg1YuhnPiLIRc9XhTHAtpEajjwmOiSh"
            "ljrcDu5zYk+TB/3nbCCz6m/gy0BEw4LCuiotKqBrSR4EnrgjTSfBRDXEuSFy+krJ6tHxnHKkwbxqLAeXkPOP"
            "7KX8OnzotuyethttX4JUg06UfS9TVGS9jy7dTLJBy0VvZZSDnyfK1lyfg4pFcPGGHlyH4ie8vlryIpXbOjsM"
            "2CdaJDYhG0IPOSJgSQJUUWIsL6wFv7vcLpAdPlOKo8PsBqp6dOr2JEH3xHkADCU3aQtibuT25KZNmYLaanb8"
            "/vwCjgFcLa2lheCaKeHwPRwqKLU9bJbX9mPJZ/3/MVk0ocyZb/Il1pEQL0oKkpcpX//xGggJas1CtvQFRJPt"
            "JNDe/ssnhGQ7yfHzA1F9Tc9jCfhHM3xFwXwypoeV1RbpPxXdwQUfLzYNVfVlHblftQTYjfBAmtQvnnAVExwP"
            "UcPhP6JCrIczDU4lWP55xJf9bpNd43/+/6ubp9tv2YTQev31xM937nVZqBDOPozJFSZaGnuq9p+WIFiYMtjf"
            "hK2J0aTWQWpDIpIq8r1uGznkSjI/NhUmupVNzG5elBxSrTfJIhzel2XNKZt1yDklX8GaDDlrK9yRru6dSmbH"
            "NnmPO1qgfNjey63vf+edoWmrCzUVDt74rBAzkhVEvMwved/c1n0BVKK6TLlgzFI1U0DwI29wYiBqulMIeATO"
            "RHAC6oFRNE4CQk/fgWxJco+rAKPFm/16S5eT+iNSUhEwQ7DRcrFuEY+Ao8negVJxq5PMXhiKI1MU02gFoYME"
            "mQi+DriHMLAQerKlUJ2P7ecRyOCy+TETlAsyaJHwlDrlQbAEVnIHidzILHMjRHW6qjEPZ2yAYins0l2n/shs"
            "QwZwD8sT+H8ya4JieOto0KpI1nHntvM9u4RgJaQBnIeuPWbQMYCXY/6ah0/L4+gnIrm6yM4G6l3vovupqUnr"
            "WO9t3MIXATDoaYu+iSFd1iYNEy7PPLVlXott5zs9TMTdlMJZhnnwEr2jiuwvXoPV6Gr4/CLUXzw0N2So4nHw"
            "BbDeSWeq9DCVJ3Knrf/mMhunONK81NZj03nBSKuEtwPZKhtRVugTKNSh88FMXnymc+bxNNydhGW66fBw+dAF"
            "UOPDh9HYAIBSpLuPHBOxsHd+5eALled3gjnSHh990tTlfc4eBG0ncckOQjKn9MWejU4RLydc0nWhsKzJ/zFi"
            "cix5mH/cjUoas6ejhUPP/e56sy7FTnqK6V/nZ/l9bfCdpmjkn6ii1iXpLVzDlPjUjBGwZqG4NO4+hEzqO9Cm"
            "Pk6mErjLv/DwxLAOIK2gDr9w7EeAt42kM8pooLK/FwGiT5s86d5QNwS3gXsIGjzkkYG3uPNaOyD/mUH2XnLo"
            "0WI+ZW6YwIUwZ90XIE/cvoJT+I+b+vRlCz5uubESAUDv2N9LSrxZkRK+kPJJGXJoLM/vJ6eZfNUH00E2/t8/"
            "wThXlh4T+WeMO5QTo4Sb01CXWzpUpXRmwxxLm72duZLVo2ewDlUula1IBMU4UOPIzghJQ1Y41lPX0nbdm4xC"
            "/pZVAYMt5WvrHWL9sA/A6EJ7REpQ8e8WNRZz804UDr9odecF2O65LSKZTT0362UqibVwsDkAa2paxn62luSA"
            "uC2jicLCdXBga5Kz2HGjccZoUwi0sAM0wtYe/5cEulzOQAu1YrvNoJpI7AlIIYukEesyRvykbGG9iL5Rq0lc"
            "tWk00J8I/u7wOnxJbQwjPnRyNg988C2fEELR8uAXd2KU0+J3zK7tqxNQs1AN9iqGJuObEWj9H0FRc5pQ3slo"
            "Y+HBvKEcy3sz/2CgMwpqt/m5NonLvQIuibbKut2xR+moa4YoJO54qKnBVjPXHZy2glgVSLMJbcMfDfyN+pJK"
            "Wl64b9x5F19D/wUCL0FuwQ01uLCrs3dg7jcfMXOzx68GVzA3vBBxoatpsCZnHVNHna+HPhmonNaZD16unsJZ"
            "qQ5KF5dKeqJys4eC+wsEMP0+w0v7H2Ta0XbLK6gn56FNeBXNCBAoHVmQk0Q5nLmP5Zv7xmIyIMS7Lqvp2yb6"
            "GHK2n2Qv2+tKYbIEfq+l4FIMp8/2x7tcaCoBDZ6NAMaelrk00TpkDVUXIauNVQE1omyzt/4wE16n86YnjuCh"
            "vC+sLkEntsaAEnKHANqIzPD/WeM/9LASJzcedlufqbGA2igK38twHJ1vBwHtaKCYx6CzoQvOh6SydXxRD4hM"
            "HprSlBUtv76mxtBxEeBkg8iBLNVhmEVTqj70BrsyvoKBp7DMivgWn/8vG5FiZ0lLAJwR/49MpMFKGDyfgms7"
            "xWbBmumhYHlwIDKTH+wQ0DU+RVcyJ24ETMbrPL8BDjE6/7Zj/xa3mRuWBOYkkpd569fuE/lUWohiZQ+3UAg1"
            "4JlMsFvNLTAd1DZPhR/G6lqNy/fe6NYnfUHM+qbJc4aZCrvsZzi9/751ytzmxKCEqaujeIVCDjmKg6BZfs8R"
            "AWQ0AVYhb42MAAnTt2iqgrtSUxljuuaFZHnjtMubokO5EJvQzGTg2SD2hYEWG6XRVnMFWKMzDHDVQLbDvn91"
            "znvMNABXZMp0WWw4UaxwBa0u3AeIHnlg6sxoFNiz9WcaGAu2trHDgjdO1wsCmxulunxzmOkBIO3Varc7ctvT"
            "tI10yWCfgMJHTXH4aCTbutUIgBw9jF2+SZMurzvrygOWjhCaew8PopVJ320XUzOrKYgiF9Qx/FhZR0972atO"
            "q52HdODl/WXy2tk2rzP1LNHWhy0K59FwiUNubWa3q7ZTZ0saGA9c0e2QbYGAc9MgMKXB9mthuLda7V35EhM/"
            "MAHEZ+8Qk75GYPu3Ef8/nJzEYdJGKliNtaFY+iUZutWLNuMEQcIcuRmBRhFHnI/75akCSqI2v6Jxe1n4h/Tz"
            "NqpsC8shZ7ewsJVNDQ8xucysUPjqVhQ6pNMhyddUSo+ajJm9ZOXHXTmgGOS4dtFajI75QAHxyzEMPCg7AMTQ"
            "1JOV2SOtgqBO1MhEKJIC2G46ZCW0MTklRdQ+VgcDe5Zd4zvy3qYHv/J5cKy8OiLZ/90BNR8/eh1zycRG9BLE"
            "D5nNJzpXZZmKgbTrfIPdHtjo4Unv3nXvn57/x+FKegcblMPlUZemQmxSF0OY6v99+HXQ7I+sYY0tK9j8L1vz"
            "UkUonwUBCa0+hQx6elg7OMJ2hLTBFP8kSdI+y7qN0TnY0SL6eQm1ayMBkK/geJpMyKAHpUMM8WHR0wJgWz2k"
            "uBFNbT6GDtF3f9vqU7+a9NmuzcUixiDIzEnFAyKeN0SFIDkejIkapjAcrFuWRN8lCs2Sjzwh6LQ5Tdv3AhdO"
            "5bgNh9aRULWYjXqk05kVLZxv6ONuWhNYWRhVG2wxBme9kF2u6PKxbF8yjmfkTdn/pVyyQKgRzlCmVPX0Qu0b"
            "FAjXmhgc1lzQYBkCMWrvIlN54+a2FxN71sMELqf6z9cJVPKSQt5JzgTIOHygYlCtQqZ1wynsC/BswnYkT15l"
            "JZsPaz6MQxiJwmOR4XuXhDrI1pD6BWkk1FAfzBnIS0sPVgE0yqqhxoL2WlVQqf01aa43kNoZHwHE0fSJnynk"
            "4gRcBsinWHmw/Agi02lytNddP6PUKsNROGeRZaq++AXJLrwaO22NrdkEBy0xMjU9T565FCxKdhYbWOABAhMf"
            "crm+y8/R2f0OOWV5jrTR2e4AAAAAAAAAAAAABhAUGCQtS+Qwp2u3GEqTvmduwfKip6qsRtx1CHyQ9MrV7V3O"
            "iI3kb7N99IqGEHLedwNnzpChbu/EjLW1gNehm0bSGvlKBQ=="
        ),
        "signature_with_context": (
            "r3ma4PVEUN3jyVhD0ZKc5dSZ0fBvPveY7Tj5MeNZi/qtUpQKdyTH18cuBSdo9ghRwZVkP8EslO7hy5jz2IIx"
            "ZIpQ9SLS0LIcbyR+iDoIP3CRoh8uMR1xfKICit+fxDhqeXDLL8VzAQFTcPDzHaQDVH5ShXiw+Zykvg6iaxYw"
            "rtp9mlCcquhu34Xy8M7PL5Zo0nsIDmZFz7giD7uLH1lDTL9WKMs38UH0kyuTy1BAfilj9L5fdc1XJ2PIWG06"
            "47ZKhtyusYjJibSR0nOlhyPbJqZ/0AXmi5upRsJGP7AJItKBbGWEsAxL6h0XMhKCwh9waS70zXfsNBdgB9Wa"
            "y4hTNNkOugVylEhStFtW/4zl14B947SwLgZyHQz8GFIzgyoxhbRo33gF80Btc43DodD+Tvj1Wm4h0CmYPNlT"
            "SaRxcHxpzSNv4q4FTxtSAe+Ye9s2JFM/FcqfAb6z8G/3FyNPpn3BvMmoEANy9MEKit5V7WVfIUbhUKzBJDaA"
            "TIWTsCiOpvJ/ewGAhpwPr002T/At7W5DccCZ+jKs0elG7a6ztpunzV7swPmp4JrWAPEjerdyFdGxE8MGkSFM"
            "GtWox1HCAO8OYnra2RXorUxK/syOBMDqRVb/vUcSgUwIZfWhCtol1Wy6Z1uMA2QngdHAgCya+xFnMbONEr8b"
            "Da5N5slDS/0aR50i2hyt5t3EiK0hexNeJtLYUds6ffvc00B79dJSvdXXZ3mkjNDntLEy1SL0WXlIoFSuqc0w"
            "H2zxR6cOzOdhLo8vX29tW0bCMaa+0F5IaM0yHnZJiq1VE35NoxGUOfFujnWTAe0BTtI6VhzPfNyFgUO//Hnv"
            "TRh9na4ZdVgqLVfYvBBeYIBwz2UWqitj6+qiR88Fdw7fHmN/TUcnxcO+8hBQdJ1DVLcim2fFCGM0YmDoGC8b"
            "/NgiReRQZkrBVvqemXzes3xWGaNsZdFfajGH/SIvKuBwwRtOT1HGjzb/tGm27/yGGC+0CX4qF9oi6zuI+ptd"
            "o03TXVZoGZpiwG9diFKyFpZaYqzfoZOtGB7eNLSGPkoxJZqSrkAUd/lUamT5nQSiIqc8+ewLImgEOVHus6AS"
            "uoKyJo/nvQV9cO3SvXyk02PpdWl5AuwlkNDHAa92an9aY3WHGxds4xDx71nViy0P7Ao3qgyPBstjfA/nGT+E"
            "bm61Nar8qZRy8N8245PKSZZdRlZzyVHdggvLPixNRK++15JfvPDuAvQdJ0cNPRBjcH3+1caZKd8Mp2MMZsy/"
            "1DIeBHtD/ySGsJYZBjJ6F0TOffRHLi0ffXeI7gfuFPlvKNlk697ecCKKUnQUXcp8VLM6LpplA/Pz3LBRMGU2"
            "bSDa2qy8oHmo8h/gQODZscCosOXOWUJ546PIcQArThTZfm172RRhMdZaBcY/Ndx1CVxvozPGP0+WFYr0jfo1"
            "CPPbxMFQqdWFt0XchKiyfuNJNcH24BMUQEmLC3EF6LtKBqrHWp2GpA7w61FgMliVTCYesBN35pFTMuaWuC+b"
            "6vj4qKPT76GGAQvFnEbyh8uHMMqrNqzox/V//FfBl+6iVWp6pYkLNDUdkQVEWrTpp1nJI1hFKBRC/vp8jSQS"
            "RyjZV2oh8ho9kULKUe4JEdsCplQ97j+G7O6O2fwHB+Uho1bYWNRxH+eIajqDZ8HNthyFBaHkCxpVQz4H45N+"
            "0e+fiupP1JHl71uoT3LdECvP5aKwUhGObEl5uuqwv7r7YChmxfiNy0o0djnfUApVnKzpfmqxU+AQs2x/474V"
            "1YyGrr8XHDA6DbOcxx5FeHmZWlB+jGC1Na4jMu2BjZknV+yLkJXYFD4rxdWbyNHRpvWsUCkY6J8BTqFtEiYb"
            "2K11ECaOquINetJjrIW307PNt928cpkggmBlTzBkkvyHDnQyiINnvpmdf4TFoBRMYi3bEFyMhD7PC0EK7Dbh"
            "VWFBFAa25db2EkH6KoFwq4nPa9kS7zyjTdaICdMPhWCtNWB8GcOwAv5ruJcq9MbpQen+Ti0XLebGNepp4T1A"
            "tvx5+pH2dkbIcD5a1jzS0XAv2zMmJ9CBC5/jR3WyEjUwVsYShsCxnj2d5EoB3EaieqzmlObjRUpSbjuOCCT2"
            "hXlQheWTEDJJMr6ada2nBN8RgnDx8fOH4izvTu7hDS7q4yrIshsdsW7NABOwZ+Yp1ra5XWpp05RaGpifgtcM"
            "Z8hqga+CvawpA0Lv202CBc00FNT1ZRZL3rR6X/dYKgpEPhG1PnZuuZT+5UdVTT7fwKqjuJ43JyROFDhQmKV6"
            "Kdl2lJYCuCslgSDtBawjVKaNGPpjSUVxXaTyj80IyzobIUM9YeNO0w+6C68K4dTiv9+6/0/RCtYwQCl+QS2G"
            "WW6EIVI/WBmK0x3VbL3zGSeSd35tBedvyFqlgVFat2mqwWV3JF1fkpM8c9CRQSMO3RSrouxS8BwzZmN2cbxc"
            "hRGYt836FpFlO6g4HuabzmQJr58/Xw2v00QHl7hRxWoEdgWEYHODxkCQslhtjmP3ta2lIc8NsxYpF/e6tDW2"
            "ESDKkRkZkQBb7KO39/mRKUg2R52tlVDQadmJcz6kFHVzvfdufg7Ii2Gv365rw+TPv5W8I1McAREVEC9xXIGQ"
            "DRumgRORJGF9dNNACBodyYtvr31qGHJLtDVPbwjl6pLnImrsfut5RYaykL7LgiUcq6wqZ49lHWvI5Fp06+mS"
            "Vyj6juN1dqLtbQlpXaxOH1X/x5Yz+ZSKGKjDfiv1fJaDUr41S5layN96m2F5PS0mZvZqlIzwFj+ECU2GiZcp"
            "LudjlgEMeJX22NLxWaf6ha5TO8TdLI5nii6qOAFSkE+EwhutRX4zvNxdVE5pjuerN4+ZSL1JCjzoesCXYqgp"
            "zJ1oBoMXuEZRNQWDmVgGtaMoKW3LzHE1oQ4sMt0qzTbbGAUtYEEVRFo4EocyObFxaWJY/91IHr0WEz18TpZB"
            "LcxaXoJp9d5qNdLg8+jbrWGWj9r/I8/dUPGn0ix8KrMJ6gRKEjMw5ot/hE1fDeq2E4wSdzCV36IHaxAMCEl7"
            "o4jofEuhusZUAywmiCHHlCVMQvXfK+t1BNdXb9Ylkp0igoy+pNQK0mRWhwqjNy8HLLnua8AAOyJM0KIc6UZF"
            "UeRVbh7y7Oz/rQBAaZAvn9ORpzII43+2iyT1X8tIkSL+WuF9J4r0bwFkXhBV3/envgxPvxBif5i7SJspaIVJ"
            "2TK4mbJhg1Tqa7waGlZ3SDE/X7QIej4b6sr0Oq81QUftNi+zAyfTIlF8V/3Tw4+BE1uSkrnnXEln8n19p1nn"
            "jwpJKg+/24h4rxBtNIK/2NCP9I5H3/ptnwx+npB2PYX8iyGFqzrfYm+uafE9pfBDvH9KwKDe2Om69oMXsRl+"
            "67WAuOD2Pf62oPsievsy36IZOdKLC0yWnMOiWBTqPsJRIK0Z4PpgYHX7AnkiXXNxQ4D2UZkiEhawZ9AZxz91"
            "CPG/uBLJRRne76+lMqcnzsUVgumEkqlyE+ejXJlwWc2XfMqmgJqYJJBTCGLri6/UxPUjKcO7MsRpRREUsQLV"
            "/hmzC458mvrcOMYtCNnm/TPYEYa6t47A4AX55tuOWULFvNkQXuM8K2OgMi3ufacp3smGlELS5WJzY49XnUJ2"
            "5Abs2Cl5Nk2Pjgg2X11DgD9a21HpM388oQ1SmoxVtVOvMPC1ygegtat8NQu2N/4RiWzkPrpYo7hNlr41Qp3H"
            "Gg/tkc7BDa9oQgVUGK7RnAy1y6h7qIOEdpJWiOqukLuBn9jYpXi9d0PvcGmc/K+09O2iZDFLCX9IMRnerdnd"
            "THgA9fUVBV8vIYis12zdUaFdivI6LvlvGYcCSn4dyfLc4pFZmCayoUvMYAOOt7GkvqBiy0WzrqqxEoCsL/fq"
            "0nQ4uhlRqtDPOZXOrFxMJweXDpD9ezH/iQPpA1sX/ptLonl+CAP7pvCnwTBrLtb1x52FLwhvvEi3Y3dToR0y"
            "vMjw4/bL2Ibh2CJnIY0zERQ01Fu9MifTqRnDJJNuT7ln681HPy1dLeiLA7NAf+QRG8mf5ym30taw87KTylCQ"
            "2ZSXalP8aJRXd367tOVUdCRa3X9rh55aeLxk7mQY55LIsKMmSNt8OtTUpyN+0sqUKluLrxJmalR3zWyBsYrE"
            "T32SqY7H4bG8+RaU1yITwXUQuzLdI5zdBj/hCoXkUG3IXcUmE+o06RDxJ7mpX+A1QfD86pSA1faTHgBzRQn2"
            "sFKGtJsXALcydjvefdvwekT5Atwvb09HoX8dcAptdwju8qWzEq1fWIKxNAZT1YrQXuB6VG/NrJUBAUNuwN4v"
            "P5Tyt0RBXX0Bogn/wNRLVLQu1jxiWgg6miaVUGfYeCzbnf9AV32K1B8xNG55iqCoyt3fGh8jKFqCjcfU5v5J"
            "VFiu/g8aLz9mgJKkvxBKdo6wuwAAAAAAAAAABRAbICkv9ros+5zHDt4jIfhsBxFw9NeEQPRF2qF21Tu49bgn"
            "BsLSQg1HKUcN9GUFZApaQDL09qlDv33xnH83QYFqsx1iAw=="
        ),
    },
}
