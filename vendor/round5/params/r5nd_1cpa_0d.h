/* R5ND_1CPA_0d: specification, section 2, set 0; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5ND_1CPA_0d"
#define ROUND5_NIST_LEVEL 1
#define ROUND5_CCA        0
#define ROUND5_RING       1
#define ROUND5_KAPPA      16
#define ROUND5_D          618
#define ROUND5_H          104
#define ROUND5_Q_BITS     11
#define ROUND5_P_BITS     8
#define ROUND5_T_BITS     4
#define ROUND5_B_BITS     1
#define ROUND5_N_BAR      1
#define ROUND5_M_BAR      1
#define ROUND5_F          0
#define ROUND5_XE         0
#define ROUND5_DRAWS      192
