/* R5ND_5CPA_5d: specification, section 2, set 8; DRAWS: the last column of 2.2 */
#define ROUND5_NAME       "R5ND_5CPA_5d"
#define ROUND5_NIST_LEVEL 5
#define ROUND5_CCA        0
#define ROUND5_RING       1
#define ROUND5_KAPPA      32
#define ROUND5_D          940
#define ROUND5_H          414
#define ROUND5_Q_BITS     12
#define ROUND5_P_BITS     8
#define ROUND5_T_BITS     2
#define ROUND5_B_BITS     1
#define ROUND5_N_BAR      1
#define ROUND5_M_BAR      1
#define ROUND5_F          5
#define ROUND5_XE         234
#define ROUND5_DRAWS      944
